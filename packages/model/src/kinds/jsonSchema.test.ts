import Ajv from 'ajv';
import type { ErrorObject, ValidateFunction } from 'ajv';
import fc from 'fast-check';
import { parse } from 'yaml';
import { sampleFleet } from '../__testUtils__/sampleFleet';
import { placeOf } from '../load/layout';
import { isRecord, isWithin, pointerOf, stepsOf } from '../source/pointer';
import { jsonSchemaOf, KIND_NAMES, kindSchemas } from '.';
import type { KindName } from '.';

const ajv = new Ajv({ allErrors: true, strict: false, strictNumbers: true });
const published = new Map<KindName, ValidateFunction>(
  KIND_NAMES.map(kind => [kind, ajv.compile(jsonSchemaOf(kind))]),
);

const definitions = [...sampleFleet()].flatMap(([path, text]) => {
  const kind = placeOf(path)?.kind;
  return kind ? [{ path, kind, value: asRecord(parse(text)) }] : [];
});

function asRecord(value: unknown): Record<string, unknown> {
  if (!isRecord(value)) throw new Error('a definition is a map');
  return value;
}

/** Where an editor that has the published schema would draw a red line. */
function placesInEditor(kind: KindName, value: unknown): string[] {
  const errors = errorsInEditor(kind, value);
  const choices = errors.filter(isChoice);
  // Below a choice that fails, each of its ways complains that it isn't taken.
  const places = errors
    .filter(
      e => !choices.some(c => e.schemaPath.startsWith(`${c.schemaPath}/`)),
    )
    .map(placeOfError);
  return unique(outermost(places, choices));
}

function errorsInEditor(kind: KindName, value: unknown): ErrorObject[] {
  const check = published.get(kind);
  if (!check || check(value)) return [];
  return [...(check.errors ?? [])];
}

function isChoice({ keyword }: ErrorObject): boolean {
  return keyword === 'anyOf' || keyword === 'oneOf';
}

function placeOfError(error: ErrorObject): string {
  const { instancePath, params } = error;
  const key: unknown =
    params.additionalProperty ??
    params.missingProperty ??
    params.propertyName ??
    error.propertyName;
  return typeof key === 'string'
    ? `${instancePath}${pointerOf([key])}`
    : instancePath;
}

/** JSON Schema says of a field that may be empty or a map only that it is neither. */
function outermost(
  places: readonly string[],
  choices: readonly ErrorObject[],
): string[] {
  const taken = choices
    .filter(({ keyword }) => keyword === 'anyOf')
    .map(({ instancePath }) => instancePath)
    .sort((a, b) => a.length - b.length);
  return places.map(
    place => taken.find(choice => isWithin(place, choice)) ?? place,
  );
}

/** Where Flotilla itself complains. */
function placesHere(kind: KindName, value: unknown): string[] {
  const result = kindSchemas[kind].safeParse(value);
  if (result.success) return [];
  const places = result.error.issues.flatMap(issue =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map(key => pointerOf([...issue.path, key]))
      : [pointerOf(issue.path)],
  );
  const choices = errorsInEditor(kind, value).filter(isChoice);
  return unique(outermost(places, choices));
}

function unique(places: readonly string[]): string[] {
  return [...new Set(places)].sort();
}

/** A copy with the value at a pointer changed; a change to undefined takes the key away. */
function changed(
  value: Record<string, unknown>,
  pointer: string,
  to: unknown,
): unknown {
  const copy: unknown = structuredClone(value);
  const steps = stepsOf(pointer);
  const last = steps.pop() ?? '';
  let holder: unknown = copy;
  for (const step of steps) {
    if (Array.isArray(holder)) holder = holder[Number(step)];
    else if (isRecord(holder)) holder = holder[step];
  }
  if (Array.isArray(holder)) holder[Number(last)] = to;
  else if (isRecord(holder)) {
    if (to === undefined) delete holder[last];
    else holder[last] = to;
  }
  return copy;
}

function definition(path: string) {
  const found = definitions.find(d => d.path === path);
  if (!found) throw new Error(`the sample fleet has no ${path}`);
  return found;
}

describe('the published schemas', () => {
  it.each(definitions.map(d => [d.path, d] as const))(
    'accept %s',
    (_path, { kind, value }) => {
      expect(placesInEditor(kind, value)).toEqual([]);
    },
  );

  const MODEL = 'models/standard/1.4.0/model.yaml';
  const CLUSTER = 'clusters/prod-eu-1/cluster.yaml';
  const COMPONENT = 'components/cert-manager/1.18.2/component.yaml';
  const WRONG: [path: string, pointer: string, to: unknown][] = [
    ['fleet.yaml', '/spec/format', 2],
    ['fleet.yaml', '/spec/engine', 'flux'],
    ['fleet.yaml', '/spec/limits/clustersPerPullRequest', 'many'],
    ['fleet.yaml', '/spec/drift/unmanaged/0/kind', ''],
    [MODEL, '/spec/version', '1.4'],
    [MODEL, '/spec/extends', { name: 'base' }],
    [MODEL, '/spec/upgrades/from', '≥1'],
    [MODEL, '/spec/cluster/workerPools/0/replcias', 3],
    [MODEL, '/spec/cluster/workerPools/0/replicas', -1],
    [MODEL, '/spec/components/0/overridable', ['values']],
    [CLUSTER, '/spec/owner', 'payments'],
    [CLUSTER, '/spec/managedBy', 7],
    [CLUSTER, '/spec/upgrades', { window: { schedule: 'Sunday' } }],
    [CLUSTER, '/spec/workspaces/ceiling/requests.cpu', 'lots'],
    [CLUSTER, '/spec/deletionPolicy', 'Keep'],
    [COMPONENT, '/spec/source', {}],
    [COMPONENT, '/spec/source', { helm: { repository: 'r', chart: 'c' } }],
    [COMPONENT, '/spec/source', { helm: { path: 'x' }, kustomize: {} }],
    [COMPONENT, '/spec/requires/kubernetes', '>=1.30 & <2'],
    ['providers/eks/1.2.0/provider.yaml', '/spec/controlPlane', 'managed'],
    ['providers/docker/0.3.0/provider.yaml', '/spec/ignores', { netwrok: 'x' }],
    ['workspaces/search.yaml', '/spec/namespaces', []],
    ['workspaces/search.yaml', '/spec/clusters', { name: 'x' }],
    ['roles/workspace-developer.yaml', '/spec/rules/0/verbs', []],
    ['policies/limit-workers.yaml', '/spec/match/operations/0', 'PATCH'],
    ['clusters/mgmt-eu/cluster.yaml', '/apiVersion', 'flotilla.dev/v1'],
    ['clusters/mgmt-eu/cluster.yaml', '/metadata/name', undefined],
  ];

  it.each(WRONG)('and Flotilla fault %s %s: %j', (path, pointer, to) => {
    const { kind, value } = definition(path);
    const wrong = changed(value, pointer, to);
    const here = placesHere(kind, wrong);
    expect(here.length).toBeGreaterThan(0);
    expect(here.every(place => isWithin(place, pointer))).toBe(true);
    expect(placesInEditor(kind, wrong)).toEqual(here);
  });

  it('and Flotilla agree on every file, whatever was done to it', () => {
    const pointers = new Map(
      definitions.map(d => [d, pointersOf(d.value, '').slice(1)]),
    );
    const damage = fc
      .constantFrom(...definitions)
      .chain(d =>
        fc.tuple(fc.constant(d), fc.constantFrom(...(pointers.get(d) ?? []))),
      );
    const value = fc.oneof(
      fc.constantFrom(undefined, null, '', 'x', '${a}', '1.2.3', '/a', '5m'),
      fc.integer(),
      fc.double(),
      fc.boolean(),
      fc.constantFrom({}, [], { name: 'x' }, ['x'], [{ name: 'x' }], [1]),
    );
    fc.assert(
      fc.property(damage, value, ([{ kind, value: sound }, pointer], to) => {
        const wrong = changed(sound, pointer, to);
        expect(placesInEditor(kind, wrong)).toEqual(placesHere(kind, wrong));
      }),
      { numRuns: 1500 },
    );
  });

  it.each([...KIND_NAMES])('say of every field of %s what it is', kind => {
    const silent: string[] = [];
    lookForSilence(jsonSchemaOf(kind), kind, silent);
    expect(silent).toEqual([]);
  });
});

function pointersOf(value: unknown, at: string): string[] {
  if (typeof value !== 'object' || value === null) return [at];
  const inner = Object.entries(value).flatMap(([key, item]) =>
    pointersOf(item, `${at}${pointerOf([key])}`),
  );
  return [at, ...inner];
}

function lookForSilence(schema: unknown, at: string, silent: string[]): void {
  if (Array.isArray(schema)) {
    schema.forEach((item, i) => lookForSilence(item, `${at}[${i}]`, silent));
  }
  if (!isRecord(schema)) return;
  const { properties } = schema;
  for (const [name, field] of Object.entries(
    isRecord(properties) ? properties : {},
  )) {
    const said = isRecord(field) && field.description && field.title;
    if (!said) silent.push(`${at}.${name}`);
    lookForSilence(field, `${at}.${name}`, silent);
  }
  for (const key of ['items', 'anyOf', 'additionalProperties']) {
    lookForSilence(schema[key], at, silent);
  }
}
