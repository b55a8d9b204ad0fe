/** How a field says where an image is. */
export type ImageForm =
  /** A whole name: `quay.io/acme/web:1.0`. */
  | 'Reference'
  /** A name without tag, or the beginning of one: `quay.io/acme`. */
  | 'Place'
  /** `oci://quay.io/acme/charts`; any other address is left alone. */
  | 'Address'
  /** The text of a file: of a pod's manifest the images, of anything else nothing. */
  | 'PodText';

/** A field of a custom resource that holds an image, outside of a pod's specification. */
export interface ImageField {
  group: RegExp;
  /** Absent: every kind of the group. */
  kinds?: readonly string[];
  /** From the object on; `*` is every item of a list or a map, `**` any depth. */
  path: string;
  form: ImageForm;
  reason: string;
}

const CLUSTER_API = /(^|\.)cluster\.x-k8s\.io$/;

/**
 * Where images stand in custom resources. Containers and image volumes need no entry: they are found in any object.
 *
 * What is not here, on purpose: arguments and environment variables (`--image=…`, `RELATED_IMAGE_…`), of which nobody
 * but the program knows what they mean, so that a patch has to change them; and the patterns of image policies (Kyverno,
 * Sigstore), which say which images are meant, and not where one is pulled from.
 */
export const IMAGE_FIELDS: readonly ImageField[] = [
  {
    group: /^monitoring\.coreos\.com$/,
    kinds: ['Prometheus', 'PrometheusAgent', 'Alertmanager', 'ThanosRuler'],
    path: 'spec.image',
    form: 'Reference',
    reason: 'Prometheus Operator runs what it is told here',
  },
  {
    group: /^monitoring\.coreos\.com$/,
    kinds: ['Prometheus'],
    path: 'spec.thanos.image',
    form: 'Reference',
    reason: 'the sidecar of Thanos',
  },
  {
    group: CLUSTER_API,
    path: '**.clusterConfiguration.imageRepository',
    form: 'Place',
    reason: 'kubeadm pulls the control plane from here',
  },
  {
    group: CLUSTER_API,
    path: '**.clusterConfiguration.dns.imageRepository',
    form: 'Place',
    reason: 'kubeadm pulls CoreDNS from here',
  },
  {
    group: CLUSTER_API,
    path: '**.clusterConfiguration.etcd.local.imageRepository',
    form: 'Place',
    reason: 'kubeadm pulls etcd from here',
  },
  {
    group: CLUSTER_API,
    path: '**.files.*.content',
    form: 'PodText',
    reason: 'a static pod that the kubelet runs beside the control plane',
  },
  {
    group: CLUSTER_API,
    kinds: ['DevCluster', 'DevClusterTemplate'],
    path: '**.loadBalancer.imageRepository',
    form: 'Place',
    reason: 'the load balancer in front of a cluster in containers',
  },
  {
    group: CLUSTER_API,
    kinds: ['DevMachine', 'DevMachineTemplate'],
    path: '**.docker.customImage',
    form: 'Reference',
    reason: 'the node of a cluster in containers',
  },
  {
    group: CLUSTER_API,
    kinds: ['DevMachine', 'DevMachineTemplate'],
    path: '**.docker.preLoadImages.*',
    form: 'Reference',
    reason: 'put into such a node under the name that pods use',
  },
  {
    group: /^source\.toolkit\.fluxcd\.io$/,
    kinds: ['OCIRepository', 'HelmRepository'],
    path: 'spec.url',
    form: 'Address',
    reason: 'a registry that serves charts and manifests like images',
  },
  {
    group: /^kustomize\.toolkit\.fluxcd\.io$/,
    path: 'spec.images.*.newName',
    form: 'Place',
    reason: 'what kustomize writes into containers, after us',
  },
  {
    group: /^helm\.toolkit\.fluxcd\.io$/,
    path: 'spec.postRenderers.*.kustomize.images.*.newName',
    form: 'Place',
    reason: 'what kustomize writes into containers, after us',
  },
  {
    group: /^argoproj\.io$/,
    kinds: ['Application', 'ApplicationSet'],
    path: '**.repoURL',
    form: 'Place',
    reason:
      'a chart in a registry; what is fetched from elsewhere has a scheme',
  },
  {
    group: /^argoproj\.io$/,
    kinds: ['AppProject'],
    path: 'spec.sourceRepos.*',
    form: 'Place',
    reason: 'what its Applications may name, which is the mirror then',
  },
  {
    group: /^argoproj\.io$/,
    kinds: [
      'Workflow',
      'WorkflowTemplate',
      'ClusterWorkflowTemplate',
      'CronWorkflow',
    ],
    path: '**.templates.*.container.image',
    form: 'Reference',
    reason: 'a step of Argo Workflows is one container, not a pod',
  },
  {
    group: /^argoproj\.io$/,
    kinds: [
      'Workflow',
      'WorkflowTemplate',
      'ClusterWorkflowTemplate',
      'CronWorkflow',
    ],
    path: '**.templates.*.script.image',
    form: 'Reference',
    reason: 'a step of Argo Workflows is one container, not a pod',
  },
  {
    group: /^tekton\.dev$/,
    path: '**.steps.*.image',
    form: 'Reference',
    reason: 'a step of Tekton is a container',
  },
  {
    group: /^tekton\.dev$/,
    path: '**.stepTemplate.image',
    form: 'Reference',
    reason: 'for steps of Tekton that name none',
  },
  {
    group: /^opentelemetry\.io$/,
    path: 'spec.image',
    form: 'Reference',
    reason: 'the collector, target allocator or bridge of the operator',
  },
  {
    group: /^opentelemetry\.io$/,
    kinds: ['Instrumentation'],
    path: 'spec.*.image',
    form: 'Reference',
    reason: 'the agent of each language',
  },
  {
    group: /^postgresql\.cnpg\.io$/,
    path: 'spec.imageName',
    form: 'Reference',
    reason: 'PostgreSQL of CloudNativePG',
  },
  {
    group: /^postgresql\.cnpg\.io$/,
    kinds: ['ImageCatalog', 'ClusterImageCatalog'],
    path: 'spec.images.*.image',
    form: 'Reference',
    reason: 'PostgreSQL of CloudNativePG by major version',
  },
  {
    group: /^acid\.zalan\.do$/,
    kinds: ['postgresql'],
    path: 'spec.dockerImage',
    form: 'Reference',
    reason: 'PostgreSQL of the Zalando operator',
  },
  {
    group: /^acid\.zalan\.do$/,
    kinds: ['OperatorConfiguration'],
    path: 'configuration.docker_image',
    form: 'Reference',
    reason: 'PostgreSQL where a database names none',
  },
  {
    group: /^acid\.zalan\.do$/,
    kinds: ['OperatorConfiguration'],
    path: 'configuration.connection_pooler.connection_pooler_image',
    form: 'Reference',
    reason: 'the connection pooler of the Zalando operator',
  },
  {
    group: /^acid\.zalan\.do$/,
    kinds: ['OperatorConfiguration'],
    path: 'configuration.logical_backup.logical_backup_docker_image',
    form: 'Reference',
    reason: 'the backup job of the Zalando operator',
  },
  {
    group: /^(pxc|psmdb|pgv2)\.percona\.com$/,
    path: 'spec.**.image',
    form: 'Reference',
    reason: 'each part of a database of the Percona operators',
  },
  {
    group: /^rabbitmq\.com$/,
    kinds: ['RabbitmqCluster'],
    path: 'spec.image',
    form: 'Reference',
    reason: 'RabbitMQ of its operator',
  },
  {
    group: /^kafka\.strimzi\.io$/,
    path: 'spec.**.image',
    form: 'Reference',
    reason: 'each part of Kafka of the Strimzi operator',
  },
  {
    group: /\.k8s\.elastic\.co$/,
    path: 'spec.image',
    form: 'Reference',
    reason: 'a product of Elastic Cloud on Kubernetes',
  },
  {
    group: /^nvidia\.com$/,
    kinds: ['ClusterPolicy'],
    path: 'spec.**.repository',
    form: 'Place',
    reason: 'the GPU operator puts repository and image together',
  },
];
