import { KubeObject } from '../object';
import { compareObject } from '../compare/compareObject';
import {
  NOW,
  desiredDeployment,
  liveDeployment,
  ownedBy,
  withField,
} from '../__testUtils__/objects';

function autoscaler(
  apiVersion: string,
  kind: string,
  spec: object,
  metadata: object = {},
): KubeObject {
  return {
    apiVersion,
    kind,
    metadata: { name: 'web', namespace: 'shop', ...metadata },
    spec,
  };
}
const target = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };
const horizontal = autoscaler('autoscaling/v2', 'HorizontalPodAutoscaler', {
  scaleTargetRef: target,
  minReplicas: 2,
  maxReplicas: 10,
});
const keda = (more: object = {}, annotations: object = {}) =>
  autoscaler(
    'keda.sh/v1alpha1',
    'ScaledObject',
    {
      scaleTargetRef: { name: 'web' },
      minReplicaCount: 2,
      maxReplicaCount: 10,
      ...more,
    },
    { annotations },
  );

function scaled(replicas: number, autoscalers: KubeObject[] | undefined) {
  const live = ownedBy(
    withField(liveDeployment(), ['spec', 'replicas'], replicas),
    'kube-controller-manager',
    { 'f:spec': { 'f:replicas': {} } },
    'scale',
  );
  const desired = desiredDeployment();
  return compareObject({ desired, live, applied: true, autoscalers, now: NOW });
}

describe('replicas', () => {
  it.each<
    [string, number, KubeObject[] | undefined, string, RegExp | undefined]
  >([
    ['in the range', 7, [horizontal], 'InSync', /web in range 2\.\.10/],
    ['at its ends', 10, [horizontal], 'InSync', /range/],
    ['above it', 11, [horizontal], 'Modified', undefined],
    [
      'below it: somebody switched scaling off',
      0,
      [horizontal],
      'Modified',
      undefined,
    ],
    ['that nothing scales any more', 7, [], 'Modified', undefined],
    [
      'of another namespace’s autoscaler',
      7,
      [{ ...horizontal, metadata: { name: 'web', namespace: 'other' } }],
      'Modified',
      undefined,
    ],
    ['in the range of KEDA', 7, [keda()], 'InSync', /ScaledObject/],
    [
      'that KEDA keeps while idle',
      0,
      [keda({ idleReplicaCount: 0 })],
      'InSync',
      /idle at 0/,
    ],
    [
      'that somebody told KEDA to keep',
      0,
      [keda({}, { 'autoscaling.keda.sh/paused-replicas': '0' })],
      'InSync',
      /paused/,
    ],
    ['below the range of KEDA', 0, [keda()], 'Modified', undefined],
    [
      'while autoscalers can not be read',
      7,
      undefined,
      'InSync',
      /can't be read/,
    ],
  ])('%s', (_, replicas, autoscalers, state, reason) => {
    const drift = scaled(replicas, autoscalers);
    expect(drift.state).toBe(state);
    const reasons = drift.ignored.map(one => one.ignoredBy?.reason);
    expect(reasons.join()).toMatch(reason ?? /^$/);
  });

  it('that a person set are drift while autoscalers can not be read', () => {
    const live = ownedBy(
      withField(liveDeployment(), ['spec', 'replicas'], 7),
      'kubectl',
      { 'f:spec': { 'f:replicas': {} } },
      'scale',
    );
    const desired = desiredDeployment();
    expect(
      compareObject({ desired, live, applied: true, now: NOW }).state,
    ).toBe('Modified');
  });
});

describe('requests of a container', () => {
  const vertical = (more: object = {}) =>
    autoscaler('autoscaling.k8s.io/v1', 'VerticalPodAutoscaler', {
      targetRef: target,
      resourcePolicy: {
        containerPolicies: [
          {
            containerName: 'app',
            minAllowed: { cpu: '100m' },
            maxAllowed: { cpu: '2' },
          },
        ],
      },
      ...more,
    });
  const pod = (name: string, cpu: string): KubeObject => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'shop' },
    spec: { containers: [{ name: 'app', resources: { requests: { cpu } } }] },
  });
  const sized = (name: string, cpu: string, by: KubeObject) =>
    compareObject({
      desired: pod(name, '500m'),
      live: pod(name, cpu),
      applied: true,
      autoscalers: [by],
      now: NOW,
    }).state;

  it.each<[string, string, string, KubeObject, string]>([
    ['within its bounds', 'web', '1500m', vertical(), 'InSync'],
    [
      'of a pod of the workload',
      'web-7d9f8b6c5d-x7b2p',
      '1',
      vertical(),
      'InSync',
    ],
    ['above them', 'web', '3', vertical(), 'Modified'],
    ['below them', 'web', '50m', vertical(), 'Modified'],
    ['of another pod', 'worker', '1', vertical(), 'Modified'],
    [
      'of one that only recommends',
      'web',
      '1',
      vertical({ updatePolicy: { updateMode: 'Off' } }),
      'Modified',
    ],
  ])('a vertical autoscaler sets: %s', (_, name, cpu, by, state) => {
    expect(sized(name, cpu, by)).toBe(state);
  });

  it('a vertical autoscaler never sets in a template', () => {
    const live = withField(
      liveDeployment(),
      [
        'spec',
        'template',
        'spec',
        'containers',
        1,
        'resources',
        'requests',
        'cpu',
      ],
      '1500m',
    );
    const drift = compareObject({
      desired: desiredDeployment(),
      live,
      applied: true,
      autoscalers: [vertical()],
      now: NOW,
    });
    expect(drift.state).toBe('Modified');
  });
});
