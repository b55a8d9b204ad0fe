import { isJsonObject, Json, JsonObject, listAt } from '../objects/json';
import { BuildError } from './BuildError';

/** Fields of a Kustomization that change what is built or checked, and that the simulated Flux doesn't do. */
const UNDONE = [
  'buildMetadata',
  'components',
  'decryption',
  'images',
  'namePrefix',
  'nameSuffix',
  'patches',
  'postBuild',
];

/** Fields of a folder's `kustomization.yaml` that it does. */
const DONE_IN_FILE = ['apiVersion', 'kind', 'metadata', 'resources'];

/**
 * A Kustomization that asks for more than the simulated Flux does isn't applied as if it didn't.
 *
 * @throws BuildError that names the fields
 */
export function refuseUndone(spec: JsonObject): void {
  const asked = UNDONE.filter(field => isSet(spec[field]));
  // With `wait` real Flux doesn't look at the list either.
  if (spec.wait !== true && isSet(spec.healthChecks))
    asked.push('healthChecks');
  if (listAt(spec, 'ignore').some(each => isAsked(each, 'beforeDryRun')))
    asked.push('ignore[].beforeDryRun');
  if (listAt(spec, 'dependsOn').some(each => isAsked(each, 'readyExpr')))
    asked.push('dependsOn[].readyExpr');
  refuse(asked.map(field => `spec.${field}`));
}

/** @throws BuildError for what a folder's `kustomization.yaml` asks for beyond a list of files */
export function refuseUndoneInFile(file: JsonObject): void {
  refuse(
    Object.keys(file)
      .filter(field => !DONE_IN_FILE.includes(field) && isSet(file[field]))
      .map(field => `${field} of kustomization.yaml`),
  );
}

function refuse(asked: readonly string[]): void {
  if (asked.length === 0) return;
  throw new BuildError(
    `kustomize build failed: the simulated Flux doesn't do ${asked.join(
      ', ',
    )}: put the result into the manifests instead`,
  );
}

function isAsked(value: Json, field: string): boolean {
  return isJsonObject(value) && isSet(value[field]);
}

/** Whether a field asks for anything. */
function isSet(value: Json | undefined): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (isJsonObject(value)) return Object.keys(value).length > 0;
  return (
    value !== undefined && value !== null && value !== false && value !== ''
  );
}
