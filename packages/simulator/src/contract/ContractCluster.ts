import { JsonObject } from '../objects/json';
import { KubeObject } from '../objects/KubeObject';
import { Target } from '../store/Target';

/** What a cluster answered to a request. */
export interface Answer {
  status: number;
  contentType: string;
  body: JsonObject;
  /** The body as it came: of a watch, a line for each event. */
  text: string;
}

/** How a write ended. */
export type Outcome =
  | 'done'
  | {
      code: number;
      reason: string;
      /** The fields that the refusal is about. */
      fields: string[];
    };

/**
 * A cluster that the contract is held against: read over HTTP, changed by whatever way it has for changes.
 * The tests are the same for a simulated one and a real one.
 */
export interface ContractCluster {
  get(path: string, accept?: string): Promise<Answer>;
  /** A plain POST. */
  create(object: KubeObject, manager: string): Promise<Outcome>;
  /** Server-side apply. */
  apply(object: KubeObject, manager: string, force?: boolean): Promise<Outcome>;
  /** An RFC 7386 merge patch. */
  patch(target: Target, patch: JsonObject, manager: string): Promise<Outcome>;
  /** A merge patch of the subresource `scale`. */
  scale(target: Target, replicas: number, manager: string): Promise<Outcome>;
  delete(target: Target): Promise<Outcome>;
  /** Makes it forget the past. */
  compact(): Promise<void>;
}
