import {
  jsonSchemaOf,
  KIND_NAMES,
  placeOf,
  schemaFileOf,
} from '@flotilla/model';
import { version } from '../../package.json';
import { serialise } from '../output/format';
import type { FleetAnswers } from './questions';

const HEAD = (kind: string) =>
  `apiVersion: flotilla.dev/v1alpha1\nkind: ${kind}\n`;

function fleet({ name, engine, repository, branch, owner, hub }: FleetAnswers) {
  return `${HEAD('Fleet')}metadata: {name: ${quoted(name)}}
spec:
  format: 1
  engine: ${engine}
  # How clusters read this repository. For a private one: secretRef, the name of a Secret that you bring.
  repository: {url: ${quoted(repository)}, branch: ${quoted(branch)}}
  owner: ${quoted(owner)}
${hubLines(hub)}
  # Who is who for policies: teams and users of the Git host. Changes of roles, providers, policies and of this file
  # want the approval of a ClusterOperator, such as {name: ClusterOperator, subjects: ["@acme/platform"]}.
  roles: []
`;
}

function hubLines(hub: string): string {
  return hub
    ? `  # The portal that agents report to.
  hub: {url: ${quoted(hub)}}`
    : `  # The portal that agents report to, once there is one: until then they have nobody to talk to.
  # hub: {url: https://portal.acme.example/api/flotilla}`;
}

const PROVIDER = `${HEAD('Provider')}metadata: {name: existing}
spec:
  version: 1.0.0
  description: A cluster that somebody already runs; Flotilla looks after what is in it
  controlPlane: None
`;

function model({ owner }: FleetAnswers) {
  return `${HEAD('Model')}metadata: {name: base}
spec:
  # A released version never changes: flotilla model release base writes the next one.
  version: 1.0.0
  description: What every cluster has, wherever it runs
  owner: ${quoted(owner)}
  providers:
    - {name: existing, version: 1.0.0}
  variables:
    - name: contact
      schema:
        type: string
        title: Contact
        description: Where to ask about the cluster
        default: '#platform'
  components:
    - name: cluster-info
      version: 1.0.0
      required: true
  access:
    - {role: cluster-viewer, subjects: [{kind: Group, name: platform}]}
`;
}

function component({ owner }: FleetAnswers) {
  return `${HEAD('Component')}metadata: {name: cluster-info}
spec:
  version: 1.0.0
  description: Tells whoever is in a cluster which one it is and whom to ask
  owner: ${quoted(owner)}
  namespace: cluster-info
  source:
    manifests: {path: manifests/}
  # How values reach manifests, which stay as they are.
  patches:
    - target: {kind: ConfigMap, name: cluster-info}
      merge:
        data:
          cluster: \${cluster.name}
          environment: \${cluster.labels.env}
          contact: \${variables.contact}
`;
}

const MANIFESTS = `apiVersion: v1
kind: ConfigMap
metadata: {name: cluster-info}
data:
  managedBy: Flotilla
`;

const ROLE = `${HEAD('RoleTemplate')}metadata: {name: cluster-viewer}
spec:
  scope: Cluster
  description: Looks at what runs; reads no secrets
  rules:
    - apiGroups: ["", apps, batch]
      resources: [nodes, namespaces, pods, services, events, deployments, daemonsets, statefulsets, jobs, cronjobs]
      verbs: [get, list, watch]
`;

function clusterFile({ cluster, owner }: FleetAnswers) {
  return `${HEAD('Cluster')}metadata: {name: ${quoted(
    cluster,
  )}, labels: {env: dev}}
spec:
  owner: ${quoted(owner)}
  model: {name: base, version: 1.0.0}
  provider: existing
  variables: {}
`;
}

function readme({ name, cluster }: FleetAnswers) {
  return `# The fleet ${name}

What is merged is what runs. \`rendered/\` holds the exact objects of each cluster; nobody edits it by hand.

\`\`\`sh
$EDITOR clusters/${cluster}/cluster.yaml
flotilla validate      # names file, line and way out when something is wrong
flotilla diff          # what the edit does to the cluster
flotilla render        # rewrites rendered/; commit it with your change
\`\`\`

Editors complete and check the files by the schemas in \`.flotilla/schemas\`, which each file names in its first line;
\`flotilla schema --write .flotilla/schemas\` renews them with Flotilla.

To let a cluster join, its owner applies what \`flotilla bootstrap ${cluster}\` prints, once.
`;
}

const ATTRIBUTES = `# Written by \`flotilla render\` and \`flotilla schema\`, so that reviews fold it.
rendered/** linguist-generated=true
.flotilla/schemas/** linguist-generated=true
`;

const WORKFLOW = `# Refuses a pull request whose files are wrong, or whose rendered/ isn't what rendering gives.
name: fleet
on:
  pull_request:
  merge_group:
permissions:
  contents: read
jobs:
  check:
    runs-on: ubuntu-latest
    timeout-minutes: 5
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: 24
      - run: npm install --global @flotilla/cli@${version}
      - run: flotilla validate
      - run: flotilla render --check
`;

/** The files of a small fleet: one cluster that already runs, one model, one component. */
export function startingFleet(answers: FleetAnswers): Map<string, string> {
  const { cluster } = answers;
  const written = [
    ['fleet.yaml', fleet(answers)],
    ['providers/existing/1.0.0/provider.yaml', PROVIDER],
    ['models/base/1.0.0/model.yaml', model(answers)],
    ['components/cluster-info/1.0.0/component.yaml', component(answers)],
    ['components/cluster-info/1.0.0/manifests/cluster-info.yaml', MANIFESTS],
    ['roles/cluster-viewer.yaml', ROLE],
    [`clusters/${cluster}/cluster.yaml`, clusterFile(answers)],
    ['README.md', readme(answers)],
    ['.gitattributes', ATTRIBUTES],
    ['.github/workflows/fleet.yaml', WORKFLOW],
  ] as const;
  return new Map([
    ...written.map(([path, text]) => [path, withSchema(path, text)] as const),
    ...schemas(),
  ]);
}

const SCHEMAS = '.flotilla/schemas';

/** Tells editors what the file is checked by. */
function withSchema(path: string, text: string): string {
  const place = placeOf(path);
  if (!place) return text;
  const root = '../'.repeat(path.split('/').length - 1);
  const schema = `${root}${SCHEMAS}/${schemaFileOf(place.kind)}`;
  return `# yaml-language-server: $schema=${schema}\n${text}`;
}

function schemas(): [path: string, text: string][] {
  return KIND_NAMES.map(kind => [
    `${SCHEMAS}/${schemaFileOf(kind)}`,
    serialise(jsonSchemaOf(kind), 'json'),
  ]);
}

/** As YAML text, only where YAML could take it for something else. */
function quoted(text: string): string {
  return /^[A-Za-z][A-Za-z0-9./:-]*$/.test(text) &&
    !/^(y|n|yes|no|on|off|true|false|null)$/i.test(text)
    ? text
    : JSON.stringify(text);
}
