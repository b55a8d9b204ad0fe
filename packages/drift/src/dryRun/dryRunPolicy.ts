import { KubeObject } from '../object';

/**
 * The name of the policy, of its binding, and of the rights that it bounds.
 *
 * @public
 */
export const DRY_RUN = 'flotilla-agent-dry-run';

/**
 * An object with this annotation is refused by the policy even in a dry-run: so the agent can ask a server whether the
 * policy is enforced, and nothing changes whatever the answer.
 *
 * @public
 */
export const PROBE_ANNOTATION = 'flotilla.dev/dry-run-probe';

const REGISTRATION = 'admissionregistration.k8s.io';
const RBAC = 'rbac.authorization.k8s.io';

/**
 * Whether objects of a kind are tried in dry-runs at all. Not policies and webhooks, because a policy doesn't bind who may
 * write policies; not roles and bindings, because who may patch them may grant what they say; not Secrets.
 *
 * @public
 */
export function isTriedInDryRun({
  group,
  kind,
}: {
  group: string;
  kind: string;
}): boolean {
  const isSecret = group === '' && kind === 'Secret';
  return group !== REGISTRATION && group !== RBAC && !isSecret;
}
const IS_DRY_RUN = 'has(request.dryRun) && request.dryRun';

/**
 * What lets the agent's account do nothing but dry-runs, and write its own Lease and key: a policy and its binding.
 * Kubernetes authorises a dry-run like a write, so that its rights alone can't say it. Every default is written out: a
 * server that has anything else has something else.
 *
 * @param namespace - the agent's own
 *
 * @public
 */
export function dryRunPolicy(namespace: string): {
  policy: KubeObject;
  binding: KubeObject;
} {
  const metadata = { name: DRY_RUN };
  const apiVersion = `${REGISTRATION}/v1`;
  return {
    policy: {
      apiVersion,
      kind: 'ValidatingAdmissionPolicy',
      metadata,
      spec: {
        failurePolicy: 'Fail',
        matchConstraints: {
          matchPolicy: 'Equivalent',
          namespaceSelector: {},
          objectSelector: {},
          resourceRules: [
            {
              apiGroups: ['*'],
              apiVersions: ['*'],
              operations: ['*'],
              resources: ['*/*'],
              scope: '*',
            },
          ],
        },
        matchConditions: [
          {
            name: 'is-the-agent',
            expression: `request.userInfo.username == 'system:serviceaccount:${namespace}:flotilla-agent'`,
          },
        ],
        validations: [
          {
            expression: `(${IS_DRY_RUN}) || (${isOwn(namespace)})`,
            message:
              'the agent may only try changes (dryRun=All), and write its own Lease and key',
            reason: 'Forbidden',
          },
          {
            expression: `!(${IS_DRY_RUN}) || object == null || !has(object.metadata.annotations) || !('${PROBE_ANNOTATION}' in object.metadata.annotations)`,
            message: 'the policy is enforced',
            reason: 'Forbidden',
          },
        ],
      },
    },
    binding: {
      apiVersion,
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata,
      spec: { policyName: DRY_RUN, validationActions: ['Deny'] },
    },
  };
}

function isOwn(namespace: string): string {
  const own = [
    ['coordination.k8s.io', 'leases', 'flotilla-agent'],
    ['', 'secrets', 'flotilla-agent-key'],
  ].map(
    ([group, resource, name]) =>
      `(request.resource.group == '${group}' && request.resource.resource == '${resource}' && request.name == '${name}')`,
  );
  return `has(request.namespace) && request.namespace == '${namespace}' && (${own.join(
    ' || ',
  )})`;
}
