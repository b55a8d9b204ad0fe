import { compose } from '../compose/compose';
import type { Composition } from '../compose/composition';
import { providerTitle } from '../compose/layers';
import type { FleetFiles } from '../files';
import type { FleetSources } from '../load/sources';
import { compareText, hasErrors, sortProblems } from '../problems';
import type { Problem } from '../problems';
import { atOnce } from '../steps';
import type { Steps } from '../steps';
import type { BuiltPart } from './built';
import {
  componentObjects,
  componentParts,
  ownObjects,
  workspaceParts,
} from './componentParts';
import type { ComponentObjects } from './componentParts';
import { firstPartProblems } from './firstParts';
import { Gaps } from './Gaps';
import { mirrorAll, mirrorsOf } from './images';
import type { Mirror } from './images';
import { ingredientsOf } from './ingredients';
import { renderInfrastructure } from './infrastructure';
import { keepingOf } from './keeping';
import { lastingProblems } from './lasting';
import type { Machines } from './lasting';
import { ownParts } from './ownParts';
import { INFRASTRUCTURE } from './part';
import type { RenderedPart } from './part';
import { finishedObject, HEADER, printPart } from './printedParts';
import type { Finish } from './printedParts';
import { dataGoes, removalProblems } from './removal';
import { removalSteps } from './removalSteps';
import { sharedInfrastructure } from './sharedInfrastructure';
import { sharedParts } from './sharedParts';
import { printResolved, resolvedPath } from './resolved';

const NONE: readonly Mirror[] = [];

/** What rendering a cluster gives. @public */
export interface RenderedCluster {
  /** Every file below `rendered/<cluster>/`; empty where there are errors. */
  files: Map<string, string>;
  parts: RenderedPart[];
  problems: Problem[];
}

/**
 * Renders one cluster. The same sources give the same bytes, always; with errors nothing is
 * rendered, so that a cluster never gets half of what was meant.
 *
 * @param previous - files of the repository as they are, with `rendered/`: machine templates that
 *   are still in use are kept from there
 * @public
 */
export function renderCluster(
  fleet: FleetSources,
  cluster: string,
  previous?: FleetFiles,
): RenderedCluster {
  return atOnce(renderClusterInSteps(fleet, cluster, previous));
}

/** {@link renderCluster}, a little at a time: who manages hundreds shows something of each. */
export function* renderClusterInSteps(
  fleet: FleetSources,
  cluster: string,
  previous?: FleetFiles,
): Steps<RenderedCluster> {
  const { composition, problems } = compose(fleet, cluster);
  if (!composition || hasErrors(problems)) {
    return { files: new Map(), parts: [], problems };
  }
  const built = assembleParts(composition, previous);
  yield;
  const all = sortProblems([...problems, ...built.problems]);
  if (hasErrors(all)) return { files: new Map(), parts: [], problems: all };
  const finish = finishOf(composition);
  const { filling } = Gaps.of(composition);
  const parts = [...built.machines];
  for (const part of built.parts) {
    parts.push(yield* printPart(part, filling, finish(part.name)));
  }
  const files = new Map(parts.map(part => [part.path, part.text]));
  files.set(
    resolvedPath(cluster),
    HEADER + printResolved(composition.composed),
  );
  const lasting = lastingProblems(
    composition,
    machinesOf(built.parts, parts),
    previous,
  );
  if (lasting.length > 0) {
    const told = sortProblems([...all, ...lasting]);
    return { files: new Map(), parts: [], problems: told };
  }
  return { files: sortedFiles(files), parts, problems: all };
}

function machinesOf(
  built: readonly BuiltPart[],
  rendered: readonly RenderedPart[],
): Machines | undefined {
  const isIt = ({ name }: { name: string }) => name === INFRASTRUCTURE;
  const [part, printed] = [built.find(isIt), rendered.find(isIt)];
  if (!part || !printed) return undefined;
  const { path, text } = printed;
  return {
    built: part.built,
    path,
    text,
    get objects() {
      return printed.objects;
    },
  };
}

/** Every part of a composed cluster as its objects are rendered, with what they were built from. */
export function buildParts(composition: Composition): BuiltPart[] {
  const { name } = composition.cluster.metadata;
  const finish = finishOf(composition);
  const objects = ownObjects(composition);
  const parts = [
    ...infrastructurePart(composition, objects).parts,
    ...ownParts(ingredientsOf(composition, objects)).parts,
  ];
  return parts.map(part => ({
    ...part,
    built: part.built.map(({ object, from }) => ({
      object: finishedObject(object, name, finish(part.name)),
      from,
    })),
  }));
}

/**
 * What leaves a cluster at each step of its removal, by parts: `spec.removal.step` counts from 1. What
 * is in no step stays until the machines go.
 */
export function removalStepsOf(composition: Composition): string[][] {
  const parts = [
    ...componentParts(ownObjects(composition)),
    ...workspaceParts(composition),
  ];
  return removalSteps(composition, parts, dataGoes(composition));
}

/** What happens to all objects of a part alike. */
function finishOf(composition: Composition): (part: string) => Finish {
  const { fleet } = composition.fleet;
  const mirrors = mirrorsOf(fleet);
  const leaves = dataGoes(composition);
  return name => ({
    // Names of machine templates vouch for their images, which were taken from their mirrors before.
    mirrors: name === INFRASTRUCTURE ? NONE : mirrors,
    keeping: keepingOf(fleet, name, leaves),
  });
}

/** Every part, without the finish that all objects get alike; machines are printed already where clusters share them. */
function assembleParts(
  composition: Composition,
  previous?: FleetFiles,
): { machines: RenderedPart[]; parts: BuiltPart[]; problems: Problem[] } {
  const objects = componentObjects(composition);
  const shared =
    objects.outside.length > 0
      ? undefined
      : sharedInfrastructure(
          composition,
          finishOf(composition)(INFRASTRUCTURE),
          previous,
        );
  const machines = shared
    ? { parts: [], problems: [] }
    : infrastructurePart(composition, objects, previous);
  const own = sharedParts(ingredientsOf(composition, objects));
  return {
    machines: shared ? [shared] : [],
    parts: [...machines.parts, ...own.parts],
    problems: [
      ...machines.problems,
      ...objects.problems,
      ...own.problems,
      ...firstPartProblems(composition),
      ...removalProblems(composition),
    ],
  };
}

function infrastructurePart(
  composition: Composition,
  { outside }: ComponentObjects,
  previous?: FleetFiles,
): { parts: BuiltPart[]; problems: Problem[] } {
  const { fleet, ground } = composition;
  const rendered = renderInfrastructure(composition, previous);
  const mirrors = mirrorsOf(fleet.fleet);
  const built = [...rendered.built, ...mirrorAll(outside, mirrors)];
  const layer = providerTitle(ground.provider);
  const part = { name: INFRASTRUCTURE, layer, dependsOn: [], built };
  return {
    parts: built.length > 0 ? [part] : [],
    problems: rendered.problems,
  };
}

function sortedFiles(files: Map<string, string>): Map<string, string> {
  return new Map([...files].sort(([a], [b]) => compareText(a, b)));
}
