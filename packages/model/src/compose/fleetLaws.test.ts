import fc from 'fast-check';
import { isMap, isScalar, parse, parseDocument, stringify, visit } from 'yaml';
import {
  CLUSTER_PATH,
  fleetFiles,
  fleetPlan,
  modelPath,
} from '../__testUtils__/generatedFleet';
import { order, shuffledKeys } from '../__testUtils__/shuffled';
import { explain, ExplainError } from '../explain/explain';
import { loadFleet } from '../load/loadFleet';
import { lineageOf } from '../load/lineage';
import { formatProblem, hasErrors } from '../problems';
import { renderCluster } from '../render/cluster';
import { printYaml } from '../render/yaml';
import { isRecord, pointerOf } from '../source/pointer';
import { readYaml } from '../source/document';
import { compose } from './compose';
import { lockOn } from './locks';
import { changedLeaves } from './named';

type Files = Map<string, string>;

function composed(files: Files) {
  const { fleet, problems } = loadFleet(files);
  if (!fleet || hasErrors(problems)) {
    throw new Error(problems.map(formatProblem).join('\n'));
  }
  return { fleet, ...compose(fleet, 'c1') };
}

/** The objects of the cluster, or undefined where it has errors. */
function objectsOf(files: Files) {
  const { fleet } = loadFleet(files);
  const rendered = fleet && renderCluster(fleet, 'c1');
  if (!rendered || hasErrors(rendered.problems)) return undefined;
  return rendered.parts
    .filter(({ name }) => !['bootstrap', 'gitops'].includes(name))
    .flatMap(part => part.objects);
}

/** The files of a fleet in which a file's value is changed. */
function edited(
  files: Files,
  path: string,
  change: (spec: Record<string, unknown>) => Record<string, unknown>,
): Files {
  const file: unknown = parse(files.get(path) ?? '');
  if (!isRecord(file) || !isRecord(file.spec)) throw new Error(`no ${path}`);
  const text = stringify({ ...file, spec: change(file.spec) });
  return new Map([...files, [path, text]]);
}

/** Puts a model between a level and what extends it. */
function withLayer(
  files: Files,
  levels: number,
  content: Record<string, unknown>,
): Files {
  const top = { name: `level${levels - 1}`, version: '1.0.0' };
  const more = new Map(files);
  more.set(
    'models/more/1.0.0/model.yaml',
    stringify({
      apiVersion: 'flotilla.dev/v1alpha1',
      kind: 'Model',
      metadata: { name: 'more' },
      spec: { ...content, version: '1.0.0', extends: top },
    }),
  );
  return edited(more, CLUSTER_PATH, spec => ({
    ...spec,
    model: { name: 'more', version: '1.0.0' },
  }));
}

const SILENT = { defaults: {}, fixed: {}, cluster: {}, components: [] };
const RUNS = { numRuns: 20 };

describe('in every fleet', () => {
  it('a layer that says nothing changes nothing', () => {
    fc.assert(
      fc.property(fleetPlan(false), plan => {
        const files = fleetFiles(plan);
        const more = withLayer(files, plan.models.length, SILENT);
        expect(objectsOf(more)).toEqual(objectsOf(files));
      }),
      RUNS,
    );
  });

  it('a layer that says again what the one before said changes nothing, locks or not', () => {
    fc.assert(
      fc.property(fleetPlan(true), plan => {
        const { variant: _, ...plain } = plan;
        const files = fleetFiles(plain);
        const before = objectsOf(files);
        fc.pre(before !== undefined);
        const last: unknown = parse(
          files.get(modelPath(plain.models.length - 1)) ?? '',
        );
        if (!isRecord(last) || !isRecord(last.spec))
          throw new Error('no model');
        const { providers, variables, ...said } = last.spec;
        const more = withLayer(files, plain.models.length, said);
        expect(objectsOf(more)).toEqual(before);
      }),
      RUNS,
    );
  });

  it('neither the order of files nor that of keys matters', () => {
    fc.assert(
      fc.property(fleetPlan(true), fc.integer({ min: 1 }), (plan, seed) => {
        const files = fleetFiles(plan);
        const shuffled = new Map(
          [...files]
            .sort(([a], [b]) => order(a, seed) - order(b, seed))
            .map(([path, text]) => [path, shuffledKeys(text, seed)]),
        );
        expect(objectsOf(shuffled)).toEqual(objectsOf(files));
        expect(composed(shuffled).composition?.composed).toEqual(
          composed(files).composition?.composed,
        );
      }),
      RUNS,
    );
  });

  it('no layer changes what an earlier one locked: it is refused, or nothing changes', () => {
    fc.assert(
      fc.property(fleetPlan(true), fleetPlan(false), (plan, { models }) => {
        const { variant: _, ...plain } = plan;
        const files = fleetFiles({
          ...plain,
          cluster: { variables: [], components: [] },
        });
        const before = composed(files);
        fc.pre(!hasErrors(before.problems));
        const later = fleetFiles({
          ...plain,
          cluster: { ...models[0], components: models[0].components },
        });
        const after = composed(later);
        if (hasErrors(after.problems)) return;
        const variables = after.composition?.variables.values ?? {};
        before.composition?.variables.fixed.forEach(({ value }, name) =>
          expect([name, variables[name]]).toEqual([name, value]),
        );
        for (const component of before.composition?.components ?? []) {
          const now = after.composition?.components.find(
            c => c.name === component.name,
          );
          const broken = changedLeaves(component.values, now?.values).filter(
            leaf => lockOn(component.state, `/values${leaf}`),
          );
          expect([component.name, broken]).toEqual([component.name, []]);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('explain names the place that decided: without it the field is another', () => {
    fc.assert(
      fc.property(fleetPlan(false), fc.nat(), (plan, pick) => {
        const files = fleetFiles(plan);
        const { fleet } = composed(files);
        const fields = fieldsOf(objectsOf(files) ?? []);
        fc.pre(fields.length > 0);
        const { object, pointer, value } = fields[pick % fields.length];
        const told = explain(fleet, 'c1', object, pointer);
        expect(told.value).toEqual(value);
        const last = told.layers[told.layers.length - 1];
        const without = new Map(files);
        without.set(last.path, withoutLine(files.get(last.path), last.line));
        expect(valueNow(without, object, pointer)).not.toEqual(value);
      }),
      { numRuns: 40 },
    );
  });

  it('what is read, printed and read again is the same', () => {
    fc.assert(
      fc.property(fleetPlan(true), plan => {
        for (const [path, text] of fleetFiles(plan)) {
          const { source } = readYaml(path, text);
          const again = readYaml(path, printYaml(source?.value));
          expect(again.problems).toEqual([]);
          expect(again.source?.value).toEqual(source?.value);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('every level of models is a layer, the oldest first', () => {
    fc.assert(
      fc.property(fleetPlan(false), plan => {
        const { fleet } = composed(fleetFiles(plan));
        const top = fleet.models.get(`level${plan.models.length - 1}/1.0.0`);
        const lineage = top && lineageOf(fleet, top);
        expect(
          lineage &&
            'models' in lineage &&
            lineage.models.map(m => m.metadata.name),
        ).toEqual(plan.models.map((_, level) => `level${level}`));
      }),
      { numRuns: 10 },
    );
  });
});

type Objects = NonNullable<ReturnType<typeof objectsOf>>;

/** The numbers and texts below `spec` of what layers decide. */
function fieldsOf(objects: Objects) {
  return objects
    .filter(({ kind }) => kind === 'Thing' || kind === 'Pool')
    .flatMap(({ kind, metadata, spec }) =>
      leavesOf(spec, '/spec').map(([pointer, value]) => ({
        object: { kind, name: metadata.name },
        pointer,
        value,
      })),
    )
    .filter(({ value }) => /\d{3}/.test(String(value)));
}

function leavesOf(value: unknown, at: string): [string, unknown][] {
  if (typeof value !== 'object' || value === null) return [[at, value]];
  return Object.entries(value).flatMap(([key, item]) =>
    leavesOf(item, `${at}${pointerOf([key])}`),
  );
}

/** A field's value after a change; undefined where it, or the whole cluster, is gone. */
function valueNow(
  files: Files,
  object: { kind: string; name: string },
  pointer: string,
): unknown {
  const { fleet } = loadFleet(files);
  if (!fleet) return undefined;
  try {
    return explain(fleet, 'c1', object, pointer).value;
  } catch (error) {
    if (error instanceof ExplainError) return undefined;
    throw error;
  }
}

/** A YAML text without the pair whose value stands on a line. */
function withoutLine(text: string | undefined, line: number): string {
  const document = parseDocument(text ?? '');
  const start = (text ?? '')
    .split('\n')
    .slice(0, line - 1)
    .join('\n').length;
  const end = (text ?? '').split('\n').slice(0, line).join('\n').length;
  let removed = 0;
  visit(document, {
    Map: (_key, map) => {
      const at = map.items.findIndex(({ value }) => {
        const offset = isScalar(value) ? value.range?.[0] ?? -1 : -1;
        return offset > start && offset <= end;
      });
      if (isMap(map) && at >= 0) {
        map.items.splice(at, 1);
        removed += 1;
      }
    },
  });
  expect(removed).toBe(1);
  return String(document);
}
