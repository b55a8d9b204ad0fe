import type { KubeObject } from '@flotilla/drift';
import { ANY_CLUSTER } from './anyCluster';
import { AnyClusterText } from './AnyClusterText';
import { withCommonMetadata } from './built';
import type { BuiltObject, BuiltPart } from './built';
import { mirrorImages } from './images';
import type { Mirror } from './images';
import type { Keeping } from './keeping';
import type { Filling } from './Filling';
import { inOrder } from './kindOrder';
import { CLUSTER_LABEL } from './labels';
import type { Steps } from '../steps';
import { partPath } from './part';
import type { RenderedPart } from './part';
import { printSharing } from './yaml';

/** What every file below `rendered/` starts with. */
export const HEADER =
  '# Rendered by flotilla. Change what it is rendered from: an edit here is overwritten.\n';

/** What happens to all objects of a part alike; the very same value for the same thing. */
export interface Finish {
  mirrors: readonly Mirror[];
  keeping: Keeping;
}

/** What the objects of a part are printed as. */
interface Printed extends Finish {
  text: AnyClusterText;
}

/** By the very list of objects, which clusters share. */
const printed = new WeakMap<readonly BuiltObject[], Printed>();
/** Lists that were printed once: only what comes again is worth a text for all. */
const seen = new WeakSet<readonly BuiltObject[]>();

/**
 * Prints a part as it is committed: with the common labels, images by their mirrors, in a stable order; some objects
 * at a time.
 */
export function* printPart(
  part: BuiltPart,
  filling: Filling,
  finish: Finish,
): Steps<RenderedPart> {
  const { name, layer } = part;
  const { cluster } = filling;
  let objects: KubeObject[] | undefined;
  const finished = () =>
    inOrder(part.built.map(({ object }) => object)).map(object =>
      finishedObject(filling.object(object), cluster, finish),
    );
  return {
    name,
    path: partPath(cluster, name),
    text:
      textFor(part, finish)?.for(filling) ??
      HEADER + (yield* printAll(finished())),
    layer,
    // Whoever wants the bytes only doesn't pay for the objects.
    get objects() {
      objects ??= finished();
      return objects;
    },
  };
}

const MANY = 500;

function* printAll(objects: readonly KubeObject[]): Steps<string> {
  const texts: string[] = [];
  for (const object of objects) {
    texts.push(printSharing(object));
    if (texts.length % MANY === 0) yield;
  }
  return texts.join('---\n');
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

/** The text of a part that comes again; the first time none. */
function textFor(
  { built }: BuiltPart,
  finish: Finish,
): AnyClusterText | undefined {
  if (!seen.has(built)) {
    seen.add(built);
    return undefined;
  }
  const known = printed.get(built);
  if (known?.mirrors === finish.mirrors && known.keeping === finish.keeping) {
    return known.text;
  }
  const objects = inOrder(built.map(({ object }) => object));
  const text = AnyClusterText.of(
    objects.map(object => finishedObject(object, ANY_CLUSTER, finish)),
    HEADER,
  );
  printed.set(built, { ...finish, text });
  return text;
}
