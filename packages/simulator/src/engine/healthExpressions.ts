import { celEnv, isCelError, parse, plan } from '@bufbuild/cel';
import type { CelInput } from '@bufbuild/cel';
import {
  isJsonObject,
  Json,
  JsonObject,
  listAt,
  stringAt,
} from '../objects/json';
import { KubeObject } from '../objects/KubeObject';

type Verdict = (object: KubeObject) => boolean;

/** Judges objects of the kinds that `spec.healthCheckExprs` of a Kustomization names. */
export class HealthExpressions {
  private constructor(readonly verdicts: ReadonlyMap<string, Verdict>) {}

  static parse(spec: JsonObject | undefined): HealthExpressions {
    const verdicts = listAt(spec, 'healthCheckExprs')
      .filter(isJsonObject)
      .map((each): [string, Verdict] => [
        keyOf(stringAt(each, 'apiVersion'), stringAt(each, 'kind')),
        verdictOf(stringAt(each, 'current') ?? 'false'),
      ]);
    return new HealthExpressions(new Map(verdicts));
  }

  /** Whether an object is current; undefined for a kind of which nothing is said. */
  isCurrent(object: KubeObject): boolean | undefined {
    return this.verdicts.get(keyOf(object.apiVersion, object.kind))?.(object);
  }
}

function keyOf(apiVersion: string | undefined, kind: string | undefined) {
  return `${apiVersion} ${kind}`;
}

const ENV = celEnv();

/** An expression that can't be evaluated yet, as a status is missing, isn't true yet. */
function verdictOf(expression: string): Verdict {
  const run = plan(ENV, parse(expression));
  return object => {
    const result = run(bindingsOf(object));
    return !isCelError(result) && result === true;
  };
}

function bindingsOf(object: KubeObject): Record<string, CelInput> {
  return Object.fromEntries(
    Object.entries(object).map(([name, value]) => [name, celOf(value)]),
  );
}

function celOf(value: Json | undefined): CelInput {
  if (Array.isArray(value)) return value.map(celOf);
  if (isJsonObject(value)) {
    return new Map(
      Object.entries(value).map(([key, item]) => [key, celOf(item)]),
    );
  }
  if (typeof value === 'number' && Number.isSafeInteger(value)) {
    return BigInt(value);
  }
  return value ?? null;
}
