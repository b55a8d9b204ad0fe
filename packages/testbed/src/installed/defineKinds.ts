import type { ControlPlane } from '../controlPlane/ControlPlane';
import { textAt, truthAt, valueAt } from '../controlPlane/fields';
import { until } from '../until';
import { ApiPaths, listPath } from './ApiPaths';
import { eachOf } from './eachOf';

const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
/** Milliseconds that a machine may take that is busy. */
const PATIENCE = 5 * 60_000;

/**
 * Applies CustomResourceDefinitions, and waits until their kinds are served.
 *
 * @param manager - who applies them
 * @throws Error with the server's message where it refuses one
 * @public
 */
export async function defineKinds(
  kubernetes: Pick<ControlPlane, 'apply' | 'request'>,
  definitions: readonly { metadata: { name: string } }[],
  manager: string = 'definitions',
): Promise<void> {
  await eachOf(definitions, async definition => {
    const path = `${DEFINITIONS}/${definition.metadata.name}`;
    await kubernetes.apply(path, definition, manager);
  });
  await eachOf(definitions, async ({ metadata: { name } }) => {
    await until(
      () => isServed(kubernetes, name),
      `${name} to be served`,
      PATIENCE,
    );
  });
}

/** A kind is discovered and answers a moment after its definition says that it is established. */
async function isServed(
  kubernetes: Pick<ControlPlane, 'request'>,
  name: string,
): Promise<boolean> {
  const { body } = await kubernetes.request(`${DEFINITIONS}/${name}`);
  if (!isEstablished(body)) return false;
  const kind = textAt(body, 'spec', 'names', 'kind') ?? '';
  const group = textAt(body, 'spec', 'group');
  const paths = new ApiPaths(kubernetes);
  for (const version of listAt(body, 'spec', 'versions')) {
    if (!truthAt(version, 'served')) continue;
    const apiVersion = `${group}/${textAt(version, 'name')}`;
    const served = await paths.served({ apiVersion, kind });
    if (!served) return false;
    const { status } = await kubernetes.request(`${listPath(served)}?limit=1`);
    // Anything else is an answer of the kind's own, such as a missing webhook's.
    if (status === 404) return false;
  }
  return true;
}

function isEstablished(definition: unknown): boolean {
  return listAt(definition, 'status', 'conditions').some(
    one =>
      textAt(one, 'type') === 'Established' && textAt(one, 'status') === 'True',
  );
}

function listAt(from: unknown, ...path: string[]): unknown[] {
  const found = valueAt(from, ...path);
  return Array.isArray(found) ? found : [];
}
