import type { KubeObject } from '@flotilla/drift';
import { SUPERSEDED_BY } from './labels';
import { formerTemplate, lastObjects } from './lastObject';
import type { NamedTemplate } from './machineTemplates';
import type { RenderedDocument } from './renderedDocuments';

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
  { baseName, object }: NamedTemplate,
): Map<string, KubeObject> {
  const others = documents.filter(({ name }) => name !== object.metadata.name);
  return new Map(
    lastObjects(object, baseName, others).map(({ last }) => [
      last.metadata.name,
      last,
    ]),
  );
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
        const { name: own } = object.metadata;
        return [formerTemplate(object, current, own, successorOf(object))];
      }
      const next = generations.get(successor);
      if (!next) return [];
      successor = successorOf(next);
    }
    return [];
  });
}
