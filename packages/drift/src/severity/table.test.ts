import { ObjectRef } from '../object';
import { Severity } from '../types';
import { highestSeverity, raised, severityOf } from './severityOf';

const RBAC = 'rbac.authorization.k8s.io';
const ADMISSION = 'admissionregistration.k8s.io';
const FLUX = 'kustomize.toolkit.fluxcd.io';
const SOURCE = 'source.toolkit.fluxcd.io';
const HELM = 'helm.toolkit.fluxcd.io';

/** `apps/Deployment`, or `Service` of the core group. */
function refOf(kind: string): ObjectRef {
  const [name, group = ''] = kind.split('/').reverse();
  return { group, version: 'v1', kind: name, namespace: 'shop', name: 'web' };
}

const pod = '.spec.template.spec';
const app = `${pod}.containers[name="app"]`;

type Row = [what: string, of: string, severity: Severity];

function isJudged(rows: readonly Row[]): void {
  it.each(rows)('%s of %s is %s', (what, of, severity) => {
    expect(severityOf(refOf(of), what)).toBe(severity);
  });
}

describe('what a container may do is critical, on whatever kind', () => {
  isJudged([
    [`${app}.securityContext.privileged`, 'apps/Deployment', 'critical'],
    [
      `${app}.securityContext.allowPrivilegeEscalation`,
      'apps/StatefulSet',
      'critical',
    ],
    [`${app}.securityContext.capabilities.add`, 'apps/DaemonSet', 'critical'],
    [`${pod}.hostNetwork`, 'apps/Deployment', 'critical'],
    [`${pod}.hostPID`, 'apps/Deployment', 'critical'],
    [`${pod}.hostIPC`, 'apps/Deployment', 'critical'],
    [
      `${pod}.volumes[name="root"].hostPath.path`,
      'apps/Deployment',
      'critical',
    ],
    ['.spec.hostNetwork', 'Pod', 'critical'],
  ]);
});

describe('what runs, and as whom, is high', () => {
  isJudged([
    [`${app}.image`, 'apps/Deployment', 'high'],
    [`${app}.command`, 'apps/Deployment', 'high'],
    [`${app}.args`, 'apps/Deployment', 'high'],
    [`${app}.args[0]`, 'apps/Deployment', 'high'],
    [app, 'apps/Deployment', 'high'],
    [`${pod}.initContainers[name="evil"]`, 'apps/Deployment', 'high'],
    [`${pod}.serviceAccountName`, 'apps/Deployment', 'high'],
    [`${pod}.securityContext.fsGroup`, 'apps/Deployment', 'high'],
    [`${pod}.securityContext.runAsUser`, 'apps/Deployment', 'high'],
    [`${app}.securityContext.runAsNonRoot`, 'apps/Deployment', 'high'],
    [`${pod}.volumes[name="a"].configMap.name`, 'apps/Deployment', 'high'],
    [`${app}.volumeMounts[mountPath="/a"]`, 'apps/Deployment', 'high'],
  ]);
});

describe('how much and how is medium', () => {
  isJudged([
    ['.spec.replicas', 'apps/Deployment', 'medium'],
    [`${app}.imagePullPolicy`, 'apps/Deployment', 'medium'],
    [`${app}.env[name="MODE"].value`, 'apps/Deployment', 'medium'],
    [`${app}.resources.limits.memory`, 'apps/Deployment', 'medium'],
    ['.spec.ports[port=80,protocol="TCP"]', 'Service', 'medium'],
    ['.data.colour', 'ConfigMap', 'medium'],
  ]);
});

describe('what only names or keeps house is low', () => {
  isJudged([
    ['.metadata.labels.app', 'apps/Deployment', 'low'],
    ['.metadata.annotations["example.org/a"]', 'Service', 'low'],
    ['.spec.template.metadata.labels.app', 'apps/Deployment', 'low'],
    ['.spec.template.metadata.annotations.a', 'apps/Deployment', 'low'],
    ['.spec.revisionHistoryLimit', 'apps/Deployment', 'low'],
    ['.spec.progressDeadlineSeconds', 'apps/Deployment', 'low'],
    [`${app}.terminationMessagePath`, 'apps/Deployment', 'low'],
    [`${app}.terminationMessagePolicy`, 'apps/Deployment', 'low'],
  ]);
});

describe('rights, admission and secrets are worse than the same fields elsewhere', () => {
  isJudged([
    ['.rules[0].verbs', `${RBAC}/ClusterRole`, 'critical'],
    ['.rules', `${RBAC}/Role`, 'critical'],
    ['.subjects[0].name', `${RBAC}/RoleBinding`, 'critical'],
    ['.roleRef.name', `${RBAC}/ClusterRoleBinding`, 'critical'],
    [
      '.aggregationRule.clusterRoleSelectors',
      `${RBAC}/ClusterRole`,
      'critical',
    ],
    ['.metadata.labels.app', `${RBAC}/ClusterRole`, 'low'],
    ['.rules[0].verbs', 'example.org/Role', 'medium'],
    [
      '.webhooks[name="a"].failurePolicy',
      `${ADMISSION}/ValidatingWebhookConfiguration`,
      'critical',
    ],
    [
      '.webhooks[name="a"]',
      `${ADMISSION}/MutatingWebhookConfiguration`,
      'critical',
    ],
    [
      '.spec.validations[0].expression',
      `${ADMISSION}/ValidatingAdmissionPolicy`,
      'critical',
    ],
    [
      '.spec.validationActions',
      `${ADMISSION}/ValidatingAdmissionPolicyBinding`,
      'critical',
    ],
    ['.spec.rules[0]', 'kyverno.io/ClusterPolicy', 'critical'],
    ['.spec.rules[0]', 'nvidia.com/ClusterPolicy', 'medium'],
    ['.spec.ingress[0]', 'networking.k8s.io/NetworkPolicy', 'high'],
    ['.data.password', 'Secret', 'high'],
    ['.type', 'Secret', 'high'],
    ['.immutable', 'Secret', 'high'],
    [
      '.metadata.labels["pod-security.kubernetes.io/enforce"]',
      'Namespace',
      'critical',
    ],
    ['.metadata.labels.team', 'Namespace', 'low'],
  ]);
});

describe('what leads the engine elsewhere is high', () => {
  isJudged([
    ['.spec.suspend', `${FLUX}/Kustomization`, 'high'],
    ['.spec.path', `${FLUX}/Kustomization`, 'high'],
    ['.spec.prune', `${FLUX}/Kustomization`, 'high'],
    ['.spec.sourceRef.name', `${FLUX}/Kustomization`, 'high'],
    ['.spec.interval', `${FLUX}/Kustomization`, 'medium'],
    ['.spec.suspend', `${HELM}/HelmRelease`, 'high'],
    ['.spec.url', `${SOURCE}/GitRepository`, 'high'],
    ['.spec.ref.branch', `${SOURCE}/GitRepository`, 'high'],
    ['.spec.ignore', `${SOURCE}/GitRepository`, 'high'],
    ['.spec.suspend', 'batch/CronJob', 'medium'],
  ]);
});

describe('an object that is gone, left behind or put there', () => {
  isJudged([
    ['Missing', 'Namespace', 'critical'],
    ['Missing', 'apiextensions.k8s.io/CustomResourceDefinition', 'critical'],
    ['Missing', `${ADMISSION}/ValidatingWebhookConfiguration`, 'critical'],
    ['Missing', 'kyverno.io/ClusterPolicy', 'critical'],
    ['Missing', 'apps/Deployment', 'high'],
    ['Missing', 'apps/StatefulSet', 'high'],
    ['Missing', 'apps/DaemonSet', 'high'],
    ['Missing', 'batch/CronJob', 'high'],
    ['Missing', `${RBAC}/RoleBinding`, 'high'],
    ['Missing', 'Secret', 'high'],
    ['Missing', 'Service', 'high'],
    ['Missing', 'PersistentVolumeClaim', 'high'],
    ['Missing', 'networking.k8s.io/NetworkPolicy', 'high'],
    ['Missing', 'networking.k8s.io/Ingress', 'high'],
    ['Missing', `${FLUX}/Kustomization`, 'high'],
    ['Missing', `${SOURCE}/GitRepository`, 'high'],
    ['Missing', 'ConfigMap', 'medium'],
    ['Unmanaged', `${RBAC}/ClusterRoleBinding`, 'high'],
    ['Unmanaged', `${ADMISSION}/MutatingWebhookConfiguration`, 'high'],
    ['Unmanaged', 'apps/Deployment', 'medium'],
    ['Orphaned', `${RBAC}/Role`, 'medium'],
    ['Orphaned', 'apps/Deployment', 'low'],
  ]);
});

describe('severities', () => {
  it('of several findings the highest counts, and none of none', () => {
    expect(highestSeverity(['low', 'critical', 'high'])).toBe('critical');
    expect(highestSeverity(['low', 'medium'])).toBe('medium');
    expect(highestSeverity([])).toBeUndefined();
  });

  it('rise by one, up to critical', () => {
    const all: Severity[] = ['low', 'medium', 'high', 'critical'];
    expect(all.map(raised)).toEqual(['medium', 'high', 'critical', 'critical']);
  });
});
