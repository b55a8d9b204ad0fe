import { TemplateExample } from '@backstage/plugin-scaffolder-node';

export const clusterExamples: TemplateExample[] = [
  {
    description: 'A production cluster on EKS',
    example: `steps:
  - id: propose
    name: Open the pull request
    action: flotilla:cluster:create
    input:
      fleet: acme
      name: prod-eu-3
      owner: group:default/payments
      model: standard
      modelVersion: 1.5.0
      provider: eks
      managedBy: mgmt-eu
      labels: {env: prod, region: eu-west-1}
      variables: {region: eu-west-1, workers: 5}
      reason: The payments team moves to its own cluster
`,
  },
  {
    description: 'A cluster that exists already, in the small variant',
    example: `steps:
  - id: propose
    name: Open the pull request
    action: flotilla:cluster:create
    input:
      fleet: acme
      name: lab-1
      owner: group:default/platform
      model: standard
      modelVersion: 1.5.0
      provider: existing
      variant: small
      labels: {env: dev}
`,
  },
];

export const workspaceExamples: TemplateExample[] = [
  {
    description: 'A workspace on every production cluster',
    example: `steps:
  - id: propose
    name: Open the pull request
    action: flotilla:workspace:create
    input:
      fleet: acme
      name: refunds
      owner: group:default/payments
      clusterLabels: {env: prod}
      access: [{role: workspace-developer, group: payments-devs}]
      quota: {cpu: '8', memory: 16Gi, pods: '100'}
`,
  },
];

export const removalExamples: TemplateExample[] = [
  {
    description: 'Begin to take a cluster out of service',
    example: `steps:
  - id: propose
    name: Open the pull request
    action: flotilla:cluster:remove
    input:
      fleet: acme
      name: store-0104
      step: 1
      reason: The store has closed
`,
  },
];

export const pullRequestExamples: TemplateExample[] = [
  {
    description: 'Change one file; what follows from it is rendered',
    example: `steps:
  - id: propose
    name: Open the pull request
    action: flotilla:pull-request:open
    input:
      fleet: acme
      title: Describe the search role
      files:
        roles/search-operator.yaml: |
          apiVersion: flotilla.dev/v1alpha1
          kind: RoleTemplate
          metadata: {name: search-operator}
          spec:
            scope: Namespace
            rules:
              - {apiGroups: [apps], resources: [deployments], verbs: [get, list, watch]}
`,
  },
];
