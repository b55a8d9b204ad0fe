import { setTimeout as sleep } from 'node:timers/promises';
import { ControlPlane } from './ControlPlane';
import { textAt, valueAt } from './fields';

/** Milliseconds between two looks at the claims. */
const INTERVAL = 1000;

/**
 * Stands in for a cluster's storage, as kwok does for its kubelets: each claim gets a volume, in which nothing is ever
 * stored, so that what waits for one becomes ready.
 *
 * @returns ends it
 * @public
 */
export function provideVolumes(kubernetes: ControlPlane): () => Promise<void> {
  const ending = new AbortController();
  const { signal } = ending;
  const run = async () => {
    while (!signal.aborted) {
      // The server may be away for a while; the next turn tries again.
      await provide(kubernetes).catch(() => undefined);
      await sleep(INTERVAL, undefined, { signal }).catch(() => undefined);
    }
  };
  const running = run();
  return async () => {
    ending.abort();
    await running;
  };
}

async function provide(kubernetes: ControlPlane): Promise<void> {
  const { body } = await kubernetes.request('/api/v1/persistentvolumeclaims');
  const claims = valueAt(body, 'items');
  for (const claim of Array.isArray(claims) ? claims : []) {
    if (textAt(claim, 'status', 'phase') === 'Pending') {
      await kubernetes.request('/api/v1/persistentvolumes', {
        method: 'POST',
        body: volumeFor(claim),
      });
    }
  }
}

function volumeFor(claim: unknown): object {
  const uid = textAt(claim, 'metadata', 'uid') ?? '';
  return {
    metadata: { name: `volume-${uid}` },
    spec: {
      capacity: valueAt(claim, 'spec', 'resources', 'requests'),
      accessModes: valueAt(claim, 'spec', 'accessModes'),
      storageClassName: textAt(claim, 'spec', 'storageClassName') ?? '',
      claimRef: {
        kind: 'PersistentVolumeClaim',
        namespace: textAt(claim, 'metadata', 'namespace'),
        name: textAt(claim, 'metadata', 'name'),
        uid,
      },
      hostPath: { path: `/var/volumes/${uid}` },
    },
  };
}
