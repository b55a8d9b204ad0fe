import { parseAllDocuments } from 'yaml';
import { corpus } from '../corpus';
import { TestObject, isTestObject } from './objects';

/**
 * One product of the corpus, as objects.
 *
 * @public
 */
export interface Product {
  name: string;
  /** Where its objects belong that name no namespace. */
  namespace: string;
  objects: TestObject[];
}

/**
 * The products of the corpus as objects, read as Kubernetes reads YAML.
 *
 * @param names - only these; all when absent
 * @public
 */
export function products(names?: readonly string[]): Product[] {
  return corpus(names).map(({ name, namespace, text }) => ({
    name,
    namespace,
    objects: parseAllDocuments(text, {
      version: '1.1',
      merge: true,
      logLevel: 'silent',
    })
      .map((document): unknown => document.toJS())
      .filter(isTestObject),
  }));
}
