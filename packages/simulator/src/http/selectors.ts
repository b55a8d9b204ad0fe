import { KubeObject } from '../objects/KubeObject';
import { stringAt } from '../objects/json';
import { badRequest } from '../store/StatusError';

export type Selects = (object: KubeObject) => boolean;

/** Reads `labelSelector`: equality and set based requirements, all of which must hold. */
export function labelSelector(text: string): Selects {
  const requirements = splitRequirements(text).map(labelRequirement);
  return object =>
    requirements.every(holds => holds(object.metadata.labels ?? {}));
}

/** Commas inside parentheses belong to the set. */
function splitRequirements(text: string): string[] {
  return text
    .split(/,(?![^(]*\))/)
    .map(part => part.trim())
    .filter(part => part !== '');
}

type Labels = { [key: string]: string };

function labelRequirement(text: string): (labels: Labels) => boolean {
  const set = /^(\S+)\s+(in|notin)\s+\(([^)]*)\)$/.exec(text);
  if (set) {
    const [, key, operator, list] = set;
    const values = list.split(',').map(value => value.trim());
    return operator === 'in'
      ? labels => key in labels && values.includes(labels[key])
      : labels => !(key in labels) || !values.includes(labels[key]);
  }
  const comparison = /^([^=!\s]+)\s*(==|=|!=)\s*(\S*)$/.exec(text);
  if (comparison) {
    const [, key, operator, value] = comparison;
    return operator === '!='
      ? labels => labels[key] !== value
      : labels => labels[key] === value;
  }
  if (/^![^\s!=]+$/.test(text)) return labels => !(text.slice(1) in labels);
  if (/^[^\s!=]+$/.test(text)) return labels => text in labels;
  throw badRequest(`unable to parse requirement: ${text}`);
}

/** Fields by which objects can be selected, besides name and namespace. */
const EXTRA_FIELDS: Readonly<Record<string, readonly string[]>> = {
  Pod: ['spec.nodeName', 'status.phase'],
  Event: [
    'involvedObject.kind',
    'involvedObject.name',
    'involvedObject.namespace',
    'involvedObject.uid',
    'reason',
    'type',
  ],
  Secret: ['type'],
  Namespace: ['status.phase'],
};

/** Reads `fieldSelector`. */
export function fieldSelector(text: string, kind: string): Selects {
  const known = [
    'metadata.name',
    'metadata.namespace',
    ...(EXTRA_FIELDS[kind] ?? []),
  ];
  const requirements = splitRequirements(text).map(part => {
    const match = /^([^=!]+)(==|=|!=)(.*)$/.exec(part);
    if (!match)
      throw badRequest(
        `invalid selector: '${part}'; can't understand '${part}'`,
      );
    const [, field, operator, value] = match;
    if (!known.includes(field)) {
      throw badRequest(`field label not supported: ${field}`);
    }
    return (object: KubeObject) =>
      ((stringAt(object, ...field.split('.')) ?? '') === value) ===
      (operator !== '!=');
  });
  return object => requirements.every(holds => holds(object));
}
