import fc from 'fast-check';
import { stringify } from 'yaml';
import { sampleFleet } from '../__testUtils__/sampleFleet';
import { explain } from '../explain/explain';
import { loadFleet } from '../load/loadFleet';
import type { FleetSources } from '../load/sources';
import { renderCluster } from './cluster';

const SEEDS = ['prod-eu-2', 'dc-berlin-2', 'dev-eu-1', 'store-0101'] as const;

const sample = new Map(
  [...sampleFleet()].filter(
    ([path, text]) =>
      !/^(rendered|rollouts|clusters\/(?!mgmt-))/.test(path) &&
      // Their own clusters are named in them, and these are others.
      !(path.startsWith('workspaces/') && text.includes('names: [')),
  ),
);
const seeds = sampleFleet();

interface Plan {
  seed: (typeof SEEDS)[number];
  name: string;
  team: string;
  own: object;
}

/** What a cluster's file may say of its own: nothing is as good as its neighbour's. */
const plan: fc.Arbitrary<Plan> = fc.record({
  seed: fc.constantFrom(...SEEDS),
  // Those that YAML would take for something else, and those that stand in objects anyway.
  name: fc.constantFrom('on', '1234', '0e1', 'null', 'fleet', 'web', 'a-b-c'),
  team: fc.constantFrom('payments', 'search'),
  own: fc.constantFrom(
    {},
    {},
    { lifecycle: 'Decommissioning' },
    { lifecycle: 'Decommissioning', removal: { step: 3 } },
    { deletionPolicy: 'Orphan' },
    { components: [{ name: 'metrics-server', values: { replicas: 3 } }] },
    {
      drift: {
        ignore: [
          {
            target: { kind: 'Deployment' },
            paths: ['/spec/replicas'],
            reason: 'test',
          },
        ],
      },
    },
    {
      patches: [
        {
          target: { kind: 'Deployment', name: 'metrics-server' },
          merge: { metadata: { annotations: { of: '${cluster.name}' } } },
        },
      ],
    },
  ),
});

const plans = fc.uniqueArray(plan, {
  minLength: 3,
  maxLength: 6,
  selector: ({ name }) => name,
});

let round = 0;

/** A fleet of which nothing was ever read: every file is another text. */
function freshFleet(clusters: readonly Plan[]): FleetSources {
  round += 1;
  const files = new Map(
    [...sample].map(([path, text]) => [
      path,
      /\.ya?ml$/.test(path) ? `${text}# ${round}\n` : text,
    ]),
  );
  for (const { seed, name, team, own } of clusters) {
    const text = seeds.get(`clusters/${seed}/cluster.yaml`) ?? '';
    const more = Object.keys(own).length > 0 ? stringify(own) : '';
    files.set(
      `clusters/${name}/cluster.yaml`,
      text
        .replace(`name: ${seed}`, `name: "${name}"`)
        .replace(/group:default\/\w+/, `group:default/${team}`) +
        more.replace(/^/gm, '  ').trimEnd(),
    );
  }
  const { fleet } = loadFleet(files);
  if (!fleet) throw new Error('the sample has no fleet');
  return fleet;
}

/** All that anybody is told of a cluster, and why some of its fields are as they are. */
function said(fleet: FleetSources, cluster: string) {
  const { files, parts, problems } = renderCluster(fleet, cluster);
  const objects = parts.flatMap(part => part.objects);
  const some = objects.filter((_, i) => i % 40 === 7);
  return {
    files: [...files],
    objects,
    problems,
    reasons: some.map(({ kind, metadata: { name, namespace } }) =>
      explain(fleet, cluster, { kind, name, namespace }, '/metadata/name'),
    ),
  };
}

it('renders and explains a cluster among others as one alone', () => {
  fc.assert(
    fc.property(plans, clusters => {
      const fleet = freshFleet(clusters);
      const among = clusters.map(({ name }) => said(fleet, name)).at(-1);
      const last = clusters.slice(-1);
      expect(among).toEqual(said(freshFleet(last), last[0].name));
    }),
    { numRuns: 12 },
  );
});
