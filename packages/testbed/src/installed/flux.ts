import { isSchema } from '../schemas/packed';
import { TestObject } from './objects';

/** The field manager of Flux's kustomize-controller. @public */
export const FLUX = 'kustomize-controller';

/**
 * An object as Flux's kustomize-controller sends it: with its two owner
 * labels, and a Secret's texts as base64.
 *
 * @param owner - the name of the Kustomization
 * @public
 */
export function asFluxSends(object: TestObject, owner: string): TestObject {
  const { status, ...rest } = object;
  return {
    ...rest,
    ...(object.kind === 'Secret' ? encoded(object) : {}),
    metadata: {
      ...object.metadata,
      labels: {
        ...object.metadata.labels,
        'kustomize.toolkit.fluxcd.io/name': owner,
        'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
      },
    },
  };
}

function encoded({ data, stringData }: TestObject) {
  const texts = Object.entries(isSchema(stringData) ? stringData : {});
  const folded = texts.map(([name, text]) => [
    name,
    Buffer.from(String(text ?? '')).toString('base64'),
  ]);
  return {
    data: { ...(isSchema(data) ? data : {}), ...Object.fromEntries(folded) },
    stringData: undefined,
  };
}
