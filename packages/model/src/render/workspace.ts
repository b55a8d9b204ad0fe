import type { KubeObject } from '@flotilla/drift';
import type { Access, Workspace } from '../kinds';
import type { FleetSources, Sourced } from '../load/sources';
import { bindingFor, roleFrom } from './access';
import { WORKSPACE_LABEL } from './labels';
import type { BuiltObject } from './built';
import { engineOf } from './engine/engineOf';

const DEPLOYER = 'flotilla-deployer';

/** A team's namespaces with access, quota, limits and network, and the team's own source. */
export function renderWorkspace(
  fleet: FleetSources,
  workspace: Sourced<Workspace>,
): BuiltObject[] {
  const { name } = workspace.metadata;
  const { spec, source } = workspace;
  const layer = `workspace ${name}`;
  const built: BuiltObject[] = [];
  const add = (
    object: KubeObject,
    pointer: string,
    at = '',
    value: unknown = object,
  ) =>
    built.push({
      object: labelled(object, name),
      from: [{ layer, source, pointer, at, value }],
    });
  spec.namespaces.forEach((namespace, i) => {
    const ns = namespace.name;
    add(namespaceObject(ns, namespace.labels, name), `/spec/namespaces/${i}`);
    if (spec.quota) {
      const hard = textValues(spec.quota);
      add(
        {
          apiVersion: 'v1',
          kind: 'ResourceQuota',
          metadata: { name: 'workspace', namespace: ns },
          spec: { hard },
        },
        '/spec/quota',
        '/spec/hard',
        spec.quota,
      );
    }
    if (spec.limits) add(limitRange(ns, spec.limits), '/spec/limits');
    if (spec.network)
      add(networkPolicy(ns, name, spec.network), '/spec/network');
  });
  built.push(...accessObjects(fleet, workspace, layer, source));
  built.push(...sourceObjects(fleet, workspace, layer, source));
  return built;
}

function labelled(object: KubeObject, workspace: string): KubeObject {
  const { labels, ...metadata } = object.metadata;
  return {
    ...object,
    metadata: {
      ...metadata,
      labels: { ...labels, [WORKSPACE_LABEL]: workspace },
    },
  };
}

function namespaceObject(
  name: string,
  labels: Record<string, string> | undefined,
  workspace: string,
): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, labels: { ...labels, [WORKSPACE_LABEL]: workspace } },
  };
}

function textValues(
  values: Record<string, string | number>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, String(value)]),
  );
}

function limitRange(
  namespace: string,
  limits: NonNullable<Workspace['spec']['limits']>,
): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'LimitRange',
    metadata: { name: 'workspace', namespace },
    spec: {
      limits: [
        {
          type: 'Container',
          ...(limits.default && { default: textValues(limits.default) }),
          ...(limits.defaultRequest && {
            defaultRequest: textValues(limits.defaultRequest),
          }),
          ...(limits.max && { max: textValues(limits.max) }),
        },
      ],
    },
  };
}

function networkPolicy(
  namespace: string,
  workspace: string,
  {
    ingress = 'Any',
    egress = 'Any',
  }: NonNullable<Workspace['spec']['network']>,
): KubeObject {
  const own = [
    { namespaceSelector: { matchLabels: { [WORKSPACE_LABEL]: workspace } } },
  ];
  const dns = {
    to: [
      {
        namespaceSelector: {
          matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' },
        },
      },
    ],
    ports: [
      { port: 53, protocol: 'UDP' },
      { port: 53, protocol: 'TCP' },
    ],
  };
  const incoming = { Any: [{}], SameWorkspace: [{ from: own }], None: [] };
  // Names must still resolve, or nothing in the workspace works.
  const outgoing = {
    Any: [{}],
    SameWorkspace: [{ to: own }, dns],
    None: [dns],
  };
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'workspace', namespace },
    spec: {
      podSelector: {},
      policyTypes: ['Ingress', 'Egress'],
      ingress: incoming[ingress],
      egress: outgoing[egress],
    },
  };
}

type Source = Sourced<Workspace>['source'];

function accessObjects(
  fleet: FleetSources,
  { metadata, spec }: Workspace,
  layer: string,
  source: Source,
): BuiltObject[] {
  return mergedAccess(spec.access ?? []).flatMap(
    ({ role, subjects, index }) => {
      const template = fleet.roles.get(role);
      if (!template) return [];
      const rules = {
        layer: `role ${role}`,
        source: template.source,
        pointer: '/spec/rules',
        at: '/rules',
        value: template.spec.rules,
      };
      const bound = {
        layer,
        source,
        pointer: `/spec/access/${index}`,
        at: '',
        value: { role, subjects },
      };
      const wide = template.spec.scope === 'Cluster';
      const name = wide ? `workspace-${metadata.name}-${role}` : role;
      const places = wide ? [undefined] : spec.namespaces.map(ns => ns.name);
      return places.flatMap(namespace => [
        {
          object: labelled(roleFrom(template, name, namespace), metadata.name),
          from: [rules],
        },
        {
          object: labelled(
            bindingFor(name, subjects, namespace),
            metadata.name,
          ),
          from: [bound],
        },
      ]);
    },
  );
}

/** One binding a role, however often a workspace names it. */
function mergedAccess(
  access: readonly Access[],
): (Access & { index: number })[] {
  const byRole = new Map<string, Access & { index: number }>();
  access.forEach((entry, index) => {
    const known = byRole.get(entry.role);
    if (known) known.subjects = [...known.subjects, ...entry.subjects];
    else byRole.set(entry.role, { ...entry, index });
  });
  return [...byRole.values()];
}

/** The team's own source, applied with the rights of its deployer and no more. */
function sourceObjects(
  fleet: FleetSources,
  { metadata, spec }: Workspace,
  layer: string,
  source: Source,
): BuiltObject[] {
  const template = spec.deployer && fleet.roles.get(spec.deployer.role);
  if (!spec.source || !template) return [];
  const namespaces = spec.namespaces.map(({ name }) => name);
  const [home] = namespaces;
  const account = {
    kind: 'ServiceAccount' as const,
    name: DEPLOYER,
    namespace: home,
  };
  const deployer: KubeObject[] = [
    {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: DEPLOYER, namespace: home },
    },
    ...namespaces.flatMap(namespace => [
      roleFrom(template, DEPLOYER, namespace),
      bindingFor(DEPLOYER, [account], namespace),
    ]),
  ];
  const applied = engineOf(fleet.fleet).team({
    workspace: metadata.name,
    namespaces,
    serviceAccount: DEPLOYER,
    rules: template.spec.rules,
    repository: spec.source,
  });
  const from = (pointer: string) => (object: KubeObject) => ({
    object: labelled(object, metadata.name),
    from: [{ layer, source, pointer, at: '', value: object }],
  });
  return [
    ...deployer.map(from('/spec/deployer')),
    ...applied.map(from('/spec/source')),
  ];
}
