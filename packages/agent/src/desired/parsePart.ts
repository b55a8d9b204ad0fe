import { KubeObject } from '@flotilla/drift';
import { parseAllDocuments } from 'yaml';
import { isKubeObject } from '../kube/kubeObject';

/** A line of its own at the margin; within texts of a document, lines are indented. */
const DOCUMENT = /^---[ \t]*$/m;

/**
 * The objects of a rendered part.
 *
 * @throws Error that shows the document that isn't an object
 */
export function parsePart(text: string): KubeObject[] {
  const objects: KubeObject[] = [];
  // One after the other: the syntax trees of all at once would take many times the memory of what they say.
  for (const one of text.split(DOCUMENT)) objects.push(...documentsIn(one));
  return objects;
}

function documentsIn(text: string): KubeObject[] {
  const objects: KubeObject[] = [];
  // Rendered text has no aliases; a limit keeps hostile ones from growing.
  for (const document of parseAllDocuments(text, { logLevel: 'silent' })) {
    const [error] = document.errors;
    if (error) throw new Error(error.message);
    const value: unknown = document.toJS({ maxAliasCount: 100 });
    if (value !== null && value !== undefined) {
      if (!isKubeObject(value)) {
        throw new Error(`not a Kubernetes object: ${text.slice(0, 80)}`);
      }
      objects.push(value);
    }
  }
  return objects;
}
