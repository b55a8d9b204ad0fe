import { sampleFleet } from '../__testUtils__/sampleFleet';
import { replace, smallFleet } from '../__fixtures__/smallFleet';
import { loadFleet } from '../load/loadFleet';
import { formatProblem } from '../problems';
import { renderCluster } from './cluster';
import { renderAgain, renderAll } from './fleetRender';

const EKS = 'providers/eks/1.2.0/infrastructure/control-plane.yaml';
const BASE = 'models/base/2.1.0/model.yaml';

const sample = sampleFleet();

function cluster(name: string): string {
  return `clusters/${name}/cluster.yaml`;
}

/** The sample with a changed file; what was rendered of it stays as it was. */
function changed(path: string, edit: (text: string) => string) {
  return new Map([...sample, [path, edit(sample.get(path) ?? '')]]);
}

/** What rendering a cluster complains about, given what was rendered before. */
function complaints(
  name: string,
  path: string,
  edit: (text: string) => string,
  previous = sample,
): string[] {
  const { fleet } = loadFleet(changed(path, edit));
  if (!fleet) throw new Error('no fleet');
  const { files, problems } = renderCluster(fleet, name, previous);
  expect(files.size === 0).toBe(problems.length > 0);
  return problems.map(formatProblem);
}

describe('what never changes of a cluster', () => {
  it('is its provider and its manager', () => {
    expect(
      complaints('prod-eu-1', cluster('prod-eu-1'), text =>
        replace(
          'provider: eks',
          'provider: docker',
        )(replace('managedBy: mgmt-eu', 'managedBy: mgmt-us')(text)),
      ).filter(text => text.includes('never changes')),
    ).toEqual([
      expect.stringContaining(
        'provider of prod-eu-1 never changes: it is eks, not docker\n  Set it back, or create another cluster',
      ),
      expect.stringContaining(
        'managedBy of prod-eu-1 never changes: it is mgmt-eu, not mgmt-us',
      ),
    ]);
  });

  it('is where it runs, told at the variable that says it', () => {
    const [told, ...others] = complaints(
      'prod-eu-1',
      cluster('prod-eu-1'),
      replace('\n    region: eu-west-1', '\n    region: us-east-1'),
    );
    expect(others).toEqual([]);
    expect(told).toMatch(
      /^clusters\/prod-eu-1\/cluster.yaml:\d+:\d+ {2}prod-eu-1: spec.region of AWSManagedControlPlane prod-eu-1 never changes: it is "eu-west-1", not "us-east-1"\n/,
    );
    expect(told).toMatch(
      /\n {2}providers\/eks\/1.2.0\/infrastructure\/control-plane.yaml:\d+ gives it. A cluster keeps the place/,
    );
    expect(told).toMatch('delete rendered/prod-eu-1/ and render again');
  });

  it('is its networks, told at the model that gives them', () => {
    const told = complaints(
      'dc-berlin-1',
      BASE,
      replace('172.20.0.0/16', '172.21.0.0/16'),
    );
    expect(told).toEqual([
      expect.stringMatching(
        new RegExp(
          `^${BASE}:\\d+:\\d+  dc-berlin-1: spec.clusterNetwork.services.cidrBlocks\\S* of Cluster dc-berlin-1 never changes: it is`,
        ),
      ),
    ]);
  });

  it('is what a template says where no layer has a say', () => {
    expect(
      complaints(
        'prod-eu-1',
        EKS,
        replace('eksClusterName: acme-', 'eksClusterName: shop-'),
      ),
    ).toEqual([
      expect.stringContaining(
        'spec.eksClusterName of AWSManagedControlPlane prod-eu-1 never changes: it is "acme-prod-eu-1", not "shop-prod-eu-1"',
      ),
    ]);
  });

  it('may be chosen as long as nothing is rendered of it', () => {
    const fresh = new Map(
      [...sample].filter(([path]) => !path.startsWith('rendered/prod-eu-1/')),
    );
    const edit = replace('eksClusterName: acme-', 'eksClusterName: shop-');
    expect(complaints('prod-eu-1', EKS, edit, fresh)).toEqual([]);
  });

  it('is the same for a state of the fleet that follows another', () => {
    const path = cluster('prod-eu-1');
    const content = replace(
      'managedBy: mgmt-eu',
      'managedBy: mgmt-us',
    )(sample.get(path) ?? '');
    const before = renderAll(sample);
    const after = renderAgain(before, new Map([[path, content]]));
    expect(before.problems).toEqual([]);
    expect(after.problems.map(({ message }) => message)).toEqual([
      'managedBy of prod-eu-1 never changes: it is mgmt-eu, not mgmt-us',
    ]);
  });

  it('is held to what is committed of it now, where only that changed', () => {
    const files = smallFleet({
      'rendered/prod/resolved.yaml':
        'spec:\n  provider:\n    name: metal\n  managedBy: mgmt\n',
    });
    const before = renderAll(files);
    const after = renderAgain(
      before,
      new Map([
        [
          'rendered/prod/resolved.yaml',
          'spec:\n  provider:\n    name: eks\n  managedBy: mgmt\n',
        ],
      ]),
    );
    const told = expect.stringContaining('never changes');
    expect(before.problems.map(({ message }) => message)).not.toContainEqual(
      told,
    );
    expect(after.problems.map(({ message }) => message)).toContainEqual(told);
  });
});
