import { groupOf } from '@flotilla/drift';
import type { KubeObject } from '@flotilla/drift';
import { readManifests } from '../source/manifests';
import type { NamedTemplate } from './machineTemplates';
import type { RenderedDocument } from './renderedDocuments';
import { SUPERSEDED_BY } from './labels';
import { generationName } from './templateNames';

/** How many generations of a template stay besides the current one. */
const GENERATIONS = 2;

/**
 * The templates that machines may still use while they are rolled over to newer ones.
 *
 * The repository doesn't know when a roll is over, and rendering twice must give the same bytes. So
 * what decides is only what the last render left: a template that was current then and isn't now stays,
 * marked with its successor, and leaves when two newer ones have followed it. By then Cluster API only
 * takes its machines away, and doesn't need it for that. Whoever wants it gone earlier deletes it from
 * the rendered file: rendering keeps what it finds, and never brings back what it doesn't.
 *
 * @param documents - the part as it was rendered last
 */
export function supersededTemplates(
  templates: readonly NamedTemplate[],
  documents: readonly RenderedDocument[],
): KubeObject[] {
  return templates.flatMap(template =>
    keptGenerations(template, generationsIn(documents, template)),
  );
}

/** Earlier generations of a template by name. */
function generationsIn(
  documents: readonly RenderedDocument[],
  { baseName, object: current }: NamedTemplate,
): Map<string, KubeObject> {
  const found = new Map<string, KubeObject>();
  for (const { kind, name, text } of documents) {
    if (kind !== current.kind || name === current.metadata.name) continue;
    if (!name?.startsWith(`${baseName}-`)) continue;
    for (const { object } of readManifests('previous', text).objects) {
      // The hash vouches for the content: nothing else comes in as an old template.
      const isOurs =
        object.metadata.name === generationName(baseName, object.spec) &&
        groupOf(object) === groupOf(current);
      if (isOurs) found.set(name, object);
    }
  }
  return found;
}

function keptGenerations(
  { object: current }: NamedTemplate,
  generations: ReadonlyMap<string, KubeObject>,
): KubeObject[] {
  const { name } = current.metadata;
  const successorOf = ({ metadata: { annotations } }: KubeObject) =>
    annotations?.[SUPERSEDED_BY] ?? name;
  return [...generations.values()].flatMap(object => {
    let successor = successorOf(object);
    for (let age = 1; age <= GENERATIONS; age += 1) {
      if (successor === name) {
        return [earlier(object, successorOf(object), current)];
      }
      const next = generations.get(successor);
      if (!next) return [];
      successor = successorOf(next);
    }
    return [];
  });
}

/** Only what the hash vouches for is taken from the old render; the rest is as for the current template. */
function earlier(
  { apiVersion, kind, metadata: { name }, spec }: KubeObject,
  successor: string,
  { metadata }: KubeObject,
): KubeObject {
  const annotations = { ...metadata.annotations, [SUPERSEDED_BY]: successor };
  return {
    apiVersion,
    kind,
    metadata: { ...metadata, name, annotations },
    spec,
  };
}
