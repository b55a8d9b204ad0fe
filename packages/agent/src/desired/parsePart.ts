import { KubeObject } from '@flotilla/drift';
import { parseAllDocuments } from 'yaml';
import { isKubeObject } from '../kube/kubeObject';

/**
 * The objects of a rendered part.
 *
 * @throws Error that names the document that isn't an object
 */
export function parsePart(text: string): KubeObject[] {
  const objects: KubeObject[] = [];
  // Rendered text has no aliases; a limit keeps hostile ones from growing.
  for (const document of parseAllDocuments(text, { logLevel: 'silent' })) {
    const [error] = document.errors;
    if (error) throw new Error(error.message);
    const value: unknown = document.toJS({ maxAliasCount: 100 });
    if (value !== null && value !== undefined) {
      if (!isKubeObject(value)) {
        throw new Error(
          `document ${objects.length + 1} is not a Kubernetes object`,
        );
      }
      objects.push(value);
    }
  }
  return objects;
}
