import { execFileSync } from 'node:child_process';
import { corpus, kubernetesTools } from '.';

it('brings the real tools', async () => {
  const { kubectl, kustomize, helm } = await kubernetesTools();
  const run = (program: string, ...args: string[]) =>
    execFileSync(program, args, { encoding: 'utf8' });
  expect(run(kubectl, 'version', '--client')).toContain('v1.36.');
  expect(run(kustomize, 'version')).toMatch(/^v5\.8\./);
  expect(run(helm, 'version', '--short')).toMatch(/^v4\.2\./);
});

it('brings what real products install', () => {
  const manifests = corpus();
  expect(manifests).toHaveLength(51);
  for (const { text } of manifests) expect(text).toContain('apiVersion: ');
});

it('gives the namespace that a product is meant for', () => {
  const [argo, calico] = corpus(['argo-cd-ha', 'calico']);
  expect(argo.namespace).toBe('argocd');
  expect(calico.namespace).toBe('default');
});
