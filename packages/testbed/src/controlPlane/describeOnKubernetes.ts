import { ControlPlane } from './ControlPlane';
import { controlPlaneSource } from './source';
import { startControlPlane } from './startControlPlane';

/** Milliseconds that a start may take where the program has to be built first. */
const BUILD_LIMIT = 25 * 60_000;

/**
 * A suite of Jest that needs a real Kubernetes API: its control plane is there before the first test and goes after
 * the last. Where there can be none, one line says what is missing; with `CI=true` that is a failure.
 *
 * @param name - of the suite
 * @param tests - declares the tests; what it gets gives the control plane, inside of tests and their set-up
 * @param options - as {@link startControlPlane} takes them
 * @public
 */
export function describeOnKubernetes(
  name: string,
  tests: (kubernetes: () => ControlPlane) => void,
  options: { own?: boolean } = {},
): void {
  const source = controlPlaneSource(options.own ?? false);
  if (source.from === 'nowhere') {
    leaveOut(name, source);
    return;
  }
  describe(name, () => {
    let running: ControlPlane | undefined;
    beforeAll(async () => {
      running = await startControlPlane(options);
    }, BUILD_LIMIT);
    afterAll(async () => {
      await running?.stop();
    });
    tests(() => {
      if (!running) throw new Error('the control plane runs within tests only');
      return running;
    });
  });
}

/** A run that knows that there is none has said so, and counts it where that is a failure. */
function leaveOut(
  name: string,
  { missing, known }: { missing: string; known: boolean },
): void {
  it(`${name}: left out without a Kubernetes API`, () => {
    if (known) return;
    process.stderr.write(`${missing}\n`);
    if (process.env.CI === 'true') throw new Error(missing);
  });
}
