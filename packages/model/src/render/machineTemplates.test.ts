import { loaded } from '../__fixtures__/loaded';
import { METAL, PROD, replace } from '../__fixtures__/smallFleet';
import type { FleetEdits } from '../__fixtures__/smallFleet';
import { parseManifests } from '../source/manifests';
import { checkRendered, renderFleet } from './fleet';

const MACHINES = 'rendered/prod/infrastructure/manifests.yaml';

/** Renders after each edit on what was rendered before it. */
function history(...edits: FleetEdits[]): Map<string, string>[] {
  const states: Map<string, string>[] = [];
  for (const edit of edits) {
    states.push(renderFleet(loaded(edit), states.at(-1)).files);
  }
  return states;
}

/** The machine templates of a state: what they are of, and by which they are superseded. */
function templates(files: ReadonlyMap<string, string>) {
  const names = new Map<string, string>();
  const found = parseManifests(files.get(MACHINES) ?? '').filter(
    ({ kind }) => kind === 'MetalMachineTemplate',
  );
  const typeOf = (spec: unknown) => /"type":"(\w+)"/.exec(JSON.stringify(spec));
  found.forEach(o => names.set(o.metadata.name, typeOf(o.spec)?.[1] ?? ''));
  return Object.fromEntries(
    found.map(({ metadata: { name, annotations } }) => [
      names.get(name),
      names.get(annotations?.['flotilla.dev/superseded-by'] ?? '') ?? 'current',
    ]),
  );
}

const machine = (type: string): FleetEdits => ({
  [METAL]: replace('small: m1', `small: ${type}`),
});

describe('a machine template that is changed', () => {
  it('stays beside the new one until two newer ones have followed it', () => {
    const states = history(
      machine('m1'),
      machine('m2'),
      machine('m3'),
      machine('m4'),
    );
    expect(states.map(templates)).toEqual([
      { m1: 'current' },
      { m1: 'm2', m2: 'current' },
      { m1: 'm2', m2: 'm3', m3: 'current' },
      { m2: 'm3', m3: 'm4', m4: 'current' },
    ]);
  });

  it('is current again, under its old name, after the way back', () => {
    const [first, , third] = history(
      machine('m1'),
      machine('m2'),
      machine('m1'),
    );
    expect(templates(third)).toEqual({ m1: 'current', m2: 'm1' });
    expect(third.get(MACHINES)).toContain(
      /name: (prod-default-\w{10})/.exec(first.get(MACHINES) ?? '')?.[1],
    );
  });

  it('stays through changes that are none of its own', () => {
    const more = {
      ...machine('m2'),
      [PROD]: replace('workers: 5', 'workers: 6'),
    };
    const states = history(machine('m1'), machine('m2'), more);
    expect(templates(states[2])).toEqual({ m1: 'm2', m2: 'current' });
  });

  it('leaves earlier where somebody deletes it from what is rendered', () => {
    const states = history(machine('m1'), machine('m2'));
    const [kept] = (states[1].get(MACHINES) ?? '')
      .split(/^(?=---$)/m)
      .filter(text => text.includes('superseded-by'));
    const tidied = new Map(states[1]);
    tidied.set(MACHINES, (states[1].get(MACHINES) ?? '').replace(kept, ''));
    expect(templates(tidied)).toEqual({ m2: 'current' });
    const fleet = loaded(machine('m2'));
    expect(renderFleet(fleet, tidied).files).toEqual(tidied);
    expect(checkRendered(fleet, tidied)).toEqual([]);
  });

  it('is told from the current one by nothing but what its hash vouches for', () => {
    const [, second] = history(machine('m1'), machine('m2'));
    const text = second.get(MACHINES) ?? '';
    const forged = new Map(second).set(
      MACHINES,
      text
        .split(/^(?=---$)/m)
        .map(document =>
          document.includes('superseded-by')
            ? document
                .replace('namespace: fleet-prod', 'namespace: kube-system')
                .replace(/^spec:/m, 'data:\n  any: thing\nspec:')
            : document,
        )
        .join(''),
    );
    expect(forged.get(MACHINES)).not.toBe(text);
    expect(renderFleet(loaded(machine('m2')), forged).files).toEqual(second);
  });

  it('gives the same bytes when rendered again, at every step', () => {
    const edits = ['m1', 'm2', 'm3', 'm1', 'm4'].map(machine);
    history(...edits).forEach((state, i) => {
      const fleet = loaded(edits[i]);
      expect(renderFleet(fleet, state).files).toEqual(state);
      expect(checkRendered(fleet, state)).toEqual([]);
    });
  });

  it('renames what names it, templates among them', () => {
    const withNetwork = (server: string): FleetEdits => ({
      'providers/metal/1.0.0/infrastructure/network.yaml': `apiVersion: infrastructure.cluster.x-k8s.io/v1beta2
kind: MetalDataTemplate
metadata: {name: "\${cluster.name}", namespace: "\${cluster.namespace}"}
spec: {server: ${server}}
---
apiVersion: infrastructure.cluster.x-k8s.io/v1beta2
kind: MetalMachineTemplate
metadata: {name: "\${cluster.name}-control-plane", namespace: "\${cluster.namespace}"}
spec: {template: {spec: {dataTemplate: {name: "\${cluster.name}"}}}}
`,
    });
    const names = history(withNetwork('a'), withNetwork('b')).map(files =>
      [
        ...(files.get(MACHINES) ?? '').matchAll(
          /name: (prod-control-plane-\w{10}|prod-[0-9a-f]{10})$/gm,
        ),
      ].map(([, name]) => name),
    );
    // The data template, the reference to it, and the machine template: all three are new.
    expect(new Set(names[0]).size).toBe(2);
    expect(new Set([...names[0], ...names[1]]).size).toBe(4);
  });
});
