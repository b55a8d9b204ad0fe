import { gzipSync } from 'node:zlib';
import { KubeObject } from '@flotilla/drift';
import { KubeError } from '../kube/KubeError';
import { HelmReleases } from './HelmReleases';
import { quiet } from '../__testUtils__/quiet';

const { signal } = new AbortController();

const MANIFEST = `---
# Source: web/templates/role.yaml
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: web}
---
# Source: web/templates/config.yaml
apiVersion: v1
kind: ConfigMap
metadata: {name: web}
data: {mode: fast}
`;

/** As Helm stores it: compressed, in base64 within the Secret's own. */
function secret(manifest: string) {
  const release = gzipSync(JSON.stringify({ name: 'web', manifest }));
  const inner = Buffer.from(release.toString('base64'));
  return { data: { release: inner.toString('base64') } };
}

function helmRelease(version: number): KubeObject {
  return {
    apiVersion: 'helm.toolkit.fluxcd.io/v2',
    kind: 'HelmRelease',
    metadata: { name: 'web', namespace: 'flux-system' },
    status: {
      storageNamespace: 'flux-system',
      history: [{ name: 'web', namespace: 'shop', version }],
    },
  };
}
const REF = {
  group: 'helm.toolkit.fluxcd.io',
  version: 'v2',
  kind: 'HelmRelease',
  namespace: 'flux-system',
  name: 'web',
};

function releases(
  read: (path: string) => Promise<unknown>,
  debug: (message: string) => void = () => {},
) {
  return new HelmReleases({
    read,
    isNamespaced: async ({ kind }) => kind !== 'ClusterRole',
    logger: { ...quiet, debug },
  });
}

describe('what a chart has made', () => {
  it('is what Helm stored of it, in the namespace of the release', async () => {
    const paths: string[] = [];
    const known = releases(async path => {
      paths.push(path);
      return secret(MANIFEST);
    });
    expect(await known.refresh([helmRelease(3)], signal)).toBe(true);
    expect(paths).toEqual([
      '/api/v1/namespaces/flux-system/secrets/sh.helm.release.v1.web.v3',
    ]);
    expect(known.of(REF)?.objects).toMatchObject([
      { kind: 'ClusterRole', metadata: { name: 'web' } },
      { kind: 'ConfigMap', metadata: { name: 'web', namespace: 'shop' } },
    ]);
    expect(known.of(REF)?.objects[0].metadata.namespace).toBeUndefined();
  });

  it('is read again for a new revision only', async () => {
    let reads = 0;
    const known = releases(async () => {
      reads += 1;
      return secret(MANIFEST);
    });
    await known.refresh([helmRelease(3)], signal);
    expect(await known.refresh([helmRelease(3)], signal)).toBe(false);
    expect(await known.refresh([helmRelease(4)], signal)).toBe(true);
    expect(reads).toBe(2);
  });

  it('is unknown where the agent may not read it, and says so until it may', async () => {
    let isAllowed = false;
    const known = releases(async () => {
      if (!isAllowed) throw new KubeError(403, 'forbidden');
      return secret(MANIFEST);
    });
    await known.refresh([helmRelease(3)], signal);
    expect(known.of(REF)).toMatchObject({
      objects: [],
      hidden:
        "What its chart made isn't compared, the agent may not read the Secret flux-system/sh.helm.release.v1.web.v3; its status is what the engine says.",
    });
    isAllowed = true;
    expect(await known.refresh([helmRelease(3)], signal)).toBe(true);
    expect(known.of(REF)?.objects).toHaveLength(2);
  });

  it('is unknown where the Secret holds no release', async () => {
    const known = releases(async () => ({ data: { release: 'bm9uc2Vuc2U=' } }));
    await known.refresh([helmRelease(3)], signal);
    expect(known.of(REF)?.hidden).toMatch(/can't be read/);
  });

  it.each([
    [
      'a key twice',
      'password: hunter2\npassword: hunter2',
      /DUPLICATE_KEY at line 14/,
    ],
    ['no object', 'hunter2: hunter2', /not a Kubernetes object at line 13/],
    ['a stray alias', 'password: *hunter2', /alias .* after line 13/],
    ['a text without end', 'password: "hunter2', /MISSING_CHAR at line 1\d/],
  ])('keeps to itself what the Secret says: %s', async (_, text, line) => {
    const said: string[] = [];
    const known = releases(
      async () => secret(`${MANIFEST}---\n${text}\n`),
      message => said.push(message),
    );
    await known.refresh([helmRelease(3)], signal);
    const hidden = known.of(REF)?.hidden;
    expect(hidden).toMatch(line);
    expect(`${hidden} ${said}`).not.toContain('hunter2');
  });

  it('is unknown where the API answers otherwise, whatever that says', async () => {
    const known = releases(async () => {
      throw new KubeError(500, 'hunter2 is no release');
    });
    await known.refresh([helmRelease(3)], signal);
    expect(known.of(REF)?.hidden).toMatch(/can't be read \(HTTP 500\)/);
  });

  it('is nothing before the first release', async () => {
    const known = releases(async () => secret(MANIFEST));
    expect(
      await known.refresh([{ ...helmRelease(1), status: {} }], signal),
    ).toBe(false);
    expect(known.of(REF)).toBeUndefined();
  });
});
