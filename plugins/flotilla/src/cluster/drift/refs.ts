import type { ObjectRef } from '@flotilla/backstage-plugin-flotilla-common';

/** `Deployment kube-system/aws-load-balancer-controller`. */
export const refText = (ref: ObjectRef): string =>
  `${ref.kind} ${ref.namespace ? `${ref.namespace}/` : ''}${ref.name}`;

/** A key of its own for each object. */
export const refKey = (ref: ObjectRef): string =>
  [ref.group, ref.kind, ref.namespace ?? '', ref.name].join('/');

/** `cert-manager` of `components/cert-manager`. */
export const partTitle = (part: string): string =>
  part.slice(part.indexOf('/') + 1);
