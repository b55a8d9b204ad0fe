import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A real git repository in a temporary folder, laid out as a fleet repository's `rendered/`. */
export class FleetRepository {
  readonly folder = mkdtempSync(join(tmpdir(), 'fleet-repository-'));

  constructor() {
    this.#git('init', '--quiet', '--initial-branch=main');
  }

  /** Writes and removes files, and commits them. */
  commit(files: { [path: string]: string | null }): string {
    for (const [path, text] of Object.entries(files)) {
      const full = join(this.folder, path);
      if (text === null) {
        rmSync(full, { force: true });
      } else {
        mkdirSync(dirname(full), { recursive: true });
        writeFileSync(full, text);
      }
    }
    this.#git('add', '--all');
    this.#git(
      '-c',
      'user.name=test',
      '-c',
      'user.email=test@example.com',
      'commit',
      '--quiet',
      '-m',
      'change',
    );
    return this.#git('rev-parse', 'HEAD').trim();
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #git(...args: string[]): string {
    return execFileSync('git', args, { cwd: this.folder, encoding: 'utf8' });
  }
}

/** What `bootstrap` of a cluster holds of the engine's objects. */
export function bootstrapManifests(cluster: string): string {
  return `apiVersion: v1
kind: Namespace
metadata: {name: flux-system, annotations: {kustomize.toolkit.fluxcd.io/prune: disabled}}
---
apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: {name: fleet, namespace: flux-system}
spec: {url: "https://github.com/acme/fleet", interval: 1m, ref: {branch: main}}
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: fleet, namespace: flux-system}
spec:
  interval: 1m
  path: ./rendered/${cluster}/gitops
  prune: true
  sourceRef: {kind: GitRepository, name: fleet}
`;
}

/** One Kustomization of the `gitops` part. */
export function partKustomization(
  cluster: string,
  part: string,
  spec: string = '',
): string {
  return `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  name: ${part.replace('/', '-')}
  namespace: flux-system
  annotations: {flotilla.dev/part: ${part}}
spec:
  interval: 1m
  path: ./rendered/${cluster}/${part}
  prune: true
  wait: true
  timeout: 5m
  sourceRef: {kind: GitRepository, name: fleet}
${spec}`;
}
