import { describeOnKubernetes } from '@flotilla/testbed';
import {
  isJsonObject,
  JsonObject,
  listAt,
  objectAt,
  stringAt,
} from '../objects/json';
import { apiVersionOf } from '../schema/KindRegistry';
import { BUILTIN_KINDS } from '../schema/kinds';
import { ContractCluster } from './ContractCluster';
import { fieldsOf } from './openApiPaths';
import { RealCluster } from './__testUtils__/RealCluster';
import { SimulatedContract } from './__testUtils__/SimulatedContract';

const VERSIONS = [...new Set(BUILTIN_KINDS.map(apiVersionOf))];

const AGGREGATED =
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json';

const rootOf = (apiVersion: string) =>
  apiVersion.includes('/') ? `apis/${apiVersion}` : `api/${apiVersion}`;

describeOnKubernetes('simulated and real clusters describe', kubernetes => {
  let simulated: SimulatedContract;
  let real: ContractCluster;

  beforeAll(async () => {
    real = new RealCluster(kubernetes());
    simulated = await SimulatedContract.start();
  });
  afterAll(() => simulated.stop());

  /** What both are asked; the simulated cluster serves fewer kinds, so it says what is looked at. */
  async function ask(
    path: string,
    accept?: string,
  ): Promise<{ theirs: JsonObject; ours: JsonObject }> {
    const answers = [
      await real.get(path, accept),
      await simulated.get(path, accept),
    ];
    expect(answers[1].status).toBe(answers[0].status);
    expect(answers[1].contentType).toBe(answers[0].contentType);
    return { theirs: answers[0].body, ours: answers[1].body };
  }

  it('the core group and its version', async () => {
    const { theirs, ours } = await ask('/api');
    expect(ours.versions).toEqual(theirs.versions);
    expect(ours.kind).toEqual(theirs.kind);
  });

  it('the groups and the version that each prefers', async () => {
    const { theirs, ours } = await ask('/apis');
    const groups = (body: JsonObject) =>
      listAt(body, 'groups').filter(group =>
        VERSIONS.some(version =>
          version.startsWith(`${stringAt(group, 'name')}/`),
        ),
      );
    const preferred = (body: JsonObject) =>
      groups(body).map(group =>
        stringAt(group, 'preferredVersion', 'groupVersion'),
      );
    expect(new Set(preferred(ours))).toEqual(new Set(preferred(theirs)));
  });

  it.each(VERSIONS)('the resources of %s', async apiVersion => {
    const { theirs, ours } = await ask(`/${rootOf(apiVersion)}`);
    const resources = (body: JsonObject) =>
      new Map(
        listAt(body, 'resources').map(each => [
          stringAt(each, 'name'),
          described(each),
        ]),
      );
    const served = resources(ours);
    const known = [...resources(theirs)].filter(([name]) => served.has(name));
    expect(served).toEqual(new Map(known));
  });

  it.each(['/api', '/apis'])('all that %s serves, at once', async path => {
    const { theirs, ours } = await ask(path, AGGREGATED);
    expect(ours.kind).toBe(theirs.kind);
    expect(ours.apiVersion).toBe(theirs.apiVersion);
    const served = aggregated(ours);
    const known = [...aggregated(theirs)]
      .filter(([name]) => served.has(name))
      .map(
        ([name, each]) => [name, onlyServed(each, served.get(name))] as const,
      );
    expect(known.length).toBeGreaterThan(0);
    // Kinds of Flux and Cluster API are there from the start in simulated clusters only.
    const builtin = [...served].filter(([name]) =>
      VERSIONS.some(version => name.startsWith(`${version} `)),
    );
    expect(new Map(builtin)).toEqual(new Map(known));
  });

  it.each(BUILTIN_KINDS.map(kind => [apiVersionOf(kind), kind.kind, kind]))(
    'the fields of %s %s',
    async (apiVersion, _, kind) => {
      const { theirs, ours } = await ask('/openapi/v3');
      const read = async (cluster: ContractCluster, index: JsonObject) => {
        const path = stringAt(
          objectAt(index, 'paths', rootOf(apiVersion)),
          'serverRelativeURL',
        );
        return fieldsOf((await cluster.get(path ?? '')).body, kind);
      };
      const wanted = await read(real, theirs);
      expect(wanted.size).toBeGreaterThan(2);
      expect(await read(simulated, ours)).toEqual(wanted);
    },
  );
});

/** A resource of discovery, without what is only there for kubectl's caches. */
function described(resource: JsonObject | unknown): JsonObject {
  if (!isJsonObject(resource)) return {};
  const { storageVersionHash: _, ...rest } = resource;
  return rest;
}

/** A resource without the subresources that a simulated cluster has no use for, such as the logs of a pod. */
function onlyServed(
  theirs: JsonObject,
  ours: JsonObject | undefined,
): JsonObject {
  const { subresources: _, ...rest } = theirs;
  const names = listAt(ours, 'subresources').map(each =>
    stringAt(each, 'subresource'),
  );
  const kept = listAt(theirs, 'subresources').filter(each =>
    names.includes(stringAt(each, 'subresource')),
  );
  return kept.length > 0 ? { ...rest, subresources: kept } : rest;
}

/** What aggregated discovery says, by version and resource. */
function aggregated(body: JsonObject): Map<string, JsonObject> {
  const found = new Map<string, JsonObject>();
  for (const group of listAt(body, 'items')) {
    const name = stringAt(group, 'metadata', 'name');
    for (const version of listAt(group, 'versions')) {
      const text = stringAt(version, 'version') ?? '';
      for (const resource of listAt(version, 'resources')) {
        const apiVersion = name ? `${name}/${text}` : text;
        const key = `${apiVersion} ${stringAt(resource, 'resource')}`;
        if (isJsonObject(resource)) found.set(key, resource);
      }
    }
  }
  return found;
}
