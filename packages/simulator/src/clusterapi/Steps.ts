import type { ControllerContext } from '../controllers/Controller';

/** Milliseconds that things plausibly take in the demo: far less than in a cloud, long enough to watch. */
export const TAKES = {
  infrastructure: 4_000,
  controlPlane: 6_000,
  upgrade: 8_000,
  machine: 3_000,
};

/** Things of Cluster API that take their time; nothing moves while rollouts are stuck. */
export class Steps {
  constructor(readonly context: ControllerContext) {}

  later(key: string, milliseconds: number, step: () => void): void {
    const { agenda, delay, isStuck } = this.context;
    if (isStuck() || agenda.waits(key)) return;
    agenda.after(key, delay(milliseconds), () => {
      if (!isStuck()) step();
    });
  }
}
