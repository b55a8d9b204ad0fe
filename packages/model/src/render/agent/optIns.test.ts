import { DRY_RUN } from '@flotilla/drift';
import { loaded } from '../../__fixtures__/loaded';
import { ARGO_CD, renderedParts, theObject } from '../../__fixtures__/rendered';
import { PROD, WEB } from '../../__fixtures__/smallFleet';
import type { FleetEdits } from '../../__fixtures__/smallFleet';
import { agentManifests } from './agentManifests';

/** Says something of drift at the end of a file. */
const says = (drift: string) => (text: string) =>
  `${text.trimEnd()}\n  drift: ${drift}\n`;
const parts = (edits: FleetEdits) => renderedParts('prod', edits);

const READ = ['get', 'list', 'watch'];
const SECRETS = { apiGroups: [''], resources: ['secrets'] };

describe('Secrets that somebody opts in', () => {
  const opted = parts({
    [WEB]: says('{secrets: [{namespace: web, name: tls}]}'),
    [PROD]: says(
      '{secrets: [{namespace: web, name: key}, {namespace: kube-system, name: a.b}], releases: [web]}',
    ),
  });
  const objects = opted.get('agent');

  it('are readable by name, those of Helm each whose name the agent knows, and nothing else', () => {
    const roles = objects?.filter(({ kind }) => kind === 'Role') ?? [];
    expect(
      roles.map(({ metadata, rules }) => [metadata.namespace, rules]),
    ).toEqual([
      ['kube-system', [{ ...SECRETS, resourceNames: ['a.b'], verbs: READ }]],
      [
        'web',
        [
          { ...SECRETS, resourceNames: ['key', 'tls'], verbs: READ },
          { ...SECRETS, verbs: ['get'] },
        ],
      ],
    ]);
    expect(theObject(objects, 'RoleBinding')).toMatchObject({
      roleRef: { kind: 'Role', name: 'flotilla-agent-secrets' },
      subjects: [{ name: 'flotilla-agent', namespace: 'flotilla-system' }],
    });
  });

  it('come after the parts that bring their namespaces', () => {
    const stage = theObject(opted.get('gitops'), 'Kustomization', 'agent');
    expect(stage.metadata.annotations).toEqual({
      'flotilla.dev/part': 'agent',
    });
    expect(stage.spec).toMatchObject({
      path: './rendered/prod/agent',
      dependsOn: [{ name: 'components-web' }],
    });
  });

  it('bring a right to read what charts are mostly made of, with releases only', () => {
    const kinds = (edits: FleetEdits) =>
      JSON.stringify(
        theObject(
          parts(edits).get('gitops'),
          'ClusterRole',
          'flotilla-agent-parts',
        ).rules,
      );
    expect(kinds({ [PROD]: says('{releases: [web]}') })).toContain('cronjobs');
    expect(kinds({})).not.toContain('cronjobs');
  });

  it('are none by default', () => {
    expect(parts({}).has('agent')).toBe(false);
  });

  it('are none in a namespace in which no part has anything, as it may not be there', () => {
    const elsewhere = '{secrets: [{namespace: monitoring, name: tls}]}';
    expect(parts({ [PROD]: says(elsewhere) }).has('agent')).toBe(false);
  });
});

describe('dry-runs that somebody opts in', () => {
  const opted = { [PROD]: says('{dryRun: true}') };
  const tried = parts(opted);
  const bound = tried.get('agent-policy');

  it('come with a policy that lets the agent do nothing else', () => {
    expect(theObject(bound, 'ValidatingAdmissionPolicy').spec).toMatchObject({
      failurePolicy: 'Fail',
      matchConditions: [
        {
          expression:
            "request.userInfo.username == 'system:serviceaccount:flotilla-system:flotilla-agent'",
        },
      ],
    });
    expect(theObject(bound, 'ValidatingAdmissionPolicyBinding').spec).toEqual({
      policyName: 'flotilla-agent-dry-run',
      validationActions: ['Deny'],
    });
  });

  it('are allowed only when the policy has been applied', () => {
    const stage = theObject(
      tried.get('gitops'),
      'Kustomization',
      'agent-dry-run',
    );
    expect(stage.spec).toMatchObject({
      path: './rendered/prod/agent-dry-run',
      dependsOn: [{ name: 'agent-policy' }],
      prune: true,
    });
    const argo = parts({ ...ARGO_CD, ...opted }).get('gitops');
    const wave = (name: string) =>
      theObject(argo, 'Application', name).metadata.annotations?.[
        'argocd.argoproj.io/sync-wave'
      ];
    expect([wave('agent-policy'), wave('agent-dry-run')]).toEqual(['0', '1']);
  });

  it('leave the policy behind when the rights go, whatever the engine deletes first', () => {
    const annotations = (edits: FleetEdits, part: string) =>
      parts(edits)
        .get(part)
        ?.map(({ metadata }) => metadata.annotations);
    const flux = { 'kustomize.toolkit.fluxcd.io/prune': 'disabled' };
    const argo = {
      'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false',
    };
    const onArgo = { ...ARGO_CD, ...opted };
    expect(annotations(opted, 'agent-policy')).toEqual([flux, flux]);
    expect(annotations(onArgo, 'agent-policy')).toEqual([argo, argo]);
    const none = [undefined, undefined];
    expect(annotations(opted, 'agent-dry-run')).toEqual(none);
    expect(annotations(onArgo, 'agent-dry-run')).toEqual(none);
  });

  it('are of the kinds that the cluster is given, never of policies, roles and Secrets', () => {
    const { rules } = theObject(tried.get('agent-dry-run'), 'ClusterRole');
    expect(rules).toEqual(
      expect.arrayContaining(
        [
          ['apps', 'deployments'],
          ['kustomize.toolkit.fluxcd.io', 'kustomizations'],
        ].map(([group, resource]) => ({
          apiGroups: [group],
          resources: [resource],
          verbs: ['patch'],
        })),
      ),
    );
    expect(JSON.stringify(rules)).not.toMatch(
      /admissionregistration|rbac\.authorization|secrets|\*/,
    );
  });

  it('are bound before they are allowed, where somebody applies them by hand', () => {
    const { objects } = agentManifests(loaded(opted), 'prod');
    const at = (kind: string) =>
      objects.findIndex(
        object => object.kind === kind && object.metadata.name === DRY_RUN,
      );
    expect(at('ValidatingAdmissionPolicy')).toBe(0);
    expect(at('ValidatingAdmissionPolicyBinding')).toBe(1);
    expect(at('ClusterRole')).toBeGreaterThan(1);
    expect(at('ClusterRoleBinding')).toBeGreaterThan(1);
  });

  it('are the fleet’s choice, unless the cluster makes its own', () => {
    const fleet = { 'fleet.yaml': says('{dryRun: true}') };
    const has = (edits: FleetEdits) => {
      const rendered = parts(edits);
      return ['agent-policy', 'agent-dry-run'].map(part => rendered.has(part));
    };
    expect(has({})).toEqual([false, false]);
    expect(has(fleet)).toEqual([true, true]);
    expect(has({ ...fleet, [PROD]: says('{dryRun: false}') })).toEqual([
      false,
      false,
    ]);
  });
});
