import { groupOf } from '@flotilla/drift';
import type { KubeObject } from '@flotilla/drift';
import { readManifests } from '../source/manifests';
import { SUPERSEDED_BY } from './labels';
import type { RenderedDocument } from './renderedDocuments';
import { generationName, isImmutable } from './templateNames';

/** An object as it was rendered last, and where that stands. */
interface LastObject {
  last: KubeObject;
  document: RenderedDocument;
}

/**
 * What the last render had of an object under a name. A machine template had the hash of its content there besides; of
 * several, it is the one that machines are made from.
 */
export function lastObject(
  wanted: KubeObject,
  name: string,
  documents: readonly RenderedDocument[],
): LastObject | undefined {
  const isTemplate = isImmutable(wanted);
  const found = documents.flatMap(document => {
    const mayBe = isTemplate
      ? document.name?.startsWith(`${name}-`)
      : document.name === name;
    if (!mayBe || document.kind !== wanted.kind) return [];
    const last = objectIn(document, wanted);
    if (!last) return [];
    // The hash vouches for the content.
    const isIt =
      !isTemplate || last.metadata.name === generationName(name, last.spec);
    return isIt ? [{ last, document }] : [];
  });
  const names = new Set(found.map(({ last }) => last.metadata.name));
  return found.find(({ last: { metadata } }) => {
    const successor = metadata.annotations?.[SUPERSEDED_BY];
    return successor === undefined || !names.has(successor);
  });
}

function objectIn(
  { text }: RenderedDocument,
  wanted: KubeObject,
): KubeObject | undefined {
  const read = readManifests('previous', text).objects[0];
  const isSame = read && groupOf(read.object) === groupOf(wanted);
  return isSame ? read.object : undefined;
}
