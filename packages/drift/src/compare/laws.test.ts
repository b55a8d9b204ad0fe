import fc from 'fast-check';
import { KubeObject } from '../object';
import { parseFieldPath } from '../path/fieldPath';
import { Step } from '../path/step';
import { FLUX_TIME, NOW } from '../__testUtils__/objects';
import { FieldDrift } from '../types';
import type { CompareInput } from './CompareInput';
import { compareObject } from './compareObject';

const word = fc.constantFrom('alpha', 'beta', 'gamma', 'delta', 'token');
const scalar = fc.oneof(fc.string(), fc.integer(), fc.boolean());
const container = fc.record({
  image: fc.constantFrom('a:1', 'b:2', 'c:3'),
  env: fc.uniqueArray(
    fc.record({ name: word, value: fc.string({ minLength: 1 }) }),
    {
      selector: one => one.name,
    },
  ),
  args: fc.array(fc.string(), { maxLength: 3 }),
});
const containers = fc
  .uniqueArray(fc.tuple(word, container), { selector: ([name]) => name })
  .map(all => all.map(([name, one]) => ({ name, ...one })));

const deployment = fc
  .record({
    containers,
    replicas: fc.nat(9),
    labels: fc.dictionary(word, fc.string()),
  })
  .map(
    ({ containers: all, replicas, labels }): KubeObject => ({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', namespace: 'shop', labels },
      spec: { replicas, template: { spec: { containers: all } } },
    }),
  );
const custom = fc
  .record({
    spec: fc.dictionary(
      word,
      fc.oneof(scalar, fc.array(scalar), fc.dictionary(word, scalar)),
    ),
    labels: fc.dictionary(word, fc.string()),
  })
  .map(
    ({ spec, labels }): KubeObject => ({
      apiVersion: 'example.org/v1',
      kind: 'Thing',
      metadata: { name: 'web', namespace: 'shop', labels },
      spec,
    }),
  );
const pair = fc.oneof(
  fc.tuple(deployment, deployment),
  fc.tuple(custom, custom),
);
const one = fc.oneof(deployment, custom);

const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value));

function compare(
  desired: KubeObject,
  live: KubeObject,
  more?: Partial<CompareInput>,
) {
  return compareObject({ desired, live, applied: true, now: NOW, ...more });
}

/** Adds what a server adds, and turns maps and keyed lists around. */
function defaulted(object: KubeObject): KubeObject {
  const reverse = (value: unknown): unknown => {
    if (Array.isArray(value)) {
      const items = value.map(reverse);
      const isKeyed = items.every(
        item => typeof item === 'object' && item !== null && 'name' in item,
      );
      return isKeyed ? items.reverse() : items;
    }
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .map(([name, child]) => [name, reverse(child)])
        .reverse(),
    );
  };
  const { metadata, spec, ...rest } = copy(object);
  return {
    ...rest,
    metadata: {
      ...metadata,
      uid: 'u',
      generation: 1,
      managedFields: [
        {
          manager: 'kube-controller-manager',
          operation: 'Update',
          time: FLUX_TIME,
          fieldsV1: { 'f:spec': { 'f:defaultedByServer': {} } },
        },
      ],
    },
    spec: { ...(reverse(spec) as object), defaultedByServer: { a: [1] } },
    status: { ready: true },
  };
}

/** Puts live back to desired at the one place that a finding names. */
function apply(live: KubeObject, desired: KubeObject, field: FieldDrift): void {
  const steps = parseFieldPath(field.fieldPath);
  const wanted = lookUp(desired, steps);
  const parent = lookUp(live, steps.slice(0, -1));
  const last = steps[steps.length - 1];
  if (Array.isArray(parent)) {
    const at = positionOf(parent, last);
    if (at < 0) parent.push(wanted);
    else parent[at] = wanted;
  } else if (typeof parent === 'object' && parent && last.kind === 'field') {
    (parent as Record<string, unknown>)[last.name] = wanted;
  }
}

function lookUp(value: unknown, steps: readonly Step[]): unknown {
  return steps.reduce<unknown>((node, step) => {
    if (Array.isArray(node)) return node[positionOf(node, step)];
    if (typeof node !== 'object' || node === null) return undefined;
    return step.kind === 'field'
      ? (node as Record<string, unknown>)[step.name]
      : undefined;
  }, value);
}

function positionOf(list: readonly unknown[], step: Step): number {
  if (step.kind === 'index') return step.index;
  if (step.kind !== 'keys') return -1;
  return list.findIndex(item =>
    Object.entries(step.keys).every(
      ([name, value]) => (item as Record<string, unknown>)[name] === value,
    ),
  );
}

describe('laws of comparing', () => {
  it('an object does not drift from itself as a server stores it', () => {
    fc.assert(
      fc.property(one, object => {
        const drift = compare(object, defaulted(object));
        expect(drift).toMatchObject({ state: 'InSync', fields: [] });
      }),
    );
  });

  it('drift is said if and only if fields are named', () => {
    fc.assert(
      fc.property(pair, fc.boolean(), ([desired, live], applied) => {
        const { state, fields } = compare(desired, live, { applied });
        expect(state === 'InSync').toBe(fields.length === 0);
      }),
    );
  });

  it('putting the named fields back leaves nothing to name', () => {
    fc.assert(
      fc.property(pair, ([desired, live]) => {
        const repaired = copy(live);
        for (const field of compare(desired, live).fields) {
          apply(repaired, copy(desired), field);
        }
        expect(compare(desired, repaired).fields).toEqual([]);
      }),
    );
  });

  it('the order of maps and keyed lists changes nothing', () => {
    const told = (desired: KubeObject, live: KubeObject) =>
      compare(desired, live)
        .fields.map(({ op, fieldPath }) => `${op} ${fieldPath}`)
        .sort();
    fc.assert(
      fc.property(pair, ([desired, live]) => {
        expect(told(desired, defaulted(live))).toEqual(told(desired, live));
      }),
    );
  });

  it('hiding never changes the verdict', () => {
    fc.assert(
      fc.property(
        fc.dictionary(word, fc.string()),
        fc.dictionary(word, fc.string()),
        (desired, live) => {
          const as = (
            kind: string,
            field: string,
            entries: object,
          ): KubeObject => ({
            apiVersion: 'v1',
            kind,
            metadata: { name: 'x' },
            [field]: entries,
          });
          const hidden = compare(
            as('Secret', 'data', desired),
            as('Secret', 'data', live),
          );
          const shown = compare(
            as('ConfigMap', 'data', desired),
            as('ConfigMap', 'data', live),
          );
          expect(hidden.state).toBe(shown.state);
          expect(hidden.fields.map(field => field.fieldPath)).toEqual(
            shown.fields.map(field => field.fieldPath),
          );
        },
      ),
    );
  });
});
