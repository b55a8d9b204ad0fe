import type { KubeObject } from '@flotilla/drift';
import { BUILT_IN_NAMESPACES } from '../../compose/builtInNamespaces';
import { compareText } from '../../problems';
import { bindingFor, roleOf } from '../access';
import type { BuiltPart } from '../built';
import type { DriftLayer } from '../driftLayers';
import { RightsRule, READ } from './agentRights';
import { AGENT_SUBJECT, SECRETS_ROLE } from './names';

/** What the agent may read of the Secrets of one namespace. */
interface SecretRights {
  names: Set<string>;
  /** What Helm stored of its releases, under names that change with each of them. */
  releases: boolean;
}

/** The part with the agent's rights on Secrets, and the parts that bring their namespaces. */
export interface AgentSecrets {
  objects: KubeObject[];
  /** Names of parts. */
  after: string[];
}

/**
 * Rights to read the Secrets that somebody opted in: those by name, and of a namespace with releases each whose name the
 * agent knows, because Helm's names can't be foretold and Kubernetes knows no prefix of a name. They live in the
 * Secrets' own namespaces, so that they come after the parts that bring those; where no part has anything in a namespace,
 * as on a cluster without that component or one that is taken down, it may not be there, and the agent has nothing to
 * compare in it.
 *
 * @returns undefined where nobody opted one in that a part may hold
 */
export function agentSecrets(
  layers: readonly DriftLayer[],
  parts: readonly BuiltPart[],
): AgentSecrets | undefined {
  const used = usedNamespaces(parts);
  const namespaces = new Map(
    [...optedIn(layers)].filter(([namespace]) => used.has(namespace)),
  );
  if (namespaces.size === 0) return undefined;
  const sorted = [...namespaces].sort(([a], [b]) => compareText(a, b));
  const after = parts.filter(({ built }) =>
    built.some(
      ({ object: { kind, metadata } }) =>
        kind === 'Namespace' && namespaces.has(metadata.name),
    ),
  );
  return {
    objects: sorted.flatMap(([namespace, rights]) =>
      rightsIn(namespace, rights),
    ),
    after: after.map(({ name }) => name),
  };
}

function usedNamespaces(parts: readonly BuiltPart[]): Set<string | undefined> {
  return new Set([
    ...BUILT_IN_NAMESPACES,
    ...parts.flatMap(({ built }) =>
      built.map(({ object: { kind, metadata } }) =>
        kind === 'Namespace' ? metadata.name : metadata.namespace,
      ),
    ),
  ]);
}

function optedIn(layers: readonly DriftLayer[]): Map<string, SecretRights> {
  const namespaces = new Map<string, SecretRights>();
  const of = (namespace: string) => {
    const rights = namespaces.get(namespace) ?? {
      names: new Set(),
      releases: false,
    };
    namespaces.set(namespace, rights);
    return rights;
  };
  for (const { drift } of layers) {
    for (const { namespace, name } of drift.secrets ?? []) {
      of(namespace).names.add(name);
    }
    for (const namespace of drift.releases ?? []) {
      of(namespace).releases = true;
    }
  }
  return namespaces;
}

function rightsIn(
  namespace: string,
  { names, releases }: SecretRights,
): KubeObject[] {
  const secrets = { apiGroups: [''], resources: ['secrets'] };
  const resourceNames = [...names].sort(compareText);
  const rules: RightsRule[] = [
    ...(names.size > 0 ? [{ ...secrets, resourceNames, verbs: READ }] : []),
    // Without a right to list them it reads none whose name nobody told it.
    ...(releases ? [{ ...secrets, verbs: ['get'] }] : []),
  ];
  return [
    roleOf(rules, SECRETS_ROLE, namespace),
    bindingFor(SECRETS_ROLE, [AGENT_SUBJECT], namespace),
  ];
}
