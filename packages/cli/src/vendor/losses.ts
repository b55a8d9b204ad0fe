import type { Habit } from './chartHabits';
import { titleOf } from './manifests';
import type { Manifest } from './manifests';

/** Something that works when helm installs, and not with vendored manifests. */
export interface Loss {
  kind: 'hook' | 'secret' | 'keep' | Habit['kind'];
  /** What it is about: an object or a template. */
  what: string;
  /** What becomes of it, in words. */
  message: string;
}

type KubeObject = Manifest['objects'][number];

const HOOK = 'helm.sh/hook';
const RESOURCE_POLICY = 'helm.sh/resource-policy';

/** Divides manifests into those that can be vendored, and what is lost with the others. */
export function withoutLost(manifests: readonly Manifest[]): {
  kept: Manifest[];
  losses: Loss[];
} {
  const losses: Loss[] = [];
  const kept = manifests.filter(({ objects }) => {
    const lost = objects.flatMap(lossOf);
    losses.push(...lost);
    return lost.every(({ kind }) => kind === 'keep');
  });
  return { kept, losses };
}

function lossOf(object: KubeObject): Loss[] {
  const what = titleOf(object);
  const annotations = object.metadata.annotations ?? {};
  if (annotations[HOOK] !== undefined) {
    return [
      {
        kind: 'hook',
        what,
        message: `left out: helm runs it at ${annotations[HOOK]}, and manifests are only applied`,
      },
    ];
  }
  if (hasSecretData(object)) {
    return [
      {
        kind: 'secret',
        what,
        message:
          'left out: it has data, which Git would keep; bring it by External Secrets, SOPS or sealed secrets',
      },
    ];
  }
  if (annotations[RESOURCE_POLICY] === 'keep') {
    return [
      {
        kind: 'keep',
        what,
        message:
          'helm would leave it when the release goes; the engine only does so for namespaces, claims and CRDs',
      },
    ];
  }
  return [];
}

function hasSecretData({ apiVersion, kind, data, stringData }: KubeObject) {
  return (
    apiVersion === 'v1' &&
    kind === 'Secret' &&
    [data, stringData].some(
      values =>
        typeof values === 'object' &&
        values !== null &&
        Object.keys(values).length > 0,
    )
  );
}

/** What templates ask for that isn't there when a chart is rendered without a cluster. */
export function lossesOfHabits(
  habits: readonly Habit[],
  kubernetes: string | undefined,
): Loss[] {
  return habits.map(({ kind, template, calls }) => ({
    kind,
    what: template,
    message: `${calls.join(', ')}: ${consequenceOf(kind, kubernetes)}`,
  }));
}

function consequenceOf(
  kind: Habit['kind'],
  kubernetes: string | undefined,
): string {
  switch (kind) {
    case 'lookup':
      return 'asks the cluster, and found nothing';
    case 'capabilities':
      return kubernetes
        ? `decided for Kubernetes ${kubernetes} and its built-in APIs`
        : "decided for helm's own version of Kubernetes; name one with --kube-version";
    case 'generates':
      return 'makes keys or random values; not with these values, as the manifests are the same each time';
    default:
      return 'reads the clock, and the manifests keep the time of vendoring';
  }
}
