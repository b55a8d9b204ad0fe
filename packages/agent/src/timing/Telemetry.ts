/**
 * What may be counted of an agent's work.
 *
 * @public
 */
export interface Telemetry {
  /** @param status - 0 when there was no answer */
  kubeAnswered(method: string, status: number): void;
  /** @param status - 0 when there was no answer */
  hubAnswered(path: string, status: number): void;
  /** A watch of a kind ended, and why. */
  watchEnded(kind: string, why: 'Ended' | 'Lost' | 'Expired' | 'Failed'): void;
  /** The hub took a report. */
  reported(type: string, milliseconds: number): void;
  assessed(milliseconds: number): void;
  /** One object was compared. */
  compared(): void;
}

/** For where nobody listens. */
export const UNHEARD: Telemetry = {
  kubeAnswered() {},
  hubAnswered() {},
  watchEnded() {},
  reported() {},
  assessed() {},
  compared() {},
};
