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
 * What the last render had of an object under a name. Of a machine template that may be several, as the hash of its
 * content stood there besides; it is the one that machines are made from.
 */
export function lastObject(
  wanted: KubeObject,
  name: string,
  documents: readonly RenderedDocument[],
): LastObject | undefined {
  const found = lastObjects(wanted, name, documents);
  const names = new Set(found.map(({ last }) => last.metadata.name));
  return found.find(({ last: { metadata } }) => {
    const successor = metadata.annotations?.[SUPERSEDED_BY];
    return successor === undefined || !names.has(successor);
  });
}

/** All that the last render had of an object under a name: of a machine template each one whose hash is right. */
export function lastObjects(
  wanted: KubeObject,
  name: string,
  documents: readonly RenderedDocument[],
): LastObject[] {
  const isTemplate = isImmutable(wanted);
  return documents.flatMap(document => {
    const mayBe = isTemplate
      ? document.name?.startsWith(`${name}-`)
      : document.name === name;
    if (!mayBe || document.kind !== wanted.kind) return [];
    const last = objectIn(document, wanted);
    if (!last) return [];
    // The hash vouches for the content: nothing else comes in as an old template.
    const isIt =
      !isTemplate || last.metadata.name === generationName(name, last.spec);
    return isIt ? [{ last, document }] : [];
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

/** A machine template of which the hash in its name vouches for the content; the rest is as for the current one. */
export function formerTemplate(
  { apiVersion, kind, spec }: KubeObject,
  { metadata }: KubeObject,
  name: string,
  successor: string,
): KubeObject {
  const annotations = { ...metadata.annotations, [SUPERSEDED_BY]: successor };
  return {
    apiVersion,
    kind,
    metadata: { ...metadata, name, annotations },
    spec,
  };
}
