import type { FleetFiles } from '../files';
import { kindSchemas } from '../kinds';
import type {
  Cluster,
  Component,
  Fleet,
  KindName,
  Model,
  Policy,
  Provider,
  RoleTemplate,
  Rollout,
  Workspace,
} from '../kinds';
import { compareText, sortProblems } from '../problems';
import type { Problem } from '../problems';
import { problemAt, readYaml } from '../source/document';
import { rememberByPath } from '../source/memo';
import { reader, readingOf } from './definition';
import type { Reader } from './definition';
import { endpointProblems } from './endpoints';
import { expectedPlace, isInside, placeOf } from './layout';
import { manifestProblems } from './readable';
import { referenceProblems } from './references';
import type { FleetSources, Sourced } from './sources';

const readDefinition = rememberByPath(readYaml);

/** By far the most files of a large fleet, and nothing is read from them here. */
const RENDERED = /^rendered(\/(?!\.{1,2}(\/|$))[^/\\\0]+)+$/;

/**
 * Reads a fleet repository. Every problem of every file is found at once; a definition with errors
 * is left out and the others stay usable. Without a sound `fleet.yaml` there is no fleet.
 *
 * @param files - every file of the repository; `rendered/` and other rooms may be among them
 * @param unread - what is wrong with files that aren't among them because they couldn't be read: whoever
 *   names them isn't wrong as well
 * @public
 */
export function loadFleet(
  files: FleetFiles,
  unread: readonly Problem[] = [],
): {
  fleet?: FleetSources;
  problems: Problem[];
} {
  const tables = emptyTables();
  const faulty = emptyTables();
  const readers = readersInto(tables, faulty);
  const problems: Problem[] = [];
  const written = [...files.keys()].filter(path => !RENDERED.test(path));
  for (const path of written.sort(compareText)) {
    problems.push(...readFile(readers, path, files.get(path) ?? ''));
  }
  const fleet = tables.fleets.get('');
  if (!fleet) {
    if (!files.has('fleet.yaml')) problems.push(noFleetFile());
    return { problems: sortProblems(problems) };
  }
  const { fleets: _, ...named } = tables;
  const sources: FleetSources = {
    fleet,
    ...named,
    files,
    unread: new Set(unread.map(({ path }) => path)),
    problems: [],
  };
  sources.problems = sortProblems([
    ...problems,
    ...referenceProblems(sources, faulty),
    ...endpointProblems(sources),
    ...manifestProblems(sources),
  ]);
  return { fleet: sources, problems: sources.problems };
}

type Tables = ReturnType<typeof emptyTables>;

function emptyTables() {
  return {
    fleets: new Map<string, Sourced<Fleet>>(),
    providers: new Map<string, Sourced<Provider>>(),
    models: new Map<string, Sourced<Model>>(),
    components: new Map<string, Sourced<Component>>(),
    roles: new Map<string, Sourced<RoleTemplate>>(),
    workspaces: new Map<string, Sourced<Workspace>>(),
    clusters: new Map<string, Sourced<Cluster>>(),
    policies: new Map<string, Sourced<Policy>>(),
    rollouts: new Map<string, Sourced<Rollout>>(),
  };
}

const READINGS = {
  fleets: readingOf('Fleet', kindSchemas.Fleet),
  providers: readingOf('Provider', kindSchemas.Provider),
  models: readingOf('Model', kindSchemas.Model),
  components: readingOf('Component', kindSchemas.Component),
  roles: readingOf('RoleTemplate', kindSchemas.RoleTemplate),
  workspaces: readingOf('Workspace', kindSchemas.Workspace),
  clusters: readingOf('Cluster', kindSchemas.Cluster),
  policies: readingOf('Policy', kindSchemas.Policy),
  rollouts: readingOf('Rollout', kindSchemas.Rollout),
};

function readersInto(tables: Tables, faulty: Tables): Record<KindName, Reader> {
  return {
    Fleet: reader(READINGS.fleets, tables.fleets, faulty.fleets),
    Provider: reader(READINGS.providers, tables.providers, faulty.providers),
    Model: reader(READINGS.models, tables.models, faulty.models),
    Component: reader(
      READINGS.components,
      tables.components,
      faulty.components,
    ),
    RoleTemplate: reader(READINGS.roles, tables.roles, faulty.roles),
    Workspace: reader(
      READINGS.workspaces,
      tables.workspaces,
      faulty.workspaces,
    ),
    Cluster: reader(READINGS.clusters, tables.clusters, faulty.clusters),
    Policy: reader(READINGS.policies, tables.policies, faulty.policies),
    Rollout: reader(READINGS.rollouts, tables.rollouts, faulty.rollouts),
  };
}

function noFleetFile(): Problem {
  return problemAt(
    'fleet.yaml',
    { line: 1, column: 1 },
    'fleet.yaml is missing',
    'A fleet repository has one at its root, of kind Fleet.',
  );
}

function readFile(
  readers: Record<KindName, Reader>,
  path: string,
  text: string,
): Problem[] {
  const start = { line: 1, column: 1 };
  if (!isInside(path)) {
    return [problemAt(path, start, 'the path leaves the repository')];
  }
  const place = placeOf(path);
  if (place) {
    const { source, problems } = readDefinition(path, text);
    return source
      ? [...problems, ...readers[place.kind](place, source)]
      : problems;
  }
  const expected = expectedPlace(path);
  if (!expected) return [];
  return [
    problemAt(
      path,
      start,
      'nothing is read from this place',
      `Move it to ${expected}.`,
    ),
  ];
}
