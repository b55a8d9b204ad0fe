import { loaded } from '../__fixtures__/loaded';
import { PROD, smallFleet, STANDARD } from '../__fixtures__/smallFleet';
import { diffRendered } from '../diff/diffRendered';
import type { FleetFiles } from '../files';
import { loadFleet } from '../load/loadFleet';
import { formatProblem } from '../problems';
import { checkRendered, renderFleet } from '../render/fleet';
import { renderAll } from '../render/fleetRender';
import { removalOf } from '../render/removalOf';
import { changeBranch, changeTitle } from './change';
import type { Change, NewCluster } from './change';
import { planChange } from './planChange';

/** The small fleet with its rendered files, as it is in Git; standard has a next version. */
function committed(): Map<string, string> {
  const next = (smallFleet().get(STANDARD) ?? '')
    .replace(
      'version: 1.0.0',
      'version: 1.1.0\n  upgrades: {from: ">=1.0.0 <1.1.0"}',
    )
    .replace('default: 3', 'default: 4');
  const edits = { 'models/standard/1.1.0/model.yaml': next };
  const fleet = loaded(edits);
  return new Map([...smallFleet(edits), ...renderFleet(fleet).files]);
}

const planned = (files: FleetFiles, change: Change) =>
  planChange(renderAll(files), change);

/** The files after a plan, as merging its pull request would leave them. */
function merged(
  files: Map<string, string>,
  ...edits: ReadonlyMap<string, string | null>[]
) {
  const after = new Map(files);
  for (const [path, text] of edits.flatMap(e => [...e])) {
    if (text === null) after.delete(path);
    else after.set(path, text);
  }
  return after;
}

const CLUSTER: NewCluster = {
  name: 'prod-2',
  owner: 'group:default/shop',
  labels: { env: 'prod' },
  model: { name: 'standard', version: '1.0.0' },
  provider: 'metal',
  managedBy: 'mgmt',
  variables: { rack: 'r2', workers: 2 },
};
const CREATE: Change = { kind: 'CreateCluster', cluster: CLUSTER };

describe('a new cluster', () => {
  it('is one file that looks hand-written, its rendering, and its manager’s', () => {
    const files = committed();
    const { written, rendered, problems } = planned(files, CREATE);
    expect(problems).toEqual([]);
    expect([...written]).toEqual([
      [
        'clusters/prod-2/cluster.yaml',
        `apiVersion: flotilla.dev/v1alpha1
kind: Cluster
metadata: {name: prod-2, labels: {env: prod}}
spec:
  owner: group:default/shop
  model: {name: standard, version: 1.0.0}
  provider: metal
  managedBy: mgmt
  variables:
    rack: r2
    workers: 2
`,
      ],
    ]);
    expect(
      new Set([...rendered.keys()].map(path => path.split('/')[1])),
    ).toEqual(new Set(['mgmt', 'prod-2']));
    const after = merged(files, written, rendered);
    const { fleet } = loadFleet(after);
    expect(fleet && checkRendered(fleet, after)).toEqual([]);
  });

  it('has nothing rendered when a value is refused', () => {
    const cluster = { ...CLUSTER, variables: { rack: 'r3', workers: 20 } };
    const { rendered, problems } = planned(committed(), {
      kind: 'CreateCluster',
      cluster,
    });
    expect(rendered.size).toBe(0);
    expect(problems.map(p => p.message)).toEqual([
      'rack must be one of r1, r2, not "r3"',
      'workers must be <= 9, not 20',
    ]);
  });

  it.each([
    ['prod', 'there is a cluster prod already'],
    [
      '../escape',
      '"../escape" isn\'t a DNS-1123 name: lower-case letters, digits and "-", at most 63',
    ],
  ])('can’t be named %s', (name, message) => {
    const { written, problems } = planned(committed(), {
      kind: 'CreateCluster',
      cluster: { ...CLUSTER, name },
    });
    expect(written.size).toBe(0);
    expect(problems.map(p => p.message)).toEqual([message]);
  });

  it('is the same plan each time, on the same branch', () => {
    const files = committed();
    const texts = () => {
      const { written, rendered } = planned(files, CREATE);
      return [...written, ...rendered];
    };
    expect(texts()).toEqual(texts());
    expect(changeBranch(CREATE)).toBe('flotilla/cluster-create/prod-2');
    expect(changeTitle(CREATE)).toBe(
      'Create cluster prod-2 (standard 1.0.0 on metal)',
    );
  });
});

describe('an upgrade', () => {
  const upgrade = (version: string): Change => ({
    kind: 'UpgradeCluster',
    cluster: 'prod',
    model: { name: 'standard', version },
  });

  it('changes one word of the file: comments and order stay', () => {
    const files = committed();
    const { written, problems } = planned(files, upgrade('1.1.0'));
    expect(problems).toEqual([]);
    expect(written.get(PROD)).toBe(
      (files.get(PROD) ?? '').replace(
        'standard, version: 1.0.0',
        'standard, version: 1.1.0',
      ),
    );
  });

  it('is refused from a version that can’t move there directly', () => {
    const files = committed();
    const path = 'models/standard/1.1.0/model.yaml';
    files.set(
      path,
      (files.get(path) ?? '').replace('>=1.0.0 <1.1.0', '>=1.0.5 <1.1.0'),
    );
    expect(
      planned(files, upgrade('1.1.0')).problems.map(formatProblem),
    ).toEqual([
      `${PROD}:6:10  prod can't move from standard 1.0.0 to 1.1.0 directly
  ${path}:6 takes clusters from >=1.0.5 <1.1.0.
  Move to a version in between first.`,
    ]);
  });
});

describe('a new workspace', () => {
  const change: Change = {
    kind: 'CreateWorkspace',
    workspace: {
      name: 'search',
      owner: 'group:default/search',
      clusters: { matchLabels: { env: 'prod' } },
      namespaces: [{ name: 'search' }],
      access: [
        { role: 'developer', subjects: [{ kind: 'Group', name: 'search' }] },
      ],
      quota: { pods: 10 },
    },
  };

  it('reaches the clusters that it chooses, as objects', () => {
    const files = committed();
    const { rendered, problems } = planned(files, change);
    expect(problems).toEqual([]);
    const [{ cluster, changes }] = diffRendered(files, rendered);
    expect(cluster).toBe('prod');
    expect(changes.map(c => `${c.op} ${c.part} ${c.ref.kind}`)).toEqual([
      'add gitops Kustomization',
      'add workspaces/search Namespace',
      'add workspaces/search ResourceQuota',
      'add workspaces/search Role',
      'add workspaces/search RoleBinding',
    ]);
  });

  it('is not stopped by a cluster that was broken before', () => {
    const files = committed();
    files.set(
      'clusters/mgmt/cluster.yaml',
      (files.get('clusters/mgmt/cluster.yaml') ?? '').replace(
        'name: base',
        'name: bse',
      ),
    );
    const { rendered, problems } = planned(files, change);
    expect(problems).toEqual([]);
    expect(rendered.has('rendered/prod/workspaces/search/manifests.yaml')).toBe(
      true,
    );
  });
});

describe('edits of files', () => {
  const edit = (path: string, content: string | null) =>
    planned(committed(), {
      kind: 'EditFiles',
      title: 'Take prod off',
      files: [{ path, content }],
    });

  it('take the rendering of a deleted cluster along', () => {
    const { written, rendered } = edit(PROD, null);
    expect([...written]).toEqual([[PROD, null]]);
    const gone = [...rendered]
      .filter(([, text]) => text === null)
      .map(([path]) => path);
    expect(gone).toContain('rendered/prod/resolved.yaml');
    expect(gone.every(path => path.startsWith('rendered/prod/'))).toBe(true);
  });

  it.each([
    ['../../etc/passwd', 'the path leaves the repository'],
    ['rendered/prod/resolved.yaml', "files below rendered/ aren't edited"],
    ['.git/config', ".git isn't part of the fleet"],
  ])('are refused for %s', (path, message) => {
    const { written, rendered, problems } = edit(path, 'x');
    expect(problems.map(p => p.message)).toEqual([message]);
    expect(written.size + rendered.size).toBe(0);
  });

  it('have a branch named after their title', () => {
    expect(
      changeBranch({
        kind: 'EditFiles',
        title: 'Ignore /spec/replicas of web!',
        files: [],
      }),
    ).toBe('flotilla/change/ignore-spec-replicas-of-web');
  });
});

describe('a step of a removal', () => {
  const remove = (step: number, cluster = 'prod'): Change => ({
    kind: 'RemoveCluster',
    cluster,
    step,
  });
  const at = (files: Map<string, string>, step: number) => {
    let now = files;
    for (let next = 1; next <= step; next++) {
      const { written, rendered, problems } = planned(now, remove(next));
      expect(problems).toEqual([]);
      now = merged(now, written, rendered);
    }
    return now;
  };
  const steps = (files: Map<string, string>) => {
    const { fleet } = loadFleet(files);
    return (fleet && removalOf(fleet, 'prod')?.steps.length) ?? 0;
  };

  it('begins by decommissioning the cluster', () => {
    const { written } = planned(committed(), remove(1));
    expect([...written.keys()]).toEqual([PROD]);
    expect(written.get(PROD)).toContain('lifecycle: Decommissioning');
    expect(changeTitle(remove(1))).toBe('Decommission prod');
    expect(changeBranch(remove(2))).toBe('flotilla/cluster-removal/prod-2');
  });

  it('goes on from step to step, and takes the file away after the last', () => {
    const files = committed();
    const last = steps(files);
    const over = at(files, last);
    expect(over.get(PROD)).toContain(`step: ${last}`);
    const { written, rendered, problems } = planned(over, remove(last + 1));
    expect(problems).toEqual([]);
    expect(written.get(PROD)).toBeNull();
    expect([...merged(over, written, rendered).keys()].join()).not.toContain(
      'rendered/prod/',
    );
  });

  it('takes its name out of workspaces with the file', () => {
    const path = 'workspaces/named.yaml';
    const workspace = `apiVersion: flotilla.dev/v1alpha1
kind: Workspace
metadata: {name: named}
spec:
  owner: group:default/shop
  clusters: {names: [mgmt, prod]} # both
  namespaces: [{name: named}]
`;
    const files = new Map([...committed(), [path, workspace]]);
    const { fleet } = loadFleet(files);
    const over = at(
      new Map([...files, ...(fleet ? renderFleet(fleet).files : [])]),
      steps(files),
    );
    const { written, problems } = planned(over, remove(steps(files) + 1));
    expect(problems).toEqual([]);
    expect(written.get(path)).toBe(workspace.replace('[mgmt, prod]', '[mgmt]'));
  });

  it('skips no step, and takes none back', () => {
    const files = at(committed(), 1);
    const { problems } = planned(files, remove(3));
    expect(problems.map(p => p.message)).toEqual([
      'prod is at step 1 of its removal: step 2 comes next',
    ]);
    expect(planned(files, remove(1)).written.size).toBe(0);
  });

  it('wants a cluster', () => {
    const { problems } = planned(committed(), remove(1, 'prod-9'));
    expect(problems.map(p => p.message)).toEqual([
      'there is no cluster prod-9',
    ]);
  });
});
