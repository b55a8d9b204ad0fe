import { packedCustomKinds } from '../schemas/packed';
import { TestObject } from './objects';

/**
 * A kind that an engine brings.
 *
 * @public
 */
export interface CustomKind {
  /** `<group>/<version>/<kind>`. */
  key: string;
  plural: string;
  /** Flux's controllers write the status by itself; Argo CD's writes the whole object. */
  hasStatus: boolean;
}

const KINDS: Record<'Flux' | 'ArgoCD', readonly CustomKind[]> = {
  Flux: [
    {
      key: 'source.toolkit.fluxcd.io/v1/GitRepository',
      plural: 'gitrepositories',
      hasStatus: true,
    },
    {
      key: 'kustomize.toolkit.fluxcd.io/v1/Kustomization',
      plural: 'kustomizations',
      hasStatus: true,
    },
  ],
  ArgoCD: [
    {
      key: 'argoproj.io/v1alpha1/Application',
      plural: 'applications',
      hasStatus: false,
    },
  ],
};

/**
 * The CustomResourceDefinitions that an engine speaks through, with the
 * schemas that its project publishes: what a controller couldn't write, a
 * test can't either.
 *
 * @public
 */
export function engineDefinitions(engine: 'Flux' | 'ArgoCD'): TestObject[] {
  return KINDS[engine].map(definitionOf);
}

/**
 * The CustomResourceDefinition of one kind. Where its schema isn't packed,
 * anything may be written.
 *
 * @public
 */
export function definitionOf({
  key,
  plural,
  hasStatus,
}: CustomKind): TestObject {
  const [group, name, kind] = key.split('/');
  const openAPIV3Schema = packedCustomKinds().get(key) ?? {
    type: 'object',
    'x-kubernetes-preserve-unknown-fields': true,
  };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope: 'Namespaced',
      names: { kind, plural, singular: kind.toLowerCase() },
      versions: [
        {
          name,
          served: true,
          storage: true,
          ...(hasStatus ? { subresources: { status: {} } } : {}),
          schema: { openAPIV3Schema },
        },
      ],
    },
  };
}
