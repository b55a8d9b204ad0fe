import { Severity } from '../types';

export const SEVERITIES: readonly Severity[] = [
  'low',
  'medium',
  'high',
  'critical',
];

export interface SeverityRule {
  /** `group/Kind`; absent for all. */
  kinds?: readonly string[];
  what: 'Missing' | 'Orphaned' | 'Unmanaged' | RegExp;
  severity: Severity;
}

const RBAC = [
  'rbac.authorization.k8s.io/ClusterRole',
  'rbac.authorization.k8s.io/ClusterRoleBinding',
  'rbac.authorization.k8s.io/Role',
  'rbac.authorization.k8s.io/RoleBinding',
];
const ADMISSION = [
  'admissionregistration.k8s.io/MutatingWebhookConfiguration',
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration',
  'admissionregistration.k8s.io/ValidatingAdmissionPolicy',
  'admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding',
  'kyverno.io/ClusterPolicy',
];
const WORKLOADS = [
  'apps/Deployment',
  'apps/StatefulSet',
  'apps/DaemonSet',
  'batch/CronJob',
];

/** The first rule that fits decides; `medium` when none does. */
export const SEVERITY_RULES: readonly SeverityRule[] = [
  {
    kinds: [
      '/Namespace',
      'apiextensions.k8s.io/CustomResourceDefinition',
      ...ADMISSION,
    ],
    what: 'Missing',
    severity: 'critical',
  },
  {
    kinds: [
      ...WORKLOADS,
      ...RBAC,
      '/Secret',
      '/Service',
      '/PersistentVolumeClaim',
      'networking.k8s.io/NetworkPolicy',
      'networking.k8s.io/Ingress',
      'kustomize.toolkit.fluxcd.io/Kustomization',
      'source.toolkit.fluxcd.io/GitRepository',
    ],
    what: 'Missing',
    severity: 'high',
  },
  { what: 'Missing', severity: 'medium' },
  { kinds: [...RBAC, ...ADMISSION], what: 'Unmanaged', severity: 'high' },
  { what: 'Unmanaged', severity: 'medium' },
  { kinds: RBAC, what: 'Orphaned', severity: 'medium' },
  { what: 'Orphaned', severity: 'low' },
  {
    what: /(privileged|allowPrivilegeEscalation|hostNetwork|hostPID|hostIPC|hostPath|capabilities)\b/,
    severity: 'critical',
  },
  {
    kinds: RBAC,
    what: /^\.(rules|subjects|roleRef|aggregationRule)/,
    severity: 'critical',
  },
  { kinds: ADMISSION, what: /^\.(webhooks|spec)/, severity: 'critical' },
  {
    kinds: ['networking.k8s.io/NetworkPolicy'],
    what: /^\.spec/,
    severity: 'high',
  },
  { kinds: ['/Secret'], what: /^\.(data|type|immutable)/, severity: 'high' },
  {
    kinds: ['/Namespace'],
    what: /^\.metadata\.labels\["pod-security\./,
    severity: 'critical',
  },
  {
    kinds: [
      'kustomize.toolkit.fluxcd.io/Kustomization',
      'helm.toolkit.fluxcd.io/HelmRelease',
    ],
    what: /^\.spec\.(suspend|path|sourceRef|prune)\b/,
    severity: 'high',
  },
  {
    kinds: ['source.toolkit.fluxcd.io/GitRepository'],
    what: /^\.spec\.(url|ref|suspend|ignore)\b/,
    severity: 'high',
  },
  { what: /^\.metadata\.(labels|annotations)/, severity: 'low' },
  { what: /\.template\.metadata\.(labels|annotations)/, severity: 'low' },
  {
    what: /\.(image|command|args|serviceAccountName|securityContext|runAsUser|runAsNonRoot)(\.|\[|$)/,
    severity: 'high',
  },
  { what: /ontainers\[[^\]]*\]$/, severity: 'high' },
  { what: /\.(volumes|volumeMounts)\b/, severity: 'high' },
  {
    what: /\.(revisionHistoryLimit|terminationMessagePath|terminationMessagePolicy|progressDeadlineSeconds)$/,
    severity: 'low',
  },
];
