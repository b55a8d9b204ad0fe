import type { ErrorObject } from 'ajv';
import { asObject } from '../answers';
import { compiledOptions } from './compiledOptions';
import { optionsOf } from './optionSchema';

/** What is wrong with an option, in words for the person who set it. */
export interface OptionProblem {
  /** Name of the option; empty when it's about all of them. */
  name: string;
  message: string;
}

const TYPE_WORDS: Record<string, string> = {
  integer: 'a whole number',
  number: 'a number',
  string: 'text',
  boolean: 'yes or no',
  array: 'a list',
  object: 'an object',
};

const param = (error: ErrorObject, name: string): string =>
  String(asObject(error.params)?.[name] ?? '');

const sentenceOf = (error: ErrorObject): string => {
  switch (error.keyword) {
    case 'minimum':
    case 'exclusiveMinimum':
      return `Must be ${
        error.keyword === 'minimum' ? 'at least' : 'more than'
      } ${param(error, 'limit')}.`;
    case 'maximum':
    case 'exclusiveMaximum':
      return `Must be ${
        error.keyword === 'maximum' ? 'at most' : 'less than'
      } ${param(error, 'limit')}.`;
    case 'minLength':
      return `Must have at least ${param(error, 'limit')} characters.`;
    case 'maxLength':
      return `Must have at most ${param(error, 'limit')} characters.`;
    case 'minItems':
      return `Must have at least ${param(error, 'limit')} entries.`;
    case 'maxItems':
      return `Must have at most ${param(error, 'limit')} entries.`;
    case 'uniqueItems':
      return 'Must not have the same entry twice.';
    case 'pattern':
      return `Must match ${param(error, 'pattern')}.`;
    case 'enum': {
      const allowed = asObject(error.params)?.allowedValues;
      return `Must be one of ${
        Array.isArray(allowed) ? allowed.join(', ') : 'the choices'
      }.`;
    }
    case 'type': {
      const type = param(error, 'type');
      return `Must be ${TYPE_WORDS[type] ?? type}.`;
    }
    case 'required':
      return 'Has to be set.';
    case 'additionalProperties':
      return "This model doesn't have it.";
    default:
      return `${error.message ?? 'Not allowed'}.`;
  }
};

/** The option that an error is about: the first part of where it is, or the name that is missing or too much. */
const nameOf = (error: ErrorObject): string => {
  const [, first] = error.instancePath.split('/');
  if (first) return first;
  if (error.keyword === 'required') return param(error, 'missingProperty');
  if (error.keyword === 'additionalProperties') {
    return param(error, 'additionalProperty');
  }
  return '';
};

/** The values that will hold: what was set, over the defaults. */
const withDefaults = (
  schema: Record<string, unknown>,
  values: Record<string, unknown>,
): Record<string, unknown> => {
  const defaults = optionsOf(schema).flatMap(option =>
    option.default === undefined ? [] : [[option.name, option.default]],
  );
  return { ...Object.fromEntries(defaults), ...values };
};

/** Checks what was set against the model's schema: each option's first problem. */
export function checkOptions(
  schema: Record<string, unknown>,
  values: Record<string, unknown>,
): OptionProblem[] {
  const compiled = compiledOptions(schema);
  if ('fault' in compiled) return [{ name: '', message: compiled.fault }];
  const { validate } = compiled;
  if (validate(withDefaults(schema, values))) return [];
  const first = new Map<string, string>();
  for (const error of validate.errors ?? []) {
    const name = nameOf(error);
    if (!first.has(name)) first.set(name, sentenceOf(error));
  }
  return [...first].map(([name, message]) => ({ name, message }));
}
