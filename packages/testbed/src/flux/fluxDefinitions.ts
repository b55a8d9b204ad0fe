import {
  definitionOf,
  engineDefinitions,
} from '../installed/engineDefinitions';
import { TestObject } from '../installed/objects';

/** The kinds that kustomize-controller watches: it doesn't begin while one of them isn't served. */
export function fluxDefinitions(): TestObject[] {
  return [
    ...engineDefinitions('Flux'),
    ...['OCIRepository ocirepositories', 'Bucket buckets'].map(each => {
      const [kind, plural] = each.split(' ');
      const key = `source.toolkit.fluxcd.io/v1/${kind}`;
      return definitionOf({ key, plural, hasStatus: true });
    }),
  ];
}
