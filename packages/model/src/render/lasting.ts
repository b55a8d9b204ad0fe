import type { KubeObject } from '@flotilla/drift';
import type { Composition } from '../compose/composition';
import { lastingFields } from '../diff/consequences';
import type { LastingField } from '../diff/consequences';
import { diffObjects } from '../diff/diffObjects';
import { originsOf } from '../explain/origins';
import type { FleetFiles } from '../files';
import type { Problem } from '../problems';
import { Complaints, ruleAt } from '../source/complaints';
import { readManifests } from '../source/manifests';
import { stepsOf } from '../source/pointer';
import { fieldName, valueInWords } from '../source/words';
import type { BuiltObject } from './built';
import { keyOf } from './objectKeys';
import { documentsIn } from './renderedDocuments';
import { resolvedPath } from './resolved';

/** What a cluster's machines are made of: as it was built, and as it is printed. */
export interface Machines {
  built: readonly BuiltObject[];
  path: string;
  text: string;
  readonly objects: readonly KubeObject[];
}

/**
 * What of a cluster never changes, held to what was rendered of it last: its provider, its manager, and what its
 * provider makes once. Where nothing was rendered yet, everything may be chosen.
 */
export function lastingProblems(
  composition: Composition,
  machines: Machines | undefined,
  previous: FleetFiles | undefined,
): Problem[] {
  const { name } = composition.cluster.metadata;
  const resolved = previous?.get(resolvedPath(name));
  if (resolved === undefined) return [];
  const moved = placeProblems(composition, resolved);
  if (moved.length > 0 || !machines) return moved;
  const before = previous?.get(machines.path);
  return before === undefined || before === machines.text
    ? []
    : machineProblems(composition, machines, before);
}

/** As rendering prints them, below `spec`. */
const MANAGED_BY = /^ {2}managedBy: (.*)$/m;
const PROVIDER = /^ {2}provider:\n(?: {4}.*\n)*? {4}name: (.*)$/m;

function placeProblems(
  { cluster, composed }: Composition,
  resolved: string,
): Problem[] {
  const to = new Complaints(cluster.source);
  const { name } = cluster.metadata;
  // Somebody spoilt the file: nobody knows any more what it was.
  if (!PROVIDER.test(resolved)) return [];
  const keep = (field: string, pattern: RegExp, now: string | undefined) => {
    const was = pattern.exec(resolved)?.[1].replace(/"/g, '');
    if (was === now) return;
    to.add(
      `/spec/${field}`,
      `${field} of ${name} never changes: it is ${was ?? 'nothing'}, not ${
        now ?? 'nothing'
      }`,
      { remedy: remedyFor(name) },
    );
  };
  keep('provider', PROVIDER, composed.provider.name);
  keep('managedBy', MANAGED_BY, composed.managedBy);
  return to.problems;
}

/** Once it is merged an engine may have applied it, and nothing in the repository could tell that none has. */
function remedyFor(cluster: string): string {
  return `Set it back, or create another cluster and decommission this one. If it isn't merged yet, delete rendered/${cluster}/ and render again.`;
}

function machineProblems(
  composition: Composition,
  { built, objects, text }: Machines,
  previous: string,
): Problem[] {
  const standing = byKey(changedObjects(previous, text));
  const printed = byKey(objects);
  const made = new Map(built.map(one => [keyOf(one.object), one]));
  return [...standing].flatMap(([key, before]) => {
    const [after, now] = [printed.get(key), made.get(key)];
    // Another version of an API names its fields otherwise.
    if (!after || !now || before.apiVersion !== after.apiVersion) return [];
    return diffObjects([before], [after])
      .flatMap(change => lastingFields({ ...change, before, after }))
      .flatMap(lasting => problemOf(composition, now, lasting));
  });
}

function byKey(objects: readonly KubeObject[]): Map<string, KubeObject> {
  return new Map(objects.map(object => [keyOf(object), object]));
}

/** Objects of an earlier render that aren't printed any more as they were. */
function changedObjects(previous: string, text: string): KubeObject[] {
  const now = new Set(documentsIn(text).map(document => document.text));
  return documentsIn(previous)
    .filter(document => !now.has(document.text))
    .flatMap(document => readManifests('previous', document.text).objects)
    .map(({ object }) => object);
}

/** At the line that decides the field: a cluster's variable rather than the template that hands it on. */
function problemOf(
  composition: Composition,
  built: BuiltObject,
  { field, reason }: LastingField,
): Problem[] {
  const { cluster } = composition;
  const origins = originsOf(composition, built, field.path);
  const [template, decides] = [origins[0], origins.at(-1)];
  if (!template || !decides) return [];
  const to = new Complaints(decides.source);
  const { kind, metadata } = built.object;
  to.add(
    decides.pointer,
    `${cluster.metadata.name}: ${fieldName(stepsOf(field.path))} of ${kind} ${
      metadata.name
    } never changes: it is ${inWords(field.before)}, not ${inWords(
      field.after,
    )}`,
    {
      rule: ruleAt(template.source, template.pointer, `gives it. ${reason}`),
      remedy: remedyFor(cluster.metadata.name),
    },
  );
  return to.problems;
}

function inWords(value: unknown): string {
  return value === undefined ? 'nothing' : valueInWords(value);
}
