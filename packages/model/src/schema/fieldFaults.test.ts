import { corpus } from '@flotilla/testbed';
import { readManifests } from '../source/manifests';
import { builtInType } from './builtInTypes';
import { definedTypes } from './definedTypes';
import { fieldFaults, learnSound } from './fieldFaults';

const deployment = builtInType('apps/v1/Deployment');
if (!deployment) throw new Error('there is no Deployment');

/** An object with one pod template, of which parts may be shared. */
const withTemplate = (template: unknown) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec: { selector: { matchLabels: { app: 'web' } }, template },
});

describe('the fields of a kind', () => {
  it('are not found fault with in what products publish', () => {
    const judged = corpus(['gatekeeper', 'keda', 'kube-prometheus']).flatMap(
      ({ name, text }) => {
        const objects = readManifests(name, text).objects.map(o => o.object);
        const definitions = objects.filter(
          ({ kind }) => kind === 'CustomResourceDefinition',
        );
        return objects.flatMap(object => {
          const key = `${object.apiVersion}/${object.kind}`;
          const type =
            builtInType(key) ??
            definitions
              .map(definition => definedTypes(definition).get(key))
              .find(Boolean);
          return type ? [fieldFaults(object, type)] : [];
        });
      },
    );
    expect(judged.length).toBeGreaterThan(50);
    expect(judged.flat()).toEqual([]);
  });

  it('are learnt once where objects share them, and judged in each where they are wrong', () => {
    const template = { spec: { containers: [{ name: 'a', image: 'b' }] } };
    const wrong = { spec: { containers: [{ name: 'a', imag: 'b' }] } };
    learnSound(withTemplate(template), deployment);
    learnSound(withTemplate(wrong), deployment);
    expect(fieldFaults(withTemplate(template), deployment)).toEqual([]);
    const faults = fieldFaults(withTemplate(wrong), deployment);
    expect(faults.map(({ steps }) => steps.join('.'))).toEqual([
      'spec.template.spec.containers.0.imag',
    ]);
    // A list that is sound as one thing isn't sound as another.
    expect(fieldFaults(template, deployment)).toHaveLength(1);
  });

  it('are none of what every map inherits', () => {
    const object = JSON.parse(
      '{"metadata": {"name": "a"}, "spec": {"constructor": 1, "toString": 2}}',
    );
    expect(fieldFaults(object, deployment)).toHaveLength(2);
  });
});
