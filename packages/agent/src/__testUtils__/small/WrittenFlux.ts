import { KubeObject, ManagedFieldsEntry } from '@flotilla/drift';
import { FLUX, asFluxSends } from '@flotilla/testbed';
import { json } from '../../json';
import { SOURCE, stageOf } from '../fluxObjects';
import {
  FLUX_SAYS,
  FluxSituation,
  fetchedStatus,
  stageStatus,
  unfetchedStatus,
} from '../fluxSays';
import { SmallCluster } from './SmallCluster';
import { CLUSTER } from './smallFleet';

/** The objects of Flux in a small cluster, and what its controllers would write. */
export class WrittenFlux {
  readonly source = SOURCE;

  constructor(private readonly cluster: SmallCluster) {}

  /** The Kustomization that applies a part, as Git has it. */
  stage(part: string): KubeObject {
    return stageOf(part, CLUSTER);
  }

  /** Git says so, and Flux has applied it: with the source and the stages. */
  async begin(commit: string, parts: Record<string, KubeObject[]>) {
    this.cluster.commit(commit, parts);
    await this.#namespace('flux-system');
    await this.cluster.apply(this.source, 'flux');
    await this.fetched(commit);
    for (const [part, objects] of Object.entries(parts)) {
      await this.cluster.apply(this.stage(part), FLUX);
      await this.applyPart(part, commit, objects);
    }
  }

  async #namespace(name: string): Promise<void> {
    const namespace = { apiVersion: 'v1', kind: 'Namespace' };
    await this.cluster.apply({ ...namespace, metadata: { name } }, 'flux');
  }

  /** Applies the objects of a part, and says so. */
  async applyPart(part: string, commit: string, objects: KubeObject[]) {
    for (const object of objects) await this.applyObject(part, object);
    await this.says(part, FLUX_SAYS.applied(commit), objects);
  }

  async applyObject(part: string, object: KubeObject): Promise<void> {
    const { metadata, ...rest } = object;
    const owner = this.stage(part).metadata.name;
    const sent = asFluxSends({ ...rest, metadata: { ...metadata } }, owner);
    await this.cluster.apply(sent, FLUX);
  }

  /**
   * Puts an object back as kustomize-controller does: what kubectl owns it takes over first, so that whatever of it
   * isn't in Git goes; and with it goes the author.
   */
  async revert(part: string, object: KubeObject): Promise<void> {
    if (await this.cluster.isThere(object)) {
      const { managedFields = [] } = (await this.cluster.live(object)).metadata;
      await this.cluster.patch(
        object,
        {
          metadata: { managedFields: takenOver(managedFields) },
        },
        FLUX,
      );
    }
    await this.applyObject(part, object);
  }

  /** Writes the status of a part's Kustomization. */
  async says(
    part: string,
    situation: FluxSituation,
    inventory?: readonly KubeObject[],
  ): Promise<void> {
    const stage = this.stage(part);
    const { generation } = (await this.cluster.live(stage)).metadata;
    const status = stageStatus(situation, generation, inventory);
    await this.cluster.writeStatus(stage, status);
  }

  /** The source holds a commit. */
  async fetched(commit: string): Promise<void> {
    const { generation } = (await this.cluster.live(SOURCE)).metadata;
    await this.cluster.writeStatus(SOURCE, fetchedStatus(commit, generation));
  }

  /** The source can't be reached; what it fetched before stays. */
  async failsToFetch(message: string): Promise<void> {
    const { generation } = (await this.cluster.live(SOURCE)).metadata;
    const status = unfetchedStatus(message, generation);
    await this.cluster.writeStatus(SOURCE, status);
  }
}

/** The entries of an object after Flux has made those of kubectl its own. */
function takenOver(entries: readonly ManagedFieldsEntry[]) {
  const isHeirs = ({ manager = '', subresource }: ManagedFieldsEntry) =>
    !subresource && (manager === FLUX || manager.startsWith('kubectl'));
  const [own, ...others] = entries.filter(isHeirs);
  if (!own) return entries;
  const fieldsV1 = others.reduce(
    (known, { fieldsV1: more }) => merged(known, json.map(more)),
    json.map(own.fieldsV1),
  );
  const heir = { ...own, manager: FLUX, operation: 'Apply', fieldsV1 };
  return [heir, ...entries.filter(entry => !isHeirs(entry))];
}

function merged(
  one: Record<string, unknown>,
  other: Record<string, unknown>,
): Record<string, unknown> {
  const both = Object.entries(other).map(([key, value]) => [
    key,
    merged(json.map(one[key]), json.map(value)),
  ]);
  return { ...one, ...Object.fromEntries(both) };
}
