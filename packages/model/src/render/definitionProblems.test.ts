import { complaints } from '../__fixtures__/loaded';

const DEFINITION = 'components/local-storage/1.0.0/manifests/tills.yaml';
const TILL = 'components/web/1.0.0/manifests/till.yaml';

const definition = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: tills.acme.example}
spec:
  group: acme.example
  scope: Namespaced
  names: {kind: Till, plural: tills}
  versions:
    - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}
    - {name: v1beta1, served: true, storage: false, deprecated: true, schema: {openAPIV3Schema: {type: object}}}
    - {name: v1alpha1, served: false, storage: false, schema: {openAPIV3Schema: {type: object}}}
`;

const inVersion = (version: string, group = 'acme.example') =>
  complaints({
    [DEFINITION]: definition,
    [TILL]: `apiVersion: ${group}/${version}\nkind: Till\nmetadata: {name: one}\n`,
  });

describe('a custom resource whose definition is rendered too', () => {
  it('is fine in a version that is served', () => {
    expect(inVersion('v1')).toEqual([]);
    expect(inVersion('v9', 'other.example')).toEqual([]);
  });

  it.each(['v1alpha1', 'v2'])('is an error in %s, which isn’t', version => {
    expect(inVersion(version)).toEqual([
      `${TILL}:1:13  Till one: acme.example/${version} isn't served by its definition\n  Write acme.example/v1.`,
    ]);
  });

  it('is a warning in a deprecated one', () => {
    expect(inVersion('v1beta1')).toEqual([
      `${TILL}:1:13  warning: Till one: acme.example/v1beta1 is deprecated by its definition\n  Write acme.example/v1.`,
    ]);
  });
});
