import { loaded } from '../__fixtures__/loaded';
import {
  METAL,
  PROD,
  replace,
  STANDARD,
  WEB,
} from '../__fixtures__/smallFleet';
import type { FleetEdits } from '../__fixtures__/smallFleet';
import { explain } from './explain';

const DEPLOYMENT = { kind: 'Deployment', namespace: 'web', name: 'web' };
const MACHINES = { kind: 'MachineDeployment', name: 'prod-default' };

function places(object: { kind: string; name: string }, pointer: string) {
  const { value, layers, locked } = explain(loaded(), 'prod', object, pointer);
  return { value, layers: layers.map(l => `${l.path}:${l.line}`), locked };
}

describe('explain', () => {
  it('follows a field through patch, values and cluster', () => {
    const { value, layers, locked } = explain(
      loaded(),
      'prod',
      DEPLOYMENT,
      '/spec/replicas',
    );
    expect(value).toBe(2);
    expect(layers).toEqual([
      {
        layer: 'component web 1.0.0',
        path: 'components/web/1.0.0/manifests/web.yaml',
        line: 5,
        value: 1,
      },
      {
        layer: 'component web 1.0.0',
        path: WEB,
        line: 18,
        value: '${values.replicas}',
      },
      { layer: 'component web 1.0.0', path: WEB, line: 8, value: 1 },
      { layer: 'cluster prod', path: PROD, line: 11, value: 2 },
    ]);
    expect(locked).toBeUndefined();
  });

  it('follows a template through pool and variable', () => {
    expect(places(MACHINES, '/spec/replicas')).toEqual({
      value: 5,
      layers: [
        'providers/metal/1.0.0/infrastructure/cluster.yaml:8',
        `${STANDARD}:13`,
        `${STANDARD}:8`,
        `${PROD}:9`,
      ],
      locked: undefined,
    });
  });

  it('follows the Kubernetes of a pool to the cluster’s, or to its own', () => {
    const pointer = '/spec/template/spec/version';
    const layersOf = (more: string) =>
      explain(
        loaded({
          [METAL]: replace(
            '{"1.35": v1.35.4}',
            '{"1.34": v1.34.6, "1.35": v1.35.4}',
          ),
          [STANDARD]: replace(
            'machineType: small',
            `machineType: small${more}`,
          ),
          'providers/metal/1.0.0/infrastructure/cluster.yaml': replace(
            'cluster.kubernetesVersion',
            'pool.kubernetesVersion',
          ),
        }),
        'prod',
        MACHINES,
        pointer,
      ).layers.map(({ path, value }) => `${path} ${value}`);
    const template = `providers/metal/1.0.0/infrastructure/cluster.yaml \${pool.kubernetesVersion}`;
    expect(layersOf('')).toEqual([
      template,
      'models/base/1.0.0/model.yaml 1.35',
      `${METAL} v1.35.4`,
    ]);
    expect(layersOf(', kubernetes: "1.34"')).toEqual([
      template,
      `${STANDARD} 1.34`,
      `${METAL} v1.34.6`,
    ]);
  });

  it('names the rule that locks a field', () => {
    expect(
      places(DEPLOYMENT, '/spec/template/metadata/labels/app').locked,
    ).toEqual({
      path: 'models/base/1.0.0/model.yaml',
      line: 19,
    });
  });

  it('names the mirror that changed an image', () => {
    const { layers } = places(
      DEPLOYMENT,
      '/spec/template/spec/containers/0/image',
    );
    expect(layers).toEqual([
      'components/web/1.0.0/manifests/web.yaml:11',
      'fleet.yaml:11',
    ]);
  });

  it('knows a template by its name without the hash', () => {
    const template = { kind: 'MetalMachineTemplate', name: 'prod-default' };
    const { value } = explain(
      loaded(),
      'prod',
      template,
      '/spec/template/spec/type',
    );
    expect(value).toBe('m1');
  });

  it('tells of a managed pool’s name what it is made of', () => {
    const pool = (type: string): FleetEdits => ({
      'providers/metal/1.0.0/infrastructure/pool.yaml': `apiVersion: infrastructure.cluster.x-k8s.io/v1beta2
kind: CloudPool
metadata:
  name: \${cluster.name}-\${pool.name}-\${pool.generation}
  annotations: {flotilla.dev/for-each: workerPools, flotilla.dev/immutable: /spec/type}
spec: {type: "\${provider.machineTypes[pool.machineType]}"}
`,
      [STANDARD]: replace('machineType: small', `machineType: ${type}`),
    });
    const explained = (type: string) =>
      explain(
        loaded(pool(type)),
        'prod',
        { kind: 'CloudPool', name: 'prod-default' },
        '/metadata/name',
      );
    expect(explained('small').layers.map(({ path }) => path)).toEqual(
      expect.arrayContaining([METAL, STANDARD]),
    );
    expect(explained('large').value).not.toBe(explained('small').value);
  });

  it('tells the layer that really decided: without it the value is another', () => {
    const before = explain(loaded(), 'prod', DEPLOYMENT, '/spec/replicas');
    expect(before.layers.at(-1)?.path).toBe(PROD);
    const without = loaded({ [PROD]: replace('{replicas: 2}', '{}') });
    const after = explain(without, 'prod', DEPLOYMENT, '/spec/replicas');
    expect(after.value).not.toEqual(before.value);
    expect(after.layers).toEqual(before.layers.slice(0, -1));
  });

  it.each([
    [
      { kind: 'Deployment', name: 'wep' },
      '/spec',
      'prod has no Deployment/wep.',
    ],
    [
      DEPLOYMENT,
      '/spec/replica',
      'Deployment/web/web has no field /spec/replica. Did you mean /spec/replicas?',
    ],
    [
      DEPLOYMENT,
      '/status/phase',
      'Deployment/web/web has no field /status/phase',
    ],
    [
      { kind: 'Deploymnet', name: 'web' },
      '/spec',
      'prod has no Deploymnet/web. Did you mean Deployment?',
    ],
  ])('says what is not there: %j %s', (object, pointer, message) => {
    expect(() => explain(loaded(), 'prod', object, pointer)).toThrow(message);
  });
});
