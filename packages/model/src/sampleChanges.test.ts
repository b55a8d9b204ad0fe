import { sampleWith } from './__testUtils__/sampleClusters';
import type { NewCluster } from './__testUtils__/sampleClusters';
import { renderCluster } from './render/cluster';

const BASE = 'models/base/2.1.0/model.yaml';
const STANDARD = 'models/standard/1.4.0/model.yaml';

/** Edits of files, by path: what stands there, and what comes in its place. */
type Edits = Record<string, [from: string, to: string]>;

function edited(edits: Edits): (files: Map<string, string>) => void {
  return files => {
    for (const [path, [from, to]] of Object.entries(edits)) {
      const text = files.get(path) ?? '';
      if (!text.includes(from)) throw new Error(`${from} isn't in ${path}`);
      files.set(path, text.replace(from, to));
    }
  };
}

/** What a change of sources changes in the applied files: objects that come and go, and lines of those that stay. */
function change(provider: string, edits: Edits, workers = 4) {
  const cluster = (count: number): NewCluster => ({
    name: 'one',
    model: { name: 'standard', version: '1.4.0' },
    provider,
    variables: { workers: count },
  });
  const before = renderCluster(sampleWith([cluster(4)]), 'one').files;
  const fleet = sampleWith([cluster(workers)], edited(edits));
  const after = renderCluster(fleet, 'one', before).files;
  return comparison(objectsIn(before), objectsIn(after));
}

/** The text of each applied object, hashes taken out of the names that they are known by. */
function objectsIn(files: ReadonlyMap<string, string>): Map<string, string> {
  const objects = new Map<string, string>();
  for (const [path, text] of files) {
    if (path.endsWith('/resolved.yaml')) continue;
    for (const part of text.split(/^---$/m)) {
      const document = part.replace(/^#.*$/m, '').trim();
      const [kind, name] = [/^kind: (.*)$/m, /^ {2}name: (.*)$/m].map(
        pattern => pattern.exec(document)?.[1] ?? '',
      );
      objects.set(`${path} ${kind} ${name}`, document);
    }
  }
  return objects;
}

function comparison(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
) {
  const title = (key: string) =>
    key
      .replace('rendered/one/infrastructure/manifests.yaml ', '')
      .replace(/-[0-9a-f]{10}$/, '-#');
  const added = [...after.keys()].filter(key => !before.has(key)).map(title);
  const removed = [...before.keys()].filter(key => !after.has(key)).map(title);
  const lines: Record<string, string[]> = {};
  for (const [key, text] of after) {
    const old = before.get(key);
    if (old === undefined || old === text) continue;
    lines[title(key)] = lineChanges(old, text).map(line =>
      line.replace(/-[0-9a-f]{10}$/, '-#'),
    );
  }
  return { added, removed, lines };
}

function lineChanges(before: string, after: string): string[] {
  const minus = (a: string, b: string) => {
    const rest = b.split('\n');
    return a.split('\n').filter(line => {
      const at = rest.indexOf(line);
      if (at >= 0) rest.splice(at, 1);
      return at < 0;
    });
  };
  return [
    ...minus(before, after).map(line => `- ${line.trim()}`),
    ...minus(after, before).map(line => `+ ${line.trim()}`),
  ];
}

describe('a pool with one machine more is one line', () => {
  it.each([
    ['eks', 'MachinePool one-default-#'],
    ['aks', 'MachinePool one-default-#'],
    ['vsphere', 'MachineDeployment one-default'],
    ['metal3', 'MachineDeployment one-default'],
    ['docker', 'MachineDeployment one-default'],
  ])('%s', (provider, pool) => {
    expect(change(provider, {}, 5)).toEqual({
      added: [],
      removed: [],
      lines: { [pool]: ['- replicas: 4', '+ replicas: 5'] },
    });
  });
});

describe('a Kubernetes upgrade', () => {
  const upgrade: Edits = {
    [BASE]: ['kubernetes: "1.35"', 'kubernetes: "1.36"'],
  };
  const version = ['- version: v1.35.4', '+ version: v1.36.1'];

  it.each([
    ['aks', 'AzureASOManagedControlPlane'],
    ['gke', 'GCPManagedControlPlane'],
  ])(
    'is a line for the control plane and a line a pool: %s',
    (provider, kind) => {
      expect(change(provider, upgrade)).toEqual({
        added: [],
        removed: [],
        lines: {
          [`${kind} one`]: version,
          'MachinePool one-default-#': version,
        },
      });
    },
  );

  it('is a line more for each add-on that goes with Kubernetes: eks', () => {
    const { lines, ...objects } = change('eks', upgrade);
    expect(objects).toEqual({ added: [], removed: [] });
    expect(lines).toEqual({
      'AWSManagedControlPlane one': [
        expect.stringMatching(/^- version: v1\.35\.\d+-eksbuild/),
        expect.stringMatching(/^- version: v1\.13\.\d+-eksbuild/),
        version[0],
        expect.stringMatching(/^\+ version: v1\.36\.\d+-eksbuild/),
        expect.stringMatching(/^\+ version: v1\.14\.\d+-eksbuild/),
        version[1],
      ],
      'MachinePool one-default-#': version,
    });
  });

  it('brings machine templates with another image, and keeps the old ones: vsphere', () => {
    const reference = (name: string) => [
      `- name: ${name}-#`,
      `+ name: ${name}-#`,
    ];
    const [minus, plus] = version;
    const [oldPool, newPool] = reference('one-default');
    const [oldHead, newHead] = reference('one-control-plane');
    const superseded = (name: string) => [
      '+ annotations:',
      `+ flotilla.dev/superseded-by: ${name}-#`,
    ];
    expect(change('vsphere', upgrade)).toEqual({
      added: [
        'VSphereMachineTemplate one-control-plane-#',
        'VSphereMachineTemplate one-default-#',
      ],
      removed: [],
      lines: {
        'KubeadmControlPlane one': [oldHead, minus, newHead, plus],
        'MachineDeployment one-default': [oldPool, minus, newPool, plus],
        'VSphereMachineTemplate one-control-plane-#':
          superseded('one-control-plane'),
        'VSphereMachineTemplate one-default-#': superseded('one-default'),
        // The cloud provider goes with Kubernetes' minor version.
        'rendered/one/components/vsphere-cloud-controller-manager/manifests.yaml DaemonSet vsphere-cloud-controller-manager':
          [
            expect.stringMatching(/^- image: .*:v1\.35\.\d+$/),
            expect.stringMatching(/^\+ image: .*:v1\.36\.\d+$/),
          ],
      },
    });
  });

  it('leaves a pool that has a Kubernetes of its own where it is', () => {
    const held: Edits = {
      ...upgrade,
      [STANDARD]: [
        'machineType: standard',
        'machineType: standard\n        kubernetes: "1.35"',
      ],
    };
    expect(change('aks', held).lines).toEqual({
      'AzureASOManagedControlPlane one': version,
    });
    expect(change('vsphere', held)).toMatchObject({
      added: ['VSphereMachineTemplate one-control-plane-#'],
      lines: expect.not.objectContaining({
        'MachineDeployment one-default': expect.anything(),
      }),
    });
  });
});

describe('a new pool only adds', () => {
  const pool: Edits = {
    [STANDARD]: [
      '    workerPools:\n',
      '    workerPools:\n      - {name: batch, replicas: 2, machineType: small}\n',
    ],
  };

  it.each([
    ['eks', ['AWSManagedMachinePool one-batch-#', 'MachinePool one-batch-#']],
    [
      'vsphere',
      [
        'KubeadmConfigTemplate one-batch-#',
        'MachineDeployment one-batch',
        'MachineHealthCheck one-batch',
        'VSphereMachineTemplate one-batch-#',
      ],
    ],
    [
      'metal3',
      [
        'KubeadmConfigTemplate one-batch-#',
        'MachineDeployment one-batch',
        'MachineHealthCheck one-batch',
        'Metal3DataTemplate one-batch-#',
        'Metal3MachineTemplate one-batch-#',
      ],
    ],
  ])('%s', (provider, added) => {
    const found = change(provider, pool);
    expect([...found.added].sort()).toEqual(added);
    expect({ ...found, added }).toEqual({ added, removed: [], lines: {} });
  });
});

describe('another machine type', () => {
  const type: Edits = {
    [STANDARD]: ['machineType: standard', 'machineType: small'],
  };

  it.each([
    ['eks', 'AWSManagedMachinePool'],
    ['aks', 'AzureASOManagedMachinePool'],
    ['gke', 'GCPManagedMachinePool'],
  ])(
    'is another pool, and a mark on the old one, where machines are the provider’s: %s',
    (provider, kind) => {
      const pools = [`${kind} one-default-#`, 'MachinePool one-default-#'];
      const mark = '+ flotilla.dev/superseded-by: one-default-#';
      const found = change(provider, type);
      expect({ ...found, added: [...found.added].sort() }).toEqual({
        added: pools,
        removed: [],
        lines: {
          [pools[0]]: [mark],
          [pools[1]]: ['+ annotations:', mark],
        },
      });
    },
  );

  it('is one template more and the reference to it where machines are ours', () => {
    expect(change('vsphere', type)).toEqual({
      added: ['VSphereMachineTemplate one-default-#'],
      removed: [],
      lines: {
        'MachineDeployment one-default': [
          '- name: one-default-#',
          '+ name: one-default-#',
        ],
        'VSphereMachineTemplate one-default-#': [
          '+ annotations:',
          '+ flotilla.dev/superseded-by: one-default-#',
        ],
      },
    });
  });
});
