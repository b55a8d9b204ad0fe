import { composed, edits } from '../__fixtures__/composed';
import { complaints } from '../__fixtures__/loaded';
import { PROD, replace, SHOP } from '../__fixtures__/smallFleet';
import type { FleetEdits } from '../__fixtures__/smallFleet';

describe('a workspace', () => {
  const CASES: [string, FleetEdits, string][] = [
    [
      'a namespace that every cluster has',
      { [SHOP]: replace('[{name: shop}]', '[{name: kube-system}]') },
      `${SHOP}:7:23  namespace kube-system is not for workspaces
  Every cluster has it already: choose a name of your own.`,
    ],
    [
      'a namespace that a component has objects in',
      {
        'components/local-storage/1.0.0/manifests/more.yaml':
          'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, namespace: disks}\n',
        [SHOP]: replace('[{name: shop}]', '[{name: disks}]'),
      },
      `${SHOP}:7:23  namespace disks on prod is used by component local-storage 1.0.0
  components/local-storage/1.0.0/component.yaml:7 has objects in it.
  Choose another name.`,
    ],
    [
      'no bound under a ceiling',
      {
        [PROD]: text => `${text}  workspaces: {ceiling: {memory: 8Gi}}\n`,
      },
      `${SHOP}:12:10  shop has no quota of memory, so on prod it could take any amount
  ${PROD}:12 says how much there is for all.
  Add memory to its quota.`,
    ],
    [
      'a role for whole clusters',
      { 'roles/developer.yaml': replace('scope: Namespace', 'scope: Cluster') },
      `${SHOP}:9:14  role developer is for whole clusters: a workspace gives rights in its own namespaces only
  roles/developer.yaml:5 says what it is for.
  Choose a role of scope Namespace.`,
    ],
  ];
  it.each(CASES)("can't have %s", (_what, edit, told) => {
    expect(complaints(edit)).toContain(told);
  });

  it('reads the cluster that it is on', () => {
    const { workspaces } = composed({
      [SHOP]: edits(
        ['path: ./prod', 'path: "./${workspace.name}/${cluster.name}"'],
        ['pods: 20', 'pods: "${variables.workers * 10}"'],
      ),
    });
    expect(workspaces[0].workspace.spec).toMatchObject({
      source: { path: './shop/prod' },
      quota: { pods: 50 },
    });
  });

  it('is told of an expression that gives what can’t stand there', () => {
    expect(
      complaints({ [SHOP]: replace('pods: 20', 'pods: "${[1]}"') })[0],
    ).toContain(`${SHOP}:12:36  spec.quota.pods: must be a quantity`);
    expect(
      complaints({ [SHOP]: replace('pods: 20', 'pods: "${cluster.nam}"') }),
    ).toEqual([
      `${SHOP}:12:47  there is no nam here
  Did you mean name?`,
    ]);
  });

  it('counts cpu as what it requests', () => {
    const ceiling = (cpu: string) => ({
      [PROD]: (text: string) =>
        `${text}  workspaces: {ceiling: {cpu: ${cpu}}}\n`,
    });
    expect(complaints(ceiling('4'))).toEqual([]);
    expect(complaints(ceiling('3'))[0]).toContain('more cpu than 3 together');
  });
});
