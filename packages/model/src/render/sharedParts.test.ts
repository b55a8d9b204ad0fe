import { MGMT, smallFleet } from '../__fixtures__/smallFleet';
import { renderAll } from './fleetRender';

const GITOPS = 'rendered/mgmt/gitops/manifests.yaml';

it('shows the children of a manager that is otherwise like managers before it', () => {
  const alone = smallFleet();
  const manager = alone.get(MGMT) ?? '';
  const like = (name: string) => manager.replace('name: mgmt', `name: ${name}`);
  const among = smallFleet({
    'clusters/a1/cluster.yaml': like('a1'),
    'clusters/a2/cluster.yaml': like('a2'),
  });
  const gitopsIn = (files: Map<string, string>) =>
    renderAll(files).clusters.get('mgmt')?.files.get(GITOPS);
  expect(gitopsIn(among)).toContain('infrastructure-prod');
  expect(gitopsIn(among)).toBe(gitopsIn(alone));
});
