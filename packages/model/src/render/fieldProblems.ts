import type { ComposedCluster } from '../compose/composed';
import type { FleetSources } from '../load/sources';
import type { Problem } from '../problems';
import { builtInType } from '../schema/builtInTypes';
import { definedTypes } from '../schema/definedTypes';
import { isDefinition } from '../schema/definition';
import { fieldFaults, learnSound } from '../schema/fieldFaults';
import type { FieldFault } from '../schema/fieldFaults';
import type { FieldType } from '../schema/FieldType';
import { FIELDS_OF_KUBERNETES } from '../schema/generated/kubernetesFields';
import { nearest } from '../source/suggest';
import { fieldName, typeInWords, valueInWords } from '../source/words';
import type { BuiltObject } from './built';
import { setterOf } from './setter';
import type { Setter } from './setter';

/** What decides how grave a fault is. */
interface Judging {
  fleet: FleetSources;
  kubernetes: ComposedCluster['kubernetes'];
}

/** How grave a field is that a kind doesn't have. */
interface Unknown {
  inPatch: Problem['severity'];
  inManifest: Problem['severity'];
}

/**
 * Server-side apply, which Flux uses, refuses a field that it doesn't know; Argo CD's way drops it, and vendored
 * charts have some. A Kubernetes newer than the table may know more.
 */
function gravityOf({ fleet, kubernetes }: Judging): Unknown {
  const newer =
    kubernetes && minorOf(kubernetes.minor) > minorOf(FIELDS_OF_KUBERNETES);
  if (newer) return { inPatch: 'warning', inManifest: 'warning' };
  const refused = fleet.fleet.spec.engine === 'Flux';
  return { inPatch: 'error', inManifest: refused ? 'error' : 'warning' };
}

function minorOf(version: string): number {
  return Number(version.split('.')[1]);
}

/** Objects of Kubernetes' own kinds in which nothing is wrong: what clusters share is judged once. */
const sound = new WeakSet<object>();

/**
 * Fields that the kind of an object doesn't have, and values that they don't take: of Kubernetes' own kinds,
 * and of those whose definition is among the objects. Other kinds are left alone.
 *
 * @param all - the objects among which definitions are
 */
export function fieldProblems(
  judging: Judging,
  built: readonly BuiltObject[],
  all: readonly BuiltObject[],
): Problem[] {
  const unknown = gravityOf(judging);
  const definitions = all.filter(({ object }) => isDefinition(object));
  const definedType = (key: string) =>
    definitions
      .map(({ object }) => definedTypes(object).get(key))
      .find(type => type !== undefined);
  return built.flatMap(one => {
    const { object, from } = one;
    // What an earlier render left has no file of its own, and was judged then.
    if (sound.has(object) || from.length === 0) return [];
    const key = `${object.apiVersion}/${object.kind}`;
    const builtIn = builtInType(key);
    const type = builtIn ?? definedType(key);
    if (!type) return [];
    const faults = faultsOf(one, type);
    // Another cluster may have another definition of a custom kind.
    if (builtIn && faults.length === 0) sound.add(object);
    return faults.map(fault => problemOf(one, fault, unknown));
  });
}

function faultsOf({ object, from }: BuiltObject, type: FieldType) {
  const template = from[0].value;
  if (typeof template === 'object' && template !== null) {
    learnSound(template, type);
  }
  return fieldFaults(object, type);
}

function problemOf(
  built: BuiltObject,
  fault: FieldFault,
  severity: Unknown,
): Problem {
  const { kind, metadata } = built.object;
  const setter = setterOf(built, fault.steps);
  const title = `${kind} ${metadata.name}`;
  const field = fieldName(fault.steps);
  const { path } = setter.source;
  if (fault.unknown) {
    return {
      severity: setter.isPatch ? severity.inPatch : severity.inManifest,
      path,
      ...setter.source.keyPositionOf(setter.pointer),
      message: `${title}: unknown field ${field}`,
      remedy: remedyForUnknown(fault, setter),
    };
  }
  const { wants, value } = fault;
  const remedy = remedyForType(fault, setter);
  // What an expression gives is another value on each cluster, and the fault is one.
  const given = isExpression(setter)
    ? typeInWords(typeof value)
    : valueInWords(value);
  return {
    severity: 'error',
    path,
    ...setter.source.positionOf(setter.pointer),
    message: `${title}: ${field} must be ${typeInWords(wants)}, not ${given}`,
    ...(remedy && { remedy }),
  };
}

/** More names than these are no help. */
const FEW = 12;

function remedyForUnknown(
  { steps, known }: Extract<FieldFault, { unknown: true }>,
  { isPatch }: Setter,
): string {
  const near = nearest(String(steps.at(-1)), known);
  if (near !== undefined) return `Did you mean ${near}?`;
  if (isPatch && known.length > 0 && known.length <= FEW) {
    return `Known here: ${known.join(', ')}.`;
  }
  return isPatch
    ? 'Remove it: the API server would refuse or drop it.'
    : 'Remove it, or set it to null in a patch: the API server would refuse or drop it.';
}

function remedyForType(
  { wants, value }: Extract<FieldFault, { unknown: false }>,
  setter: Setter,
): string | undefined {
  if (isExpression(setter)) {
    return `It is what ${setter.written} gives${
      wants === 'string' ? ': use string()' : ''
    }.`;
  }
  if (wants === 'string') {
    return typeof value === 'object'
      ? undefined
      : `Write it in quotes: ${JSON.stringify(String(value))}.`;
  }
  const bare =
    (wants === 'integer' && /^-?\d+$/.test(String(value))) ||
    (wants === 'number' && /^-?\d+(\.\d+)?$/.test(String(value))) ||
    (wants === 'boolean' && /^(true|false)$/.test(String(value)));
  return bare ? `Write it without quotes: ${value}.` : undefined;
}

function isExpression({ written }: Setter): boolean {
  return typeof written === 'string' && written.includes('${');
}
