import { existsSync } from 'node:fs';
import path from 'node:path';
import { compareCluster } from '@flotilla/agent';
import type { ClusterComparison } from '@flotilla/agent';
import type {
  Drift,
  DriftedResource,
  ResourceReport,
} from '@flotilla/backstage-plugin-flotilla-common';
import {
  driftedState,
  matchingObjects,
  summariseDrift,
  syncState,
  unknownReason,
} from '@flotilla/drift';
import { desiredRules, hasErrors, loadFleet } from '@flotilla/model';
import type { FleetFiles } from '@flotilla/model';
import { readFolder, readRevision } from '@flotilla/repository';
import { KubeConfig } from '@kubernetes/client-node';
import { WrongInput } from '../../exitCodes';
import { findFleet } from '../../repository/findFleet';
import { heldParts, heldPartsIn } from '../../repository/heldParts';
import type { DesiredPart } from '../../repository/heldParts';
import { requireCluster, wrongFiles } from '../../repository/openFleet';
import type { Terminal } from '../../terminal';

/** How to reach a cluster, and what Git says of it. */
export interface DirectOptions {
  kubeconfig?: string;
  context?: string;
  directory?: string;
  revision?: string;
}

/**
 * Compares a cluster with Git, here and now: by what the agent runs, with no agent and no hub.
 *
 * @throws WrongInput when the cluster can't be reached, or Git doesn't know it
 */
export async function directDrift(
  terminal: Terminal,
  cluster: string,
  options: DirectOptions,
): Promise<Drift> {
  const root = findFleet(terminal.cwd, options.directory);
  const { commit, files } = await filesOf(root, options.revision);
  const { fleet, problems } = loadFleet(files);
  if (!fleet || hasErrors(problems)) throw wrongFiles(problems, terminal);
  requireCluster(fleet, cluster);
  const kubeConfig = kubeConfigOf(terminal, options);
  const { drift, engine } = fleet.fleet.spec;
  const comparison = await compareCluster({
    kubeConfig,
    cluster,
    commit,
    engine,
    parts: heldParts(files, fleet, cluster),
    partsAt: revision => partsAt(root, cluster, revision),
    ignore: desiredRules(fleet, cluster),
    unmanaged: drift?.unmanaged ?? [],
  }).catch(error => {
    const message = error instanceof Error ? error.message : String(error);
    throw new WrongInput(`${cluster} can't be compared: ${message}`);
  });
  return driftOf(comparison, terminal.now());
}

/** A folder that is in no Git repository is taken as it is. */
async function filesOf(
  root: string,
  revision: string | undefined,
): Promise<{ commit?: string; files: FleetFiles }> {
  const read = await readRevision(root, revision ?? 'HEAD');
  if (read) return read;
  if (revision === undefined) return { files: await readFolder(root) };
  throw new WrongInput(
    `there is no revision ${revision} of ${root}\n  Name a commit, a branch or a tag of the Git repository that it is in.`,
  );
}

/** What the engine may have applied, where this repository has it. */
async function partsAt(
  root: string,
  cluster: string,
  revision: string,
): Promise<DesiredPart[] | undefined> {
  const read = await readRevision(root, revision);
  return read && heldPartsIn(read.files, cluster);
}

function kubeConfigOf(
  { cwd }: Terminal,
  { kubeconfig = '', context }: DirectOptions,
): KubeConfig {
  const file = path.resolve(cwd, kubeconfig);
  if (!existsSync(file)) {
    throw new WrongInput(`there is no kubeconfig ${file}`);
  }
  const config = new KubeConfig();
  try {
    config.loadFromFile(file);
  } catch {
    // What a parser says quotes the file, and there are secrets in it.
    throw new WrongInput(`${file} can't be read as a kubeconfig`);
  }
  const names = config.getContexts().map(({ name }) => name);
  if (names.length === 0) {
    throw new WrongInput(`${file} is no kubeconfig: it has no context`);
  }
  config.setCurrentContext(context ?? config.getCurrentContext());
  if (names.includes(config.getCurrentContext())) return config;
  const lack =
    context === undefined
      ? 'names no current context'
      : `has no context ${context}`;
  throw new WrongInput(
    `${file} ${lack}\n  There are: ${names.join(', ')}. Choose by --context.`,
  );
}

/** In the shape in which the hub tells it. */
function driftOf(comparison: ClusterComparison, now: Date): Drift {
  const { counts, resources, ignored, conditions } = comparison;
  const drifted = resources.flatMap(driftedResource);
  const unknown = resources
    .filter(({ state }) => state === 'Unknown')
    .map(resource => ({
      ref: resource.ref,
      part: resource.part,
      reason: unknownReason(resource),
    }));
  return {
    state: stateOf(comparison, drifted.length, unknown.length),
    asOf: now.toISOString(),
    current: true,
    summary: summariseDrift(drifted),
    resources: drifted,
    ignored,
    corrected: [],
    unknown,
    conditions,
    matching: matchingObjects(counts),
    total: counts.desired,
  };
}

function driftedResource(resource: ResourceReport): DriftedResource[] {
  const { ref, part, reason, degraded, since, fields, totalFields } = resource;
  const state = driftedState(resource.state);
  if (!state) return [];
  return [
    {
      ref,
      part,
      state,
      severity: resource.severity ?? 'medium',
      ...(reason ? { reason } : {}),
      ...(degraded ? { degraded } : {}),
      ...(since ? { since } : {}),
      fields,
      totalFields,
    },
  ];
}

function stateOf(
  { engine, parts, counts }: ClusterComparison,
  drifted: number,
  unknown: number,
): Drift['state'] {
  return syncState({
    drifted,
    unknown: unknown + counts.unknown,
    engine,
    applied: parts.every(
      ({ state, applied }) => applied && state === 'Applied',
    ),
    hidden: parts.some(({ state }) => state === 'Unknown'),
    settled:
      counts.inProgress + counts.failed + counts.notFound === 0 &&
      parts.every(({ health }) => health === 'Current'),
  });
}
