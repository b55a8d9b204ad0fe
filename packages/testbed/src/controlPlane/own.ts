import { join } from 'node:path';
import { CHECKOUT } from '../packageFolder';
import { goProgram } from './goProgram';
import { launch, Launched } from './launch';

/** The Go sources of the control plane, and below them those of kwok and Flux. */
const SOURCES = join(CHECKOUT, 'e2e-tests/control-plane');

/**
 * Builds the programs of our own control plane where they aren't there yet.
 *
 * @throws Error with the end of the compiler's output
 */
export async function buildOwn(
  go: string,
): Promise<{ controlPlane: string; kwok: string }> {
  const controlPlane = await goProgram(go, SOURCES);
  return { controlPlane, kwok: await goProgram(go, join(SOURCES, 'kwok')) };
}

/** Flux's kustomize-controller, built where it isn't there yet. */
export function buildFlux(go: string): Promise<string> {
  return goProgram(go, join(SOURCES, 'flux'));
}

/** Starts our own control plane, whose program also signs certificates. */
export async function launchOwn(
  go: string,
  lasting?: string,
): Promise<Launched & { signer: string }> {
  const { controlPlane, kwok } = await buildOwn(go);
  const launched = await launch(
    name => (name === 'kwok' ? kwok : controlPlane),
    controlPlane,
    lasting,
  );
  return { ...launched, signer: controlPlane };
}
