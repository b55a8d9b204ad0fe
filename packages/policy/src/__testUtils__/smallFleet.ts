import {
  editsBetween,
  loadFleet,
  renderAll,
  renderFleet,
} from '@flotilla/model';
import type { FleetFiles } from '@flotilla/model';
import type { ProposedChange } from '../verdict';

const HEAD = 'apiVersion: flotilla.dev/v1alpha1\n';

/** What people wrote in a fleet that is as small as one can be and still has everything policies look at. */
const WRITTEN: Record<string, string> = {
  'fleet.yaml': `${HEAD}kind: Fleet
metadata: {name: acme}
spec:
  format: 1
  engine: Flux
  repository: {url: https://github.com/acme/fleet, branch: main}
  owner: group:default/platform
  roles:
    - {name: ClusterOperator, subjects: ["@acme/platform"]}
`,
  'providers/existing/1.0.0/provider.yaml': `${HEAD}kind: Provider
metadata: {name: existing}
spec:
  version: 1.0.0
  controlPlane: None
`,
  'models/base/1.0.0/model.yaml': `${HEAD}kind: Model
metadata: {name: base}
spec:
  version: 1.0.0
  providers: [{name: existing, version: 1.0.0}]
  variables:
    - {name: workers, schema: {type: integer, minimum: 1, maximum: 200, default: 3}}
  components:
    - {name: web, version: 1.0.0, required: true, overridable: [/values/replicas]}
`,
  'components/web/1.0.0/component.yaml': `${HEAD}kind: Component
metadata: {name: web}
spec:
  version: 1.0.0
  values: {replicas: 1, colour: green}
  source: {manifests: {path: manifests/}}
`,
  'components/web/1.0.0/manifests/web.yaml': `apiVersion: v1
kind: ConfigMap
metadata: {name: web, namespace: default}
data: {greeting: hello}
`,
  'workspaces/payments.yaml': `${HEAD}kind: Workspace
metadata: {name: payments}
spec:
  owner: group:default/payments
  clusters: {matchLabels: {env: prod}}
  namespaces: [{name: payments}]
`,
  'clusters/prod-1/cluster.yaml': cluster('prod-1', 'prod'),
  'clusters/dev-1/cluster.yaml': cluster('dev-1', 'dev'),
};

function cluster(name: string, env: string): string {
  return `${HEAD}kind: Cluster
metadata: {name: ${name}, labels: {env: ${env}}}
spec:
  owner: group:default/platform
  model: {name: base, version: 1.0.0}
  provider: existing
  variables: {workers: 3}
`;
}

/** Edits of the fleet's files: text to write, a function of the text, or null to delete. */
export type Edits = Record<string, string | null | ((text: string) => string)>;

/** The fleet with these edits, and `rendered/` as rendering gives it. */
export function fleetWith(edits: Edits = {}): Map<string, string> {
  const files = edited(new Map(Object.entries(WRITTEN)), edits);
  const { fleet } = loadFleet(files);
  const rendered = fleet ? renderFleet(fleet).files : new Map();
  return new Map([...files, ...rendered]);
}

/** These files with edits and nothing rendered anew. */
export function edited(files: FleetFiles, edits: Edits): Map<string, string> {
  const result = new Map(files);
  for (const [path, edit] of Object.entries(edits)) {
    if (edit === null) result.delete(path);
    else if (typeof edit === 'string') result.set(path, edit);
    else result.set(path, edit(result.get(path) ?? ''));
  }
  return result;
}

/** What makes these files those. */
export function proposed(
  before: FleetFiles,
  after: FleetFiles,
): ProposedChange {
  return { base: renderAll(before), edits: editsBetween(before, after) };
}

/** A policy file from its spec, written as YAML flow. */
export function policyFile(name: string, spec: object): Edits {
  const text = JSON.stringify({
    apiVersion: 'flotilla.dev/v1alpha1',
    kind: 'Policy',
    metadata: { name },
    spec: { description: `rule ${name}`, ...spec },
  });
  return { [`policies/${name}.yaml`]: `${text}\n` };
}
