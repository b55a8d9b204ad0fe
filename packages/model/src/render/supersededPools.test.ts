import { complaints, loaded } from '../__fixtures__/loaded';
import { METAL, PROD, replace, STANDARD } from '../__fixtures__/smallFleet';
import type { FleetEdits } from '../__fixtures__/smallFleet';
import { formatProblem } from '../problems';
import { parseManifests } from '../source/manifests';
import { checkRendered, renderFleet } from './fleet';

const RENDERED = 'rendered/prod/infrastructure/manifests.yaml';
const TEMPLATES = 'providers/metal/1.0.0/infrastructure/pools.yaml';

const POOLS = `apiVersion: cluster.x-k8s.io/v1beta2
kind: MachinePool
metadata:
  name: \${cluster.name}-\${pool.name}-\${pool.generation}
  namespace: \${cluster.namespace}
  annotations: {flotilla.dev/for-each: workerPools}
spec:
  replicas: \${pool.replicas}
  template: {spec: {infrastructureRef: {kind: CloudPool, name: "\${cluster.name}-\${pool.name}-\${pool.generation}"}}}
---
apiVersion: infrastructure.cluster.x-k8s.io/v1beta2
kind: CloudPool
metadata:
  name: \${cluster.name}-\${pool.name}-\${pool.generation}
  namespace: \${cluster.namespace}
  annotations: {flotilla.dev/for-each: workerPools, flotilla.dev/immutable: /spec/type /spec/disk}
spec:
  type: \${provider.machineTypes[pool.machineType]}
  disk: 80
  nodeGroup: \${pool.name}-\${pool.generation}
  labels: \${pool.labels}
`;

/** The small fleet with managed pools of a machine type. */
const machine = (type: string, edits: FleetEdits = {}): FleetEdits => ({
  [TEMPLATES]: POOLS,
  [METAL]: replace('small: m1', `small: ${type}`),
  ...edits,
});

/** Renders after each edit on what was rendered before it. */
function history(...edits: FleetEdits[]): Map<string, string>[] {
  const states: Map<string, string>[] = [];
  for (const edit of edits) {
    states.push(renderFleet(loaded(edit), states.at(-1)).files);
  }
  return states;
}

function objectsOf(files: ReadonlyMap<string, string>, kind: string) {
  return parseManifests(files.get(RENDERED) ?? '').filter(
    object => object.kind === kind,
  );
}

/** The machine types of a state's pools, by the type that took their place. */
function pools(files: ReadonlyMap<string, string>) {
  const clouds = objectsOf(files, 'CloudPool');
  const machinePools = objectsOf(files, 'MachinePool');
  const type = (name?: string) => {
    const found = clouds.find(({ metadata }) => metadata.name === name);
    return /"type":"(\w+)"/.exec(JSON.stringify(found?.spec))?.[1] ?? '';
  };
  return Object.fromEntries(
    machinePools.map(({ metadata: { name, annotations } }) => [
      type(name),
      type(annotations?.['flotilla.dev/superseded-by']) || 'current',
    ]),
  );
}

/** Without the documents in which a text stands. */
function without(files: ReadonlyMap<string, string>, text: string) {
  const kept = (files.get(RENDERED) ?? '')
    .split(/^(?=---$)/m)
    .filter(document => !document.includes(text));
  return new Map(files).set(RENDERED, kept.join(''));
}

describe('a managed pool with other immutable fields', () => {
  it('is another pool beside the old one, for as long as nobody takes that out', () => {
    const states = history(machine('m1'), machine('m2'), machine('m3'));
    expect(states.map(pools)).toEqual([
      { m1: 'current' },
      { m1: 'm2', m2: 'current' },
      { m1: 'm3', m2: 'm3', m3: 'current' },
    ]);
    const names = objectsOf(states[2], 'CloudPool').map(
      ({ metadata, spec }) => {
        const group = /"nodeGroup":"([^"]+)"/.exec(JSON.stringify(spec))?.[1];
        return metadata.name === `prod-${group}`;
      },
    );
    expect(names).toEqual([true, true, true]);
  });

  it('is the old one again after the way back', () => {
    const [first, , third] = history(
      machine('m1'),
      machine('m2'),
      machine('m1'),
    );
    expect(pools(third)).toEqual({ m1: 'current', m2: 'm1' });
    const current = objectsOf(first, 'CloudPool')[0];
    expect(objectsOf(third, 'CloudPool')).toContainEqual(current);
  });

  it('keeps its name through every change that it can make, and the old one follows', () => {
    const [first] = history(machine('m1'));
    const more = { [PROD]: replace('workers: 5', 'workers: 6') };
    const [, , third] = history(
      machine('m1'),
      machine('m2'),
      machine('m2', more),
    );
    const sizes = objectsOf(third, 'MachinePool').map(({ spec }) => spec);
    expect(sizes).toEqual([
      expect.objectContaining({ replicas: 6 }),
      expect.objectContaining({ replicas: 6 }),
    ]);
    const grown = renderFleet(loaded(machine('m1', more)), first).files;
    expect(pools(grown)).toEqual({ m1: 'current' });
    expect(objectsOf(grown, 'CloudPool')).toEqual(
      objectsOf(first, 'CloudPool'),
    );
  });

  it('goes with its pool', () => {
    const states = history(
      machine('m1'),
      machine('m2'),
      machine('m2', { [STANDARD]: replace('name: default', 'name: batch') }),
    );
    expect(pools(states[2])).toEqual({ m2: 'current' });
  });

  it('leaves where somebody deletes it from what is rendered, and stays away', () => {
    const [, second] = history(machine('m1'), machine('m2'));
    const tidied = without(second, 'superseded-by');
    expect(pools(tidied)).toEqual({ m2: 'current' });
    const fleet = loaded(machine('m2'));
    expect(renderFleet(fleet, tidied).files).toEqual(tidied);
    expect(checkRendered(fleet, tidied)).toEqual([]);
  });

  it('gives the same bytes when rendered again, at every step', () => {
    const edits = ['m1', 'm2', 'm3', 'm1'].map(type => machine(type));
    history(...edits).forEach((state, i) => {
      const fleet = loaded(edits[i]);
      expect(renderFleet(fleet, state).files).toEqual(state);
      expect(checkRendered(fleet, state)).toEqual([]);
    });
  });

  it('takes nothing from what was rendered but what its hash vouches for', () => {
    const [, second] = history(machine('m1'), machine('m2'));
    const edit = (from: RegExp, to: string) => {
      const text = (second.get(RENDERED) ?? '')
        .split(/^(?=---$)/m)
        .map(document =>
          document.includes('superseded-by')
            ? document.replace(from, to)
            : document,
        );
      const forged = new Map(second).set(RENDERED, text.join(''));
      expect(forged.get(RENDERED)).not.toBe(second.get(RENDERED));
      return renderFleet(loaded(machine('m2')), forged).files;
    };
    expect(edit(/tier: web/, 'tier: secret')).toEqual(second);
    expect(edit(/namespace: fleet-prod/, 'namespace: kube-system')).toEqual(
      second,
    );
    expect(pools(edit(/type: m1/, 'type: m64'))).toEqual({ m2: 'current' });
  });

  it('is told of at its line until it is gone', () => {
    const [, second] = history(machine('m1'), machine('m2'));
    const { problems } = renderFleet(loaded(machine('m2')), second);
    const text = second.get(RENDERED)?.split('\n') ?? [];
    expect(
      problems.map(({ severity, line }) => [severity, text[line - 1]]),
    ).toEqual([
      ['warning', 'apiVersion: cluster.x-k8s.io/v1beta2'],
      ['warning', 'apiVersion: infrastructure.cluster.x-k8s.io/v1beta2'],
    ]);
    expect(problems.map(formatProblem).join('\n')).toMatch(
      /CloudPool prod-default-\w{10} still has its machines, beside prod-default-\w{10}, which took its place/,
    );
  });
});

describe('a managed pool from before its template had generations', () => {
  const PLAIN = POOLS.replaceAll('-${pool.generation}', '').replace(
    ', flotilla.dev/immutable: /spec/type /spec/disk',
    '',
  );
  const plain = machine('m1', { [TEMPLATES]: PLAIN });

  it('stays as it is called, beside the one that takes its place', () => {
    const [first, second] = history(plain, machine('m1'));
    const before = objectsOf(first, 'CloudPool')[0];
    const [old, taking] = objectsOf(second, 'CloudPool');
    expect(old.metadata.name).toBe('prod-default');
    expect(old.spec).toEqual(before.spec);
    expect(old.metadata.annotations).toMatchObject({
      'flotilla.dev/superseded-by': taking.metadata.name,
    });
    const [machines] = objectsOf(second, 'MachinePool');
    expect(machines.metadata.name).toBe('prod-default');
    expect(JSON.stringify(machines.spec)).toContain(
      '"infrastructureRef":{"kind":"CloudPool","name":"prod-default"}',
    );
  });

  it('keeps its machine type, and follows in everything else', () => {
    const more = machine('m2', { [PROD]: replace('workers: 5', 'workers: 6') });
    const [, second] = history(plain, more);
    expect(pools(second)).toEqual({ m1: 'm2', m2: 'current' });
    expect(
      objectsOf(second, 'MachinePool').map(({ spec }) => spec),
    ).toMatchObject([{ replicas: 6 }, { replicas: 6 }]);
  });

  it('stays where what comes with generations is more than there was', () => {
    const check = `${POOLS}---
apiVersion: cluster.x-k8s.io/v1beta2
kind: MachineHealthCheck
metadata:
  name: \${cluster.name}-\${pool.name}-\${pool.generation}
  namespace: \${cluster.namespace}
  annotations: {flotilla.dev/for-each: workerPools}
spec: {clusterName: "\${cluster.name}"}
`;
    const edit = machine('m2', { [TEMPLATES]: check });
    const [, second] = history(plain, edit);
    expect(pools(second)).toEqual({ m1: 'm2', m2: 'current' });
    expect(objectsOf(second, 'MachineHealthCheck')).toHaveLength(1);
    expect(renderFleet(loaded(edit), second).files).toEqual(second);
  });

  it('gives the same bytes when rendered again, and stays away once it is taken out', () => {
    const [, second] = history(plain, machine('m2'));
    const fleet = loaded(machine('m2'));
    expect(renderFleet(fleet, second).files).toEqual(second);
    const tidied = without(second, 'superseded-by');
    expect(pools(tidied)).toEqual({ m2: 'current' });
    expect(renderFleet(fleet, tidied).files).toEqual(tidied);
  });
});

describe('a managed pool with a machine template', () => {
  const WITH_TEMPLATE = `${POOLS.replace(
    'template: {spec: {',
    'template: {spec: {bootstrap: {configRef: {kind: CloudConfigTemplate, name: "${cluster.name}-${pool.name}-${pool.generation}"}}, ',
  )}---
apiVersion: bootstrap.cluster.x-k8s.io/v1beta2
kind: CloudConfigTemplate
metadata:
  name: \${cluster.name}-\${pool.name}-\${pool.generation}
  namespace: \${cluster.namespace}
  annotations: {flotilla.dev/for-each: workerPools}
spec: {template: {spec: {type: "\${provider.machineTypes[pool.machineType]}"}}}
`;
  const PLAIN = WITH_TEMPLATE.replaceAll('-${pool.generation}', '').replace(
    ', flotilla.dev/immutable: /spec/type /spec/disk',
    '',
  );
  const now = machine('m2', { [TEMPLATES]: WITH_TEMPLATE });

  /** Which template a state's pools are made from, by machine type. */
  const templatesOf = (files: ReadonlyMap<string, string>) =>
    objectsOf(files, 'MachinePool').map(({ spec }) => {
      const { name } =
        /"CloudConfigTemplate","name":"(?<name>[^"]+)"/.exec(
          JSON.stringify(spec),
        )?.groups ?? {};
      return objectsOf(files, 'CloudConfigTemplate')
        .filter(({ metadata }) => metadata.name === name)
        .map(one => [
          /"type":"(\w+)"/.exec(JSON.stringify(one.spec))?.[1],
          one.metadata.annotations?.['flotilla.dev/superseded-by'],
        ]);
    });

  it.each([
    ['a plain name', PLAIN],
    ['another generation', WITH_TEMPLATE],
  ])('keeps it, where it moves on from %s', (_, before) => {
    const [, second] = history(machine('m1', { [TEMPLATES]: before }), now);
    expect(pools(second)).toEqual({ m1: 'm2', m2: 'current' });
    const current = objectsOf(second, 'CloudConfigTemplate').find(
      ({ metadata }) =>
        metadata.annotations?.['flotilla.dev/superseded-by'] === undefined,
    );
    expect(templatesOf(second).flat()).toEqual(
      expect.arrayContaining([
        ['m1', current?.metadata.name],
        ['m2', undefined],
      ]),
    );
    expect(renderFleet(loaded(now), second).files).toEqual(second);
    const ended = without(second, '\n  type: m1');
    const { files } = renderFleet(loaded(now), ended);
    expect(templatesOf(files)).toEqual([[['m2', undefined]]]);
    expect(objectsOf(files, 'CloudConfigTemplate')).toHaveLength(1);
  });
});

describe('flotilla.dev/immutable', () => {
  const withPools = (from: string, to: string) =>
    complaints({ [TEMPLATES]: replace(from, to)(POOLS) });

  it.each([
    [
      'needs pool.generation in the name',
      'name: ${cluster.name}-${pool.name}-${pool.generation}\n  namespace: ${cluster.namespace}\n  annotations: {flotilla.dev/for-each: workerPools, flotilla.dev/immutable',
      'name: ${cluster.name}-${pool.name}\n  namespace: ${cluster.namespace}\n  annotations: {flotilla.dev/for-each: workerPools, flotilla.dev/immutable',
      /pools.yaml:14:\d+.* pool.generation is missing/,
    ],
    [
      'needs pool.generation in the name of what refers to it',
      'name: ${cluster.name}-${pool.name}-${pool.generation}\n  namespace: ${cluster.namespace}\n  annotations: {flotilla.dev/for-each: workerPools}',
      'name: ${cluster.name}-${pool.name}\n  namespace: ${cluster.namespace}\n  annotations: {flotilla.dev/for-each: workerPools}',
      /pools.yaml:4:\d+.* pool.generation is missing/,
    ],
    [
      'names fields that are there',
      '/spec/type /spec/disk',
      '/spec/tpye /spec/disk',
      /pools.yaml:16:\d+.* the template has no field \/spec\/tpye in its spec/,
    ],
    [
      'is a text',
      'flotilla.dev/immutable: /spec/type /spec/disk',
      'flotilla.dev/immutable: [/spec/type, 5]',
      /pools.yaml:16:\d+.* the template has no field \/spec\/type,5 in its spec/,
    ],
    [
      'names nothing that pool.generation is part of',
      '/spec/type /spec/disk',
      '/spec/type /spec/nodeGroup',
      /pools.yaml:20:\d+.* pool.generation is made of what can’t change, and this is part of it/,
    ],
  ])('%s', (_, from, to, complaint) => {
    expect(withPools(from, to)).toEqual([expect.stringMatching(complaint)]);
  });
});

describe('flotilla.dev/unique', () => {
  it('refuses two pools that come to the same short name, at the line that names the second', () => {
    const short = POOLS.replace(
      'nodeGroup: ${pool.name}-${pool.generation}',
      'nodeGroup: ${pool.name.substring(0, 3)}',
    ).replace(
      '/spec/type /spec/disk}',
      '/spec/type /spec/disk, flotilla.dev/unique: /spec/nodeGroup}',
    );
    const pool = '{name: batch-a, replicas: 1, machineType: small}';
    const two = `workerPools:\n      - ${pool}\n      - ${pool.replace(
      '-a',
      '-b',
    )}`;
    const found = complaints({
      [TEMPLATES]: short,
      [STANDARD]: replace('workerPools:', two),
    });
    expect(found).toEqual([
      expect.stringMatching(
        /^models\/standard\/1.0.0\/model.yaml:14:\d+.* pools batch-a and batch-b of prod both come to nodeGroup bat on metal/,
      ),
    ]);
    expect(found[0]).toContain('Rename one of them');
  });

  it('is an error where it names a field that the template has not', () => {
    const template = replace(
      '/spec/type /spec/disk}',
      '/spec/type /spec/disk, flotilla.dev/unique: /spec/nodeGruop}',
    )(POOLS);
    expect(complaints({ [TEMPLATES]: template })).toEqual([
      expect.stringMatching(
        /pools.yaml:16:\d+.* the template has no field \/spec\/nodeGruop/,
      ),
    ]);
  });

  it('is an error on a template that is not made for pools', () => {
    const one = `apiVersion: v1
kind: ConfigMap
metadata:
  name: one
  annotations: {flotilla.dev/unique: /data/a}
data: {a: b}
`;
    expect(complaints({ [TEMPLATES]: `${one}---\n${POOLS}` })).toEqual([
      expect.stringMatching(
        /pools.yaml:5:\d+.* flotilla.dev\/unique is for objects of worker pools/,
      ),
    ]);
  });
});
