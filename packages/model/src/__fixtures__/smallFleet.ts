/** A fleet small enough to hold in the head: one management cluster, one child, two components. */
const FILES: Record<string, string> = {
  'fleet.yaml': `apiVersion: flotilla.dev/v1alpha1
kind: Fleet
metadata: {name: tiny}
spec:
  format: 1
  engine: Flux
  repository: {url: https://git.example/tiny/fleet, branch: main, secretRef: fleet-git}
  owner: group:default/platform
  roles:
    - {name: ClusterOperator, subjects: ["@tiny/platform"]}
  images: {mirrors: [{from: docker.io, to: mirror.example/hub}]}
  hub: {url: https://portal.example/api/flotilla}
`,
  'providers/metal/1.0.0/provider.yaml': `apiVersion: flotilla.dev/v1alpha1
kind: Provider
metadata: {name: metal}
spec:
  version: 1.0.0
  controlPlane: SelfManaged
  infrastructure: {manifests: infrastructure/}
  variables:
    - {name: rack, required: true, schema: {type: string, enum: [r1, r2]}}
  kubernetesVersions: {"1.35": v1.35.4}
  machineTypes: {small: m1, large: m9}
  capabilities:
    storage: {name: local-storage, version: 1.0.0}
`,
  'providers/metal/1.0.0/infrastructure/cluster.yaml': `apiVersion: cluster.x-k8s.io/v1beta2
kind: MachineDeployment
metadata:
  name: \${cluster.name}-\${pool.name}
  namespace: \${cluster.namespace}
  annotations: {flotilla.dev/for-each: workerPools}
spec:
  replicas: \${pool.replicas}
  template:
    spec:
      version: \${cluster.kubernetesVersion}
      infrastructureRef: {kind: MetalMachineTemplate, name: "\${cluster.name}-\${pool.name}"}
---
apiVersion: infrastructure.cluster.x-k8s.io/v1beta2
kind: MetalMachineTemplate
metadata:
  name: \${cluster.name}-\${pool.name}
  namespace: \${cluster.namespace}
  annotations: {flotilla.dev/for-each: workerPools}
spec:
  template: {spec: {type: "\${provider.machineTypes[pool.machineType]}", rack: "\${variables.rack}"}}
`,
  'providers/existing/1.0.0/provider.yaml': `apiVersion: flotilla.dev/v1alpha1
kind: Provider
metadata: {name: existing}
spec:
  version: 1.0.0
  controlPlane: None
  capabilities:
    storage: {name: local-storage, version: 1.0.0}
`,
  'models/base/1.0.0/model.yaml': `apiVersion: flotilla.dev/v1alpha1
kind: Model
metadata: {name: base}
spec:
  version: 1.0.0
  providers:
    - {name: metal, version: 1.0.0}
    - {name: existing, version: 1.0.0}
  variables:
    - {name: logLevel, schema: {type: string, enum: [debug, info], default: info}}
    - {name: audit, schema: {type: boolean, default: false}}
  cluster:
    kubernetes: "1.35"
    controlPlane: {replicas: 3, machineType: small}
  capabilities: [storage]
  components:
    - name: web
      version: 1.0.0
      required: true
      overridable: [/values/replicas]
`,
  'models/standard/1.0.0/model.yaml': `apiVersion: flotilla.dev/v1alpha1
kind: Model
metadata: {name: standard}
spec:
  version: 1.0.0
  extends: {name: base, version: 1.0.0}
  variables:
    - {name: workers, schema: {type: integer, minimum: 1, maximum: 9, default: 3}}
  defaults: {logLevel: debug}
  fixed: {audit: true}
  cluster:
    workerPools:
      - {name: default, replicas: "\${variables.workers}", machineType: small, labels: {tier: web}}
  components:
    - {name: local-storage, patchable: true}
  variants:
    - name: big
      defaults: {workers: 9}
      cluster: {workerPools: [{name: default, machineType: large}]}
`,
  'components/web/1.0.0/component.yaml': `apiVersion: flotilla.dev/v1alpha1
kind: Component
metadata: {name: web}
spec:
  version: 1.0.0
  namespace: web
  dependsOn: [local-storage]
  values: {replicas: 1, title: hello}
  valuesSchema:
    type: object
    additionalProperties: false
    properties: {replicas: {type: integer, minimum: 1}, title: {type: string}}
  source: {manifests: {path: manifests/}}
  patches:
    - target: {kind: Deployment, name: web}
      merge:
        spec:
          replicas: \${values.replicas}
          template:
            spec:
              containers:
                - name: app
                  args: ["--log=\${variables.logLevel}", "--title=\${values.title}"]
`,
  'components/web/1.0.0/manifests/web.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, labels: {app: web}}
spec:
  replicas: 1
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - {name: app, image: "nginx:1.27", args: ["\${HOME}"]}
        - {name: side, image: quay.io/acme/side:1}
`,
  'components/local-storage/1.0.0/component.yaml': `apiVersion: flotilla.dev/v1alpha1
kind: Component
metadata: {name: local-storage}
spec:
  version: 1.0.0
  provides: [storage]
  source: {manifests: {path: manifests/}}
`,
  'components/local-storage/1.0.0/manifests/class.yaml': `apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: {name: local}
provisioner: local.example
`,
  'roles/developer.yaml': `apiVersion: flotilla.dev/v1alpha1
kind: RoleTemplate
metadata: {name: developer}
spec:
  scope: Namespace
  rules:
    - {apiGroups: [apps], resources: [deployments], verbs: [get, list]}
`,
  'workspaces/shop.yaml': `apiVersion: flotilla.dev/v1alpha1
kind: Workspace
metadata: {name: shop, labels: {tier: product}}
spec:
  owner: group:default/shop
  clusters: {matchLabels: {env: prod}}
  namespaces: [{name: shop}]
  access:
    - {role: developer, subjects: [{kind: Group, name: shop}]}
  source: {url: https://git.example/tiny/shop, path: ./prod}
  deployer: {role: developer}
  quota: {requests.cpu: "4", pods: 20}
  limits: {default: {cpu: 500m}}
  network: {ingress: SameWorkspace, egress: Any}
`,
  'clusters/mgmt/cluster.yaml': `apiVersion: flotilla.dev/v1alpha1
kind: Cluster
metadata: {name: mgmt, labels: {env: mgmt}}
spec:
  owner: group:default/platform
  model: {name: base, version: 1.0.0}
  provider: existing
`,
  'clusters/prod/cluster.yaml': `apiVersion: flotilla.dev/v1alpha1
kind: Cluster
metadata: {name: prod, labels: {env: prod}}
spec:
  owner: group:default/shop   # who is called at night
  model: {name: standard, version: 1.0.0}
  provider: metal
  managedBy: mgmt
  variables: {rack: r1, workers: 5}
  components:
    - {name: web, values: {replicas: 2}}
`,
};

/** What to change in the small fleet: new text, an edit of the text, or null to leave a file out. */
export type FleetEdits = Record<
  string,
  string | null | ((text: string) => string)
>;

/** The files of the small fleet, changed as a test needs. */
export function smallFleet(edits: FleetEdits = {}): Map<string, string> {
  const files = new Map(Object.entries(FILES));
  for (const [path, edit] of Object.entries(edits)) {
    const text =
      typeof edit === 'function' ? edit(files.get(path) ?? '') : edit;
    if (text === null) files.delete(path);
    else files.set(path, text);
  }
  return files;
}

/** An edit that replaces a text that must be there. */
export function replace(from: string, to: string): (text: string) => string {
  return text => {
    if (!text.includes(from)) throw new Error(`${from} isn't in the file`);
    return text.replace(from, () => to);
  };
}

export const PROD = 'clusters/prod/cluster.yaml';
export const MGMT = 'clusters/mgmt/cluster.yaml';
export const BASE = 'models/base/1.0.0/model.yaml';
export const STANDARD = 'models/standard/1.0.0/model.yaml';
export const WEB = 'components/web/1.0.0/component.yaml';
export const METAL = 'providers/metal/1.0.0/provider.yaml';
export const SHOP = 'workspaces/shop.yaml';
