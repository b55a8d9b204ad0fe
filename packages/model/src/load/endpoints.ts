import { groundOf } from '../compose/layers';
import { composeVariables } from '../compose/variables';
import { pathOf } from '../expressions/cel';
import { segmentsOf } from '../expressions/segments';
import { readIp, writeIp } from '../network/address';
import type { Cluster, Provider } from '../kinds';
import type { Problem } from '../problems';
import { Complaints, ruleAt } from '../source/complaints';
import { escapeStep, valueAt } from '../source/pointer';
import type { ManifestObject } from '../source/manifests';
import { machineTemplatesOf } from './manifests';
import type { FleetSources, Sourced } from './sources';

/** Where a Cluster API provider is told at which address the API server answers. */
const HOST = '/spec/controlPlaneEndpoint/host';

/** A cluster that says itself at which address its API server answers. */
interface Endpoint {
  cluster: Sourced<Cluster>;
  variable: string;
  address: string;
}

/**
 * Two clusters whose API servers would answer at one address. With one manager they stand in one network; of two
 * with managers of their own nobody here knows.
 */
export function endpointProblems(fleet: FleetSources): Problem[] {
  const variables = endpointVariables(fleet);
  if (variables.size === 0) return [];
  const taken = new Map<string, Endpoint>();
  return [...fleet.clusters.values()].flatMap(cluster => {
    const asked = variables.get(cluster.spec.provider);
    const endpoint = asked && endpointOf(fleet, cluster, asked);
    if (!endpoint) return [];
    const first = taken.get(endpoint.address);
    if (first) return [clash(endpoint, first)];
    taken.set(endpoint.address, endpoint);
    return [];
  });
}

/** Variables that hold the address, by the names of the providers that ask for it. */
function endpointVariables(fleet: FleetSources): Map<string, Set<string>> {
  const byProvider = new Map<string, Set<string>>();
  for (const provider of fleet.providers.values()) {
    const { name } = provider.metadata;
    for (const variable of hostVariables(fleet, provider)) {
      const known = byProvider.get(name) ?? new Set();
      byProvider.set(name, known.add(variable));
    }
  }
  return byProvider;
}

/** By the templates of a provider: the same list for as long as none of its files changes. */
const inTemplates = new WeakMap<readonly ManifestObject[], readonly string[]>();

function hostVariables(
  fleet: FleetSources,
  provider: Sourced<Provider>,
): readonly string[] {
  const { objects } = machineTemplatesOf(fleet.files, provider);
  const known = inTemplates.get(objects) ?? variablesIn(objects);
  inTemplates.set(objects, known);
  return known;
}

function variablesIn(templates: readonly ManifestObject[]): string[] {
  return templates.flatMap(({ object }) => {
    const host = valueAt(object, HOST);
    const segments = typeof host === 'string' ? segmentsOf(host) : [];
    if (!Array.isArray(segments) || segments.length !== 1) return [];
    const [segment] = segments;
    const path = 'expression' in segment ? pathOf(segment.expression) : [];
    return path?.length === 2 && path[0] === 'variables' ? [path[1]] : [];
  });
}

function endpointOf(
  fleet: FleetSources,
  cluster: Sourced<Cluster>,
  variables: ReadonlySet<string>,
): Endpoint | undefined {
  for (const variable of variables) {
    const value =
      cluster.spec.variables?.[variable] ??
      layeredValue(fleet, cluster, variable);
    if (typeof value === 'string' && value !== '') {
      return { cluster, variable, address: canonical(value) };
    }
  }
  return undefined;
}

/** Version 4 has one way to write an address. */
function canonical(host: string): string {
  const ip = host.includes(':') ? readIp(host) : undefined;
  return ip ? writeIp(ip) : host.toLowerCase();
}

/** What the layers before a cluster say; what is wrong with them is told elsewhere. */
function layeredValue(
  fleet: FleetSources,
  { source, spec }: Sourced<Cluster>,
  variable: string,
): unknown {
  const { model, variant, provider } = spec;
  const to = new Complaints(source);
  const ground = groundOf(fleet, { model, variant, provider }, to);
  if (!ground?.declarations.has(variable)) return undefined;
  return composeVariables(ground, ground.layers, to).composed.values[variable];
}

function clash(
  { cluster, variable, address }: Endpoint,
  first: Endpoint,
): Problem {
  const to = new Complaints(cluster.source);
  const other = first.cluster.metadata.name;
  const pointer = pointerOf(variable);
  const message = `the API server of ${cluster.metadata.name} can't answer at ${address}: ${other}'s does`;
  const remedy = 'Ask for an address of its own.';
  const rule = ruleAt(
    first.cluster.source,
    pointerOf(first.variable),
    `gives ${address} to ${other}.`,
  );
  if (cluster.spec.managedBy === first.cluster.spec.managedBy) {
    to.add(pointer, message, { rule, remedy });
  } else {
    to.warn(pointer, message, `${remedy} See ${rule.path}:${rule.line}.`);
  }
  return to.problems[0];
}

function pointerOf(variable: string): string {
  return `/spec/variables/${escapeStep(variable)}`;
}
