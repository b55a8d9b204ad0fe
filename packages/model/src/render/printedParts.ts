import type { KubeObject } from '@flotilla/drift';
import { withCommonMetadata } from './built';
import { CLUSTER_LABEL } from './labels';
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

/** The text of an object, cut where the cluster's name goes. */
interface Template extends Finish {
  pieces: readonly string[];
}

const templates = new WeakMap<KubeObject, Template>();
/** Objects that were printed once: only what comes again is worth a template. */
const seen = new WeakSet<KubeObject>();

/** Parts of objects that no other cluster has: a template of them would serve nobody. */
const OWN_PARTS = new Set(['infrastructure', 'bootstrap', 'gitops']);

/** Prints a part as it is committed: with the common labels, images by their mirrors, in a stable order. */
export function printPart(
  part: BuiltPart,
  cluster: string,
  finish: Finish,
): RenderedPart {
  const { name, layer, built } = part;
  let objects: KubeObject[] | undefined;
  const print = () =>
    OWN_PARTS.has(name)
      ? finishedObjects(built, cluster, finish).map(printYaml).join('---\n')
      : textOf(built, cluster, finish);
  return {
    name,
    path: `rendered/${cluster}/${name}/manifests.yaml`,
    text: HEADER + print(),
    layer,
    // Whoever wants the bytes only doesn't pay for the objects.
    get objects() {
      objects ??= finishedObjects(built, cluster, finish);
      return objects;
    },
  };
}

/** An object as it is rendered: mirrors, common labels and safety from deletion are the last things that happen to it. */
export function finishedObject(
  object: KubeObject,
  cluster: string,
  finish: Finish,
): KubeObject {
  const labelled = withCommonMetadata(
    object,
    object.metadata.labels?.[CLUSTER_LABEL] ?? cluster,
    finish.keeping,
  );
  return mirrorImages(labelled, finish.mirrors);
}

function finishedObjects(
  built: readonly BuiltObject[],
  cluster: string,
  finish: Finish,
): KubeObject[] {
  return inOrder(built.map(({ object }) => object)).map(object =>
    finishedObject(object, cluster, finish),
  );
}

function textOf(
  built: readonly BuiltObject[],
  cluster: string,
  finish: Finish,
): string {
  const name = nameText(cluster);
  return inOrder(built.map(({ object }) => object))
    .map(object => {
      const template = templateOf(object, finish);
      return template
        ? template.pieces.join(name)
        : printYaml(finishedObject(object, cluster, finish));
    })
    .join('---\n');
}

/** The template of an object that comes again; a first time, and where there can't be one, none. */
function templateOf(object: KubeObject, finish: Finish): Template | undefined {
  const known = templates.get(object);
  if (known?.mirrors === finish.mirrors && known.keeping === finish.keeping) {
    return known;
  }
  if (!seen.has(object)) {
    seen.add(object);
    return undefined;
  }
  const text = printYaml(finishedObject(object, ANY_CLUSTER, finish));
  const pieces = text.split(ANY_CLUSTER);
  const labels = object.metadata.labels?.[CLUSTER_LABEL] === undefined ? 1 : 0;
  // Else the name that stands for all stands in the object itself.
  if (pieces.length !== labels + 1) return undefined;
  const template = { ...finish, pieces };
  templates.set(object, template);
  return template;
}

/** A cluster's name as a value: `1234` and `on` are quoted. */
function nameText(cluster: string): string {
  return printYaml(cluster).trimEnd();
}
