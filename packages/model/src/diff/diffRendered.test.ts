import { sampleFleet } from '../__testUtils__/sampleFleet';
import { renderAgain, renderAll } from '../render/fleetRender';
import { diffFleets, diffRendered } from './diffRendered';

const CLUSTER = 'clusters/store-0101/cluster.yaml';
const files = new Map(
  [...sampleFleet()].filter(
    ([path]) => !/^(clusters|rendered)\/(?!store-0101)/.test(path),
  ),
);
const before = renderAll(files);

it('is empty for a fleet and itself', () => {
  expect(diffFleets(before, before)).toEqual([]);
  expect(diffFleets(before, renderAll(new Map(files)))).toEqual([]);
});

it('tells what an edit of a cluster does to its objects, with the part and the consequences', () => {
  const text = files.get(CLUSTER) ?? '';
  const edits = new Map([[CLUSTER, text.replace('tills: 12', 'tills: 20')]]);
  expect(diffFleets(before, renderAgain(before, edits))).toMatchObject([
    {
      cluster: 'store-0101',
      changes: [
        {
          op: 'change',
          part: 'components/acme-pos-sync',
          ref: { kind: 'ConfigMap' },
          fields: [{ before: '12', after: '20' }],
          consequences: [],
        },
      ],
    },
  ]);
});

it('tells what goes with a cluster, and what comes with one', () => {
  const gone = renderAgain(before, new Map([[CLUSTER, null]]));
  const [{ changes }] = diffFleets(before, gone);
  expect(new Set(changes.map(({ op }) => op))).toEqual(new Set(['remove']));
  const [back] = diffFleets(gone, before);
  expect(back.changes).toHaveLength(changes.length);
});

it('warns of nothing in a cluster that is new, and of the same in one that stands', () => {
  const roles = 'rendered/store-0101/components/more/manifests.yaml';
  const binding =
    'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: {name: more}\n';
  const marksIn = (repository: Map<string, string>) =>
    diffRendered(repository, new Map([[roles, binding]]))
      .flatMap(({ changes }) => changes)
      .flatMap(({ consequences }) => consequences.map(({ mark }) => mark));
  const standing = [...renderAll(files).clusters.values()][0].files;
  expect(marksIn(new Map(standing))).toEqual(['WidensRights']);
  expect(marksIn(new Map())).toEqual([]);
});

it('takes what is committed of a cluster that could not be rendered before', () => {
  const part = 'rendered/store-0101/components/old/manifests.yaml';
  const broken = renderAll(
    new Map([
      ...files,
      [CLUSTER, 'kind: ['],
      [part, 'apiVersion: v1\nkind: Namespace\nmetadata: {name: old}\n'],
    ]),
  );
  const removed = diffFleets(broken, before)[0].changes.filter(
    ({ op }) => op === 'remove',
  );
  expect(removed.map(({ ref, part: from }) => [ref.name, from])).toEqual([
    ['old', 'components/old'],
  ]);
});

it('knows an object that only moves to another part', () => {
  const at = (part: string) => `rendered/a/components/${part}/manifests.yaml`;
  const text = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: it}\n';
  expect(
    diffRendered(
      new Map([[at('old'), text]]),
      new Map([
        [at('old'), null],
        [at('new'), text],
      ]),
    ),
  ).toEqual([]);
});
