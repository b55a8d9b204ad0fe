import { objectKey, objectRef } from '@flotilla/drift';
import type { KubeObject } from '@flotilla/drift';
import { isKubeObject } from '../source/manifests';
import { CLUSTER_LABEL, withCommonMetadata } from './built';
import type { BuiltObject, BuiltPart } from './built';
import { mirrorImages } from './images';
import type { Mirror } from './images';
import type { Keeping } from './keeping';
import { inOrder } from './kindOrder';
import type { RenderedPart } from './part';
import { printYaml } from './yaml';

/** What every file below `rendered/` starts with. */
export const HEADER =
  '# Rendered by flotilla. Change what it is rendered from: an edit here is overwritten.\n';

/*
 * Most objects of a cluster are also in others, but for the label with the cluster's name. Their text is
 * printed once with a name that stands for all of them, and cut where that name stands.
 */
const ANY_CLUSTER = 'flotilla-cluster-7d1c9e04b2';

/** What happens to all objects of a part alike; the very same value for the same thing. */
export interface Finish {
  mirrors: readonly Mirror[];
  keeping: Keeping;
}

/** The text of a list of objects, cut where the cluster's name goes. */
interface Template extends Finish {
  pieces: readonly string[];
}

const templates = new WeakMap<readonly BuiltObject[], Template>();
/** Lists that were printed once: only what comes again is worth a template. */
const seen = new WeakSet<readonly BuiltObject[]>();

/** Prints a part as it is committed: with the common labels, images by their mirrors, in a stable order. */
export function printPart(
  part: BuiltPart,
  cluster: string,
  finish: Finish,
): RenderedPart {
  const { name, layer, built } = part;
  let objects: KubeObject[] | undefined;
  return {
    name,
    path: `rendered/${cluster}/${name}/manifests.yaml`,
    text: HEADER + textOf(built, cluster, finish),
    layer,
    // Whoever wants the bytes only doesn't pay for the objects.
    get objects() {
      objects ??= finishedObjects(built, cluster, finish);
      return objects;
    },
  };
}

/** An object as it is rendered: mirrors, common labels and safety from deletion are the last things that happen to it. */
export function finished(
  { object, from }: BuiltObject,
  cluster: string,
  finish: Finish,
): BuiltObject {
  const labelled = withCommonMetadata(
    object,
    object.metadata.labels?.[CLUSTER_LABEL] ?? cluster,
    finish.keeping,
  );
  const result = mirrorImages(labelled, finish.mirrors);
  return { object: isKubeObject(result) ? result : labelled, from };
}

function finishedObjects(
  built: readonly BuiltObject[],
  cluster: string,
  finish: Finish,
): KubeObject[] {
  return inOrder(built.map(object => finished(object, cluster, finish).object));
}

function textOf(
  built: readonly BuiltObject[],
  cluster: string,
  finish: Finish,
): string {
  const known = templates.get(built);
  if (known?.mirrors === finish.mirrors && known.keeping === finish.keeping) {
    return known.pieces.join(nameText(cluster));
  }
  if (!known && !seen.has(built)) {
    seen.add(built);
    return print(built, cluster, finish);
  }
  const text = print(built, ANY_CLUSTER, finish);
  // As many places as labels: else the name that stands for all stands in the objects themselves.
  const pieces = text.split(ANY_CLUSTER);
  if (pieces.length - 1 !== built.filter(takesLabel).length) {
    return print(built, cluster, finish);
  }
  templates.set(built, { ...finish, pieces });
  return pieces.join(nameText(cluster));
}

function print(
  built: readonly BuiltObject[],
  cluster: string,
  finish: Finish,
): string {
  return finishedObjects(built, cluster, finish).map(printYaml).join('---\n');
}

function takesLabel({ object }: BuiltObject): boolean {
  return object.metadata.labels?.[CLUSTER_LABEL] === undefined;
}

/** A cluster's name as a value: `1234` and `on` are quoted. */
function nameText(cluster: string): string {
  return printYaml(cluster).trimEnd();
}

const keys = new WeakMap<KubeObject, string>();

/** The key of an object among all of a cluster, kept for objects that many clusters share. */
export function keyOf(object: KubeObject): string {
  const known = keys.get(object);
  if (known !== undefined) return known;
  const key = objectKey(objectRef(object));
  keys.set(object, key);
  return key;
}
