import { DRY_RUN } from '@flotilla/drift';
import { loaded } from '../../__fixtures__/loaded';
import { renderedParts, theObject } from '../../__fixtures__/rendered';
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
});

describe('dry-runs that somebody opts in', () => {
  const gitops = (edits: FleetEdits) => parts(edits).get('gitops');
  const tried = gitops({ [PROD]: says('{dryRun: true}') });

  it('come with a policy that lets the agent do nothing else', () => {
    expect(theObject(tried, 'ValidatingAdmissionPolicy').spec).toMatchObject({
      failurePolicy: 'Fail',
      matchConditions: [
        {
          expression:
            "request.userInfo.username == 'system:serviceaccount:flotilla-system:flotilla-agent'",
        },
      ],
    });
    expect(theObject(tried, 'ValidatingAdmissionPolicyBinding').spec).toEqual({
      policyName: 'flotilla-agent-dry-run',
      validationActions: ['Deny'],
    });
  });

  it('are of the kinds that the cluster is given, never of policies, roles and Secrets', () => {
    const { rules } = theObject(tried, 'ClusterRole', 'flotilla-agent-dry-run');
    expect(rules).toEqual(
      expect.arrayContaining([
        {
          apiGroups: ['kustomize.toolkit.fluxcd.io'],
          resources: ['kustomizations'],
          verbs: ['patch'],
        },
      ]),
    );
    expect(JSON.stringify(rules)).not.toMatch(
      /admissionregistration|rbac\.authorization|secrets|\*/,
    );
  });

  it('are bound before they are allowed, where somebody applies them by hand', () => {
    const fleet = loaded({ [PROD]: says('{dryRun: true}') });
    const { objects } = agentManifests(fleet, 'prod');
    const at = (kind: string) =>
      objects.findIndex(
        object => object.kind === kind && object.metadata.name === DRY_RUN,
      );
    expect(at('ValidatingAdmissionPolicy')).toBe(0);
    expect(at('ValidatingAdmissionPolicyBinding')).toBe(1);
    expect(at('ClusterRole')).toBeGreaterThan(1);
  });

  it('are the fleet’s choice, unless the cluster makes its own', () => {
    const fleet = { 'fleet.yaml': says('{dryRun: true}') };
    const has = (edits: FleetEdits) =>
      gitops(edits)?.some(({ kind }) => kind === 'ValidatingAdmissionPolicy');
    expect(has({})).toBe(false);
    expect(has(fleet)).toBe(true);
    expect(has({ ...fleet, [PROD]: says('{dryRun: false}') })).toBe(false);
  });
});
