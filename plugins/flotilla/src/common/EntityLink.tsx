import { parseEntityRef } from '@backstage/catalog-model';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { Link } from '@backstage/ui';
import type { ReactNode } from 'react';

/** The catalog page of an entity; absent when the portal has no catalog page. */
export function useEntityPath(): (entityRef: string) => string | undefined {
  const entityPage = useRouteRef(entityRouteRef);
  return entityRef => {
    try {
      const { kind, namespace, name } = parseEntityRef(entityRef, {
        defaultKind: 'Group',
        defaultNamespace: 'default',
      });
      return entityPage?.({
        kind: kind.toLocaleLowerCase('en-US'),
        namespace,
        name,
      });
    } catch {
      // An owner that was mistyped in Git must not take the page down.
      return undefined;
    }
  };
}

/** `payments` of `group:default/payments`. */
export const shortName = (entityRef: string): string =>
  entityRef.slice(entityRef.lastIndexOf('/') + 1).replace(/^[^:]*:/, '');

/** An entity by its last name, linked to its page. */
export const EntityLink = (props: {
  entityRef: string;
  children?: ReactNode;
}) => {
  const href = useEntityPath()(props.entityRef);
  const text = props.children ?? shortName(props.entityRef);
  return href ? <Link href={href}>{text}</Link> : <span>{text}</span>;
};
