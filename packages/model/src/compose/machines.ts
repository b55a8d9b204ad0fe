import type { ClusterShape, Provider } from '../kinds';
import type { Complaints } from '../source/complaints';
import { ruleFrom } from './rules';
import type { Trace } from './merge';

type WorkerPool = NonNullable<ClusterShape['workerPools']>[number];

/** The kubelet may be this many minor versions older than the API server (Kubernetes' version skew policy). */
const MAX_SKEW = 3;

interface Machines {
  provider: Provider;
  shape: ClusterShape;
  trace: Trace;
  to: Complaints;
}

/** What the provider can't give, and what Kubernetes wouldn't run. */
export function machineProblems(machines: Machines): void {
  leftOpenProblems(machines);
  controlPlaneProblems(machines);
  const pools = machines.shape.workerPools ?? [];
  pools.forEach((pool, i) => {
    const at = `/workerPools/${i}`;
    machineTypeProblem(machines, pool.machineType, `${at}/machineType`);
    skewProblem(machines, pool, `${at}/kubernetes`);
    boundsProblem(machines, pool, `${at}/autoscaling`);
  });
  imageProblems(machines);
}

/** What a provider that makes machines must know, and no layer says. */
function leftOpenProblems({ provider, shape, to }: Machines): void {
  const { infrastructure, controlPlane, ignores } = provider.spec;
  const { kubernetesVersions, machineTypes } = provider.spec;
  if (!infrastructure) return;
  const { name } = provider.metadata;
  const ask = (what: string, remedy: string) =>
    to.add('/spec/model', `${name} makes machines, and no layer says ${what}`, {
      remedy,
    });
  if (kubernetesVersions && !shape.kubernetes) {
    ask('with which Kubernetes', 'Give the model cluster.kubernetes.');
  }
  const ownControlPlane =
    controlPlane === 'SelfManaged' && !ignores?.controlPlane;
  if (ownControlPlane && typeof shape.controlPlane?.replicas !== 'number') {
    ask(
      'how many for the control plane',
      'Give the model cluster.controlPlane with replicas and machineType.',
    );
  }
  for (const pool of shape.workerPools ?? []) {
    if (!machineTypes || pool.machineType) continue;
    ask(
      `of which type in pool ${pool.name}`,
      `Give the pool a machineType: ${Object.keys(machineTypes).join(', ')}.`,
    );
  }
}

function controlPlaneProblems(machines: Machines): void {
  const { shape, trace, to } = machines;
  const { machineType, replicas } = shape.controlPlane ?? {};
  machineTypeProblem(machines, machineType, '/controlPlane/machineType');
  if (typeof replicas !== 'number' || replicas % 2 === 1) return;
  to.add(
    '/spec/provider',
    `a control plane of ${replicas} has no majority when it splits: etcd wants an odd number`,
    {
      rule: ruleFrom(trace, '/controlPlane/replicas', `asks for ${replicas}.`),
      remedy: `Use ${replicas + 1}.`,
    },
  );
}

function machineTypeProblem(
  { provider, trace, to }: Machines,
  type: string | null | undefined,
  pointer: string,
): void {
  const { machineTypes } = provider.spec;
  if (!type || !machineTypes || Object.hasOwn(machineTypes, type)) return;
  to.add(
    '/spec/provider',
    `${provider.metadata.name} has no machine type ${type}`,
    {
      rule: ruleFrom(trace, pointer, `asks for ${type}.`),
      remedy: `It has: ${Object.keys(machineTypes).join(', ')}.`,
    },
  );
}

function skewProblem(
  { provider, shape, trace, to }: Machines,
  { name, kubernetes }: WorkerPool,
  pointer: string,
): void {
  const ours = shape.kubernetes;
  if (!kubernetes || !ours) return;
  const rule = ruleFrom(trace, pointer, `asks for ${kubernetes}.`);
  const table = provider.spec.kubernetesVersions;
  if (table && !Object.hasOwn(table, kubernetes)) {
    const { version } = provider.spec;
    to.add(
      '/spec/provider',
      `${provider.metadata.name} ${version} has no Kubernetes ${kubernetes}`,
      { rule, remedy: `It has: ${Object.keys(table).join(', ')}.` },
    );
  }
  const [major, minor] = parts(ours);
  const [poolMajor, poolMinor] = parts(kubernetes);
  const behind = minor - poolMinor;
  if (major === poolMajor && behind >= 0 && behind <= MAX_SKEW) return;
  const is =
    behind < 0 || poolMajor > major
      ? `is ahead of its control plane (${ours})`
      : `is more than ${MAX_SKEW} minor versions behind its control plane (${ours})`;
  to.add('/spec/model', `pool ${name} on Kubernetes ${kubernetes} ${is}`, {
    rule,
    remedy: `Between ${major}.${Math.max(
      minor - MAX_SKEW,
      0,
    )} and ${ours} it works.`,
  });
}

function parts(minorVersion: string): [number, number] {
  const [major, minor] = minorVersion.split('.').map(Number);
  return [major, minor];
}

function boundsProblem(
  { trace, to }: Machines,
  { name, autoscaling }: WorkerPool,
  pointer: string,
): void {
  if (!autoscaling) return;
  const { min, max } = autoscaling;
  if (typeof min !== 'number' || typeof max !== 'number' || min <= max) return;
  to.add(
    '/spec/model',
    `pool ${name} can't have at least ${min} and at most ${max} machines`,
    { rule: ruleFrom(trace, `${pointer}/min`, `asks for ${min} to ${max}.`) },
  );
}

/** Each minor version that machines run needs an image, where the provider names images. */
function imageProblems({ provider, shape, trace, to }: Machines): void {
  const { machineImages, controlPlane } = provider.spec;
  if (!machineImages) return;
  const asked = (shape.workerPools ?? []).map(
    ({ kubernetes }, i) =>
      [kubernetes, `/workerPools/${i}/kubernetes`] as const,
  );
  const own = [shape.kubernetes, '/kubernetes'] as const;
  const inherits = asked.some(([minor]) => !minor);
  const all =
    controlPlane === 'SelfManaged' || inherits ? [own, ...asked] : asked;
  for (const [minor, pointer] of all) {
    if (!minor || Object.hasOwn(machineImages, minor)) continue;
    to.add(
      '/spec/provider',
      `${provider.metadata.name} has no machine image for Kubernetes ${minor}`,
      {
        rule: ruleFrom(trace, pointer, `asks for ${minor}.`),
        remedy: `It has them for: ${Object.keys(machineImages).join(', ')}.`,
      },
    );
  }
}
