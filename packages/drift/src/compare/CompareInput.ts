import type { Hmac } from '../hide/hideValue';
import type { KubeObject, ObjectRef } from '../object';
import type { KindSchema } from '../schema/openApiSchema';
import type { IgnoreRule } from '../types';
import type { RawDifference } from './declared';

/**
 * What {@link compareObject} needs to know.
 *
 * @public
 */
export interface CompareInput {
  desired: KubeObject;
  /** The object as the cluster has it, with `managedFields`; undefined when it isn't there. */
  live: KubeObject | undefined;
  /** Whether the GitOps engine has applied the content that `desired` comes from. */
  applied: boolean;
  /** The kind's schema as the cluster serves it; without it the verdict is marked as degraded. */
  schema?: KindSchema;
  ignore?: readonly IgnoreRule[];
  /** HorizontalPodAutoscalers, KEDA ScaledObjects and VerticalPodAutoscalers; undefined where they can't be read. */
  autoscalers?: readonly KubeObject[];
  /** Field managers that are controllers of this cluster, beyond the known ones. */
  controllers?: readonly string[];
  /** Marks hidden values, so that equal ones can be told. */
  hmac?: Hmac;
  /** RFC 3339 UTC. */
  now: string;
}

/** A difference with the manager whose ownership brought it up, if one did. */
export interface Difference extends RawDifference {
  ownedBy?: NonNullable<KubeObject['metadata']['managedFields']>[number];
}

/** What a difference is judged by. */
export interface Subject {
  input: CompareInput;
  live: KubeObject;
  ref: ObjectRef;
  rules: readonly IgnoreRule[];
  /** The kind is one of Kubernetes' own. */
  isGo: boolean;
}
