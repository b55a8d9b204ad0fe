import { parsePointer, Pointer } from '../fields/pointer';
import { labelSelector, Selects } from '../http/selectors';
import { Json, JsonObject, listAt, objectAt, stringAt } from '../objects/json';
import { KubeObject, parseApiVersion } from '../objects/KubeObject';
import { StatusError } from '../store/StatusError';
import { ApplyError } from './ApplyError';

interface IgnoreRule {
  selects: Selects;
  paths: readonly Pointer[];
}

/** `spec.ignore` of a Kustomization: where Flux leaves alone what it finds. */
export class IgnoreRules {
  private constructor(readonly rules: readonly IgnoreRule[]) {}

  /** @throws ApplyError for a path or a selector that can't be read */
  static parse(spec: JsonObject | undefined): IgnoreRules {
    return new IgnoreRules(listAt(spec, 'ignore').map(parseRule));
  }

  /** The paths that are ignored in an object. */
  pathsOf(object: KubeObject): Pointer[] {
    return this.rules
      .filter(rule => rule.selects(object))
      .flatMap(rule => rule.paths);
  }
}

function parseRule(rule: Json, index: number): IgnoreRule {
  const field = `spec.ignore[${index}]`;
  const paths = listAt(rule, 'paths').map(path => {
    const pointer = parsePointer(String(path));
    if (!pointer) {
      throw new ApplyError(
        `${field}.paths: '${String(path)}' is not a JSON pointer`,
      );
    }
    return pointer;
  });
  return { selects: parseTarget(objectAt(rule, 'target'), field), paths };
}

/** A rule without a target is for every object. */
function parseTarget(target: JsonObject | undefined, field: string): Selects {
  if (!target) return () => true;
  try {
    const matches = {
      group: anchored(target, 'group'),
      version: anchored(target, 'version'),
      kind: anchored(target, 'kind'),
      name: anchored(target, 'name'),
      namespace: anchored(target, 'namespace'),
    };
    const labels = labelSelector(stringAt(target, 'labelSelector') ?? '');
    const annotations = labelSelector(
      stringAt(target, 'annotationSelector') ?? '',
    );
    return object => {
      const { group, version } = parseApiVersion(object.apiVersion);
      const { metadata, kind } = object;
      return (
        matches.group(group) &&
        matches.version(version) &&
        matches.kind(kind) &&
        matches.name(metadata.name) &&
        matches.namespace(metadata.namespace ?? '') &&
        labels(object) &&
        annotations({
          ...object,
          metadata: { ...metadata, labels: metadata.annotations },
        })
      );
    };
  } catch (error) {
    if (error instanceof StatusError || error instanceof SyntaxError)
      throw new ApplyError(`${field}.target: ${error.message}`);
    throw error;
  }
}

/** A regular expression for the whole text; an absent one matches all. */
function anchored(target: JsonObject, key: string): (text: string) => boolean {
  const pattern = stringAt(target, key);
  if (!pattern) return () => true;
  const expression = new RegExp(`^(?:${pattern})$`);
  return text => expression.test(text);
}
