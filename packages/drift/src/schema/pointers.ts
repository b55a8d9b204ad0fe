/**
 * Scalars that Kubernetes' Go types hold by pointer (k8s.io/api, apiextensions-apiserver, kube-aggregator and
 * apimachinery v0.36.3, stable versions): the server stores their zero value, so that its absence is a change. OpenAPI
 * doesn't tell. By definition, the fields in one text.
 */
export const POINTERS: Readonly<Record<string, string>> = {
  'io.k8s.api.admissionregistration.v1.Rule': 'scope',
  'io.k8s.api.admissionregistration.v1.ValidatingAdmissionPolicySpec':
    'failurePolicy',
  'io.k8s.api.admissionregistration.v1.Validation': 'reason',
  'io.k8s.api.admissionregistration.v1.ParamRef': 'parameterNotFoundAction',
  'io.k8s.api.admissionregistration.v1.MatchResources': 'matchPolicy',
  'io.k8s.api.admissionregistration.v1.ValidatingWebhook':
    'failurePolicy matchPolicy sideEffects timeoutSeconds',
  'io.k8s.api.admissionregistration.v1.MutatingWebhook':
    'failurePolicy matchPolicy sideEffects timeoutSeconds reinvocationPolicy',
  'io.k8s.api.admissionregistration.v1.MutatingAdmissionPolicySpec':
    'failurePolicy',
  'io.k8s.api.admissionregistration.v1.WebhookClientConfig': 'url',
  'io.k8s.api.admissionregistration.v1.ServiceReference': 'path port',
  'io.k8s.api.apps.v1.RollingUpdateStatefulSetStrategy': 'partition',
  'io.k8s.api.apps.v1.StatefulSetSpec': 'replicas revisionHistoryLimit',
  'io.k8s.api.apps.v1.DeploymentSpec':
    'replicas revisionHistoryLimit progressDeadlineSeconds',
  'io.k8s.api.apps.v1.DaemonSetSpec': 'revisionHistoryLimit',
  'io.k8s.api.apps.v1.ReplicaSetSpec': 'replicas',
  'io.k8s.api.autoscaling.v1.HorizontalPodAutoscalerSpec':
    'minReplicas targetCPUUtilizationPercentage',
  'io.k8s.api.autoscaling.v1.ResourceMetricSource': 'targetAverageUtilization',
  'io.k8s.api.autoscaling.v1.ContainerResourceMetricSource':
    'targetAverageUtilization',
  'io.k8s.api.autoscaling.v2.HorizontalPodAutoscalerSpec': 'minReplicas',
  'io.k8s.api.autoscaling.v2.HPAScalingRules':
    'stabilizationWindowSeconds selectPolicy',
  'io.k8s.api.autoscaling.v2.MetricTarget': 'averageUtilization',
  'io.k8s.api.batch.v1.PodFailurePolicyOnExitCodesRequirement': 'containerName',
  'io.k8s.api.batch.v1.SuccessPolicyRule': 'succeededIndexes succeededCount',
  'io.k8s.api.batch.v1.JobSpec':
    'parallelism completions activeDeadlineSeconds backoffLimit backoffLimitPerIndex maxFailedIndexes manualSelector ttlSecondsAfterFinished completionMode suspend podReplacementPolicy managedBy',
  'io.k8s.api.batch.v1.CronJobSpec':
    'timeZone startingDeadlineSeconds suspend successfulJobsHistoryLimit failedJobsHistoryLimit',
  'io.k8s.api.certificates.v1.CertificateSigningRequestSpec':
    'expirationSeconds',
  'io.k8s.api.coordination.v1.LeaseSpec':
    'holderIdentity leaseDurationSeconds leaseTransitions strategy preferredHolder',
  'io.k8s.api.core.v1.PersistentVolumeSpec':
    'volumeMode volumeAttributesClassName',
  'io.k8s.api.core.v1.PersistentVolumeClaimSpec':
    'storageClassName volumeMode volumeAttributesClassName',
  'io.k8s.api.core.v1.TypedObjectReference': 'apiGroup namespace',
  'io.k8s.api.core.v1.HostPathVolumeSource': 'type',
  'io.k8s.api.core.v1.GlusterfsPersistentVolumeSource': 'endpointsNamespace',
  'io.k8s.api.core.v1.SecretVolumeSource': 'defaultMode optional',
  'io.k8s.api.core.v1.SecretProjection': 'optional',
  'io.k8s.api.core.v1.ISCSIVolumeSource': 'initiatorName',
  'io.k8s.api.core.v1.ISCSIPersistentVolumeSource': 'initiatorName',
  'io.k8s.api.core.v1.FCVolumeSource': 'lun',
  'io.k8s.api.core.v1.AzureFilePersistentVolumeSource': 'secretNamespace',
  'io.k8s.api.core.v1.AzureDiskVolumeSource':
    'cachingMode fsType readOnly kind',
  'io.k8s.api.core.v1.ConfigMapVolumeSource': 'defaultMode optional',
  'io.k8s.api.core.v1.ConfigMapProjection': 'optional',
  'io.k8s.api.core.v1.ServiceAccountTokenProjection': 'expirationSeconds',
  'io.k8s.api.core.v1.ClusterTrustBundleProjection': 'name signerName optional',
  'io.k8s.api.core.v1.PodCertificateProjection': 'maxExpirationSeconds',
  'io.k8s.api.core.v1.ProjectedVolumeSource': 'defaultMode',
  'io.k8s.api.core.v1.KeyToPath': 'mode',
  'io.k8s.api.core.v1.LocalVolumeSource': 'fsType',
  'io.k8s.api.core.v1.CSIVolumeSource': 'readOnly fsType',
  'io.k8s.api.core.v1.VolumeMount': 'recursiveReadOnly mountPropagation',
  'io.k8s.api.core.v1.FileKeySelector': 'optional',
  'io.k8s.api.core.v1.ConfigMapKeySelector': 'optional',
  'io.k8s.api.core.v1.SecretKeySelector': 'optional',
  'io.k8s.api.core.v1.ConfigMapEnvSource': 'optional',
  'io.k8s.api.core.v1.SecretEnvSource': 'optional',
  'io.k8s.api.core.v1.GRPCAction': 'service',
  'io.k8s.api.core.v1.Probe': 'terminationGracePeriodSeconds',
  'io.k8s.api.core.v1.Container': 'restartPolicy',
  'io.k8s.api.core.v1.Lifecycle': 'stopSignal',
  'io.k8s.api.core.v1.ResourceHealth': 'message',
  'io.k8s.api.core.v1.Toleration': 'tolerationSeconds',
  'io.k8s.api.core.v1.PodSpec':
    'terminationGracePeriodSeconds activeDeadlineSeconds automountServiceAccountToken shareProcessNamespace priority runtimeClassName enableServiceLinks preemptionPolicy setHostnameAsFQDN hostUsers hostnameOverride',
  'io.k8s.api.core.v1.PodResourceClaim':
    'resourceClaimName resourceClaimTemplateName',
  'io.k8s.api.core.v1.PodSchedulingGroup': 'podGroupName',
  'io.k8s.api.core.v1.TopologySpreadConstraint':
    'minDomains nodeAffinityPolicy nodeTaintsPolicy',
  'io.k8s.api.core.v1.PodSecurityContext':
    'runAsUser runAsGroup runAsNonRoot supplementalGroupsPolicy fsGroup fsGroupChangePolicy seLinuxChangePolicy',
  'io.k8s.api.core.v1.SeccompProfile': 'localhostProfile',
  'io.k8s.api.core.v1.AppArmorProfile': 'localhostProfile',
  'io.k8s.api.core.v1.PodDNSConfigOption': 'value',
  'io.k8s.api.core.v1.EphemeralContainer': 'restartPolicy',
  'io.k8s.api.core.v1.ReplicationControllerSpec': 'replicas',
  'io.k8s.api.core.v1.ClientIPConfig': 'timeoutSeconds',
  'io.k8s.api.core.v1.LoadBalancerIngress': 'ipMode',
  'io.k8s.api.core.v1.ServiceSpec':
    'ipFamilyPolicy allocateLoadBalancerNodePorts loadBalancerClass internalTrafficPolicy trafficDistribution',
  'io.k8s.api.core.v1.ServicePort': 'appProtocol',
  'io.k8s.api.core.v1.ServiceAccount': 'automountServiceAccountToken',
  'io.k8s.api.core.v1.NodeRuntimeHandlerFeatures':
    'recursiveReadOnlyMounts userNamespaces',
  'io.k8s.api.core.v1.NodeFeatures': 'supplementalGroupsPolicy',
  'io.k8s.api.core.v1.TypedLocalObjectReference': 'apiGroup',
  'io.k8s.api.core.v1.Secret': 'immutable',
  'io.k8s.api.core.v1.ConfigMap': 'immutable',
  'io.k8s.api.core.v1.DownwardAPIVolumeSource': 'defaultMode',
  'io.k8s.api.core.v1.DownwardAPIVolumeFile': 'mode',
  'io.k8s.api.core.v1.SecurityContext':
    'privileged runAsUser runAsGroup runAsNonRoot readOnlyRootFilesystem allowPrivilegeEscalation procMount',
  'io.k8s.api.flowcontrol.v1.LimitedPriorityLevelConfiguration':
    'nominalConcurrencyShares lendablePercent borrowingLimitPercent',
  'io.k8s.api.flowcontrol.v1.ExemptPriorityLevelConfiguration':
    'nominalConcurrencyShares lendablePercent',
  'io.k8s.api.networking.v1.NetworkPolicyPort': 'protocol endPort',
  'io.k8s.api.networking.v1.IngressSpec': 'ingressClassName',
  'io.k8s.api.networking.v1.HTTPIngressPath': 'pathType',
  'io.k8s.api.networking.v1.IngressClassParametersReference':
    'apiGroup scope namespace',
  'io.k8s.api.policy.v1.PodDisruptionBudgetSpec': 'unhealthyPodEvictionPolicy',
  'io.k8s.api.resource.v1.ResourceSliceSpec':
    'nodeName allNodes perDeviceNodeSelection',
  'io.k8s.api.resource.v1.Device':
    'nodeName allNodes bindsToNode allowMultipleAllocations',
  'io.k8s.api.resource.v1.NodeAllocatableResourceMapping': 'capacityKey',
  'io.k8s.api.resource.v1.DeviceAttribute': 'int bool string version',
  'io.k8s.api.resource.v1.ExactDeviceRequest': 'adminAccess',
  'io.k8s.api.resource.v1.DeviceConstraint': 'matchAttribute distinctAttribute',
  'io.k8s.api.resource.v1.DeviceToleration': 'tolerationSeconds',
  'io.k8s.api.resource.v1.DeviceRequestAllocationResult': 'adminAccess',
  'io.k8s.api.resource.v1.DeviceClassSpec': 'extendedResourceName',
  'io.k8s.api.scheduling.v1.PriorityClass': 'preemptionPolicy',
  'io.k8s.api.storage.v1.StorageClass':
    'reclaimPolicy allowVolumeExpansion volumeBindingMode',
  'io.k8s.api.storage.v1.VolumeAttachmentSource': 'persistentVolumeName',
  'io.k8s.api.storage.v1.VolumeError': 'errorCode',
  'io.k8s.api.storage.v1.CSIDriverSpec':
    'attachRequired podInfoOnMount storageCapacity fsGroupPolicy requiresRepublish seLinuxMount nodeAllocatableUpdatePeriodSeconds serviceAccountTokenInSecrets preventPodSchedulingIfMissing',
  'io.k8s.api.storage.v1.TokenRequest': 'expirationSeconds',
  'io.k8s.api.storage.v1.VolumeNodeResources': 'count',
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.WebhookClientConfig':
    'url',
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.ServiceReference':
    'path port',
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionVersion':
    'deprecationWarning',
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceSubresourceScale':
    'labelSelectorPath',
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps':
    'maximum minimum maxLength minLength maxItems minItems multipleOf maxProperties minProperties x x x',
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.ValidationRule':
    'reason optionalOldSelf',
  'io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.ServiceReference': 'port',
  'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta':
    'deletionGracePeriodSeconds',
  'io.k8s.apimachinery.pkg.apis.meta.v1.OwnerReference':
    'controller blockOwnerDeletion',
};
