import fc from 'fast-check';
import { sampleFleet } from '../__testUtils__/sampleFleet';
import { withEdits } from '../files';
import type { FileEdits } from '../files';
import { renderAgain, renderAll } from './fleetRender';
import type { FleetRender } from './fleetRender';

/** A few clusters on every provider of the sample: what is true of these is true of more. */
const SEVEN =
  /^clusters\/(mgmt-eu|prod-eu-1|prod-eu-2|dc-berlin-1|dc-berlin-2|dev-eu-1|store-0101)\//;
const files = new Map(
  [...sampleFleet()].filter(
    ([path]) => !/^(clusters|rendered)\//.test(path) || SEVEN.test(path),
  ),
);
const written = [...files.keys()].filter(path => path.endsWith('.yaml'));
const all = renderAll(files);

/** Everything that a render says, as values. */
function said({ clusters, problems }: FleetRender) {
  return {
    problems,
    clusters: [...clusters].map(([name, cluster]) => ({
      name,
      problems: cluster.problems,
      files: Object.fromEntries(cluster.files),
    })),
  };
}

/** The clusters that are not the very same values as before. */
function renderedAnew(before: FleetRender, after: FleetRender): string[] {
  return [...after.clusters]
    .filter(([name, cluster]) => before.clusters.get(name) !== cluster)
    .map(([name]) => name);
}

function edit(path: string, change: (text: string) => string): FileEdits {
  const text = files.get(path);
  if (text === undefined) throw new Error(`the sample has no ${path}`);
  return new Map([[path, change(text)]]);
}

describe('after a file changed', () => {
  it.each([
    ['a cluster', 'clusters/prod-eu-1/cluster.yaml', ['prod-eu-1']],
    [
      'a model, with its children',
      'models/edge/0.9.0/model.yaml',
      ['store-0101'],
    ],
    [
      'a component',
      'components/acme-pos-sync/2.0.4/component.yaml',
      ['store-0101'],
    ],
    [
      'a manifest',
      'components/acme-pos-sync/2.0.4/manifests/pos-sync.yaml',
      ['store-0101'],
    ],
    ['a workspace', 'workspaces/search.yaml', ['dc-berlin-2', 'prod-eu-2']],
    ['what no cluster is made from', 'README.md', []],
  ])('renders anew whom it reaches: %s', (_, path, reached) => {
    const after = renderAgain(
      all,
      edit(path, text => `${text}# a comment\n`),
    );
    expect(renderedAnew(all, after)).toEqual(reached);
    expect(said(after)).toEqual(said(all));
  });

  it('renders everything anew for fleet.yaml', () => {
    const edits = edit('fleet.yaml', text => `${text}# a comment\n`);
    expect(renderedAnew(all, renderAgain(all, edits))).toHaveLength(7);
  });

  it('has nothing without a sound fleet.yaml, and everything once it is mended', () => {
    const broken = renderAgain(all, new Map([['fleet.yaml', 'kind: [']]));
    expect(broken.clusters.size).toBe(0);
    expect(broken.problems).not.toEqual([]);
    const mended = renderAgain(
      broken,
      edit('fleet.yaml', text => text),
    );
    expect(said(mended)).toEqual(said(all));
  });
});

/** What people do to files, and a little of what they shouldn't. */
const anEdit = fc.record({
  path: fc.constantFrom(...written),
  place: fc.nat(),
  what: fc.constantFrom('digit', 'line', 'gone', 'copied', 'back', 'other'),
});

type Edit = ReturnType<typeof anEdit.generate>['value'];

function editsOf(
  current: FleetRender['files'],
  { path, place, what }: Edit,
): FileEdits {
  const text = current.get(path) ?? files.get(path) ?? '';
  const lines = text.split('\n');
  const at = place % lines.length;
  switch (what) {
    case 'digit':
      return new Map([
        [path, text.replace(/\d/g, (d, i) => (i % 7 === place % 7 ? '4' : d))],
      ]);
    case 'line':
      return new Map([[path, lines.filter((_, i) => i !== at).join('\n')]]);
    case 'gone':
      return new Map([[path, null]]);
    case 'copied': {
      const name = `copy-${place % 2}`;
      const original = files.get('clusters/prod-eu-2/cluster.yaml') ?? '';
      return new Map([
        [`clusters/${name}/cluster.yaml`, original.replace('prod-eu-2', name)],
      ]);
    }
    case 'other': {
      const names = ['prod-eu-1', 'prod-eu-2', 'dev-eu-1', 'mgmt-eu'];
      const [a, b] = [names[place % 4], names[(place >> 2) % 4]];
      return new Map([[path, text.replace(a, b)]]);
    }
    default:
      return new Map([[path, files.get(path) ?? null]]);
  }
}

it('says what rendering everything says, whatever was edited', () => {
  fc.assert(
    fc.property(
      fc.array(anEdit, { minLength: 1, maxLength: 4 }),
      (edits: Edit[]) => {
        let current = all;
        for (const one of edits) {
          current = renderAgain(current, editsOf(current.files, one));
        }
        expect(said(current)).toEqual(
          said(renderAll(withEdits(current.files, new Map()))),
        );
      },
    ),
    { numRuns: 60 },
  );
});
