import { boundedPatterns } from '@flotilla/model';
import Ajv, { type ValidateFunction } from 'ajv';

/** A schema that values can be held to, or why they can't. */
type CompiledOptions = { validate: ValidateFunction } | { fault: string };

/** Compiling is dear, and a form asks again at every keystroke. */
const known = new WeakMap<object, CompiledOptions>();

/** A model's schema made ready once; one that can't be is told of, so that its form still opens. */
export function compiledOptions(
  schema: Record<string, unknown>,
): CompiledOptions {
  const compiled = known.get(schema) ?? compile(schema);
  known.set(schema, compiled);
  return compiled;
}

function compile(schema: Record<string, unknown>): CompiledOptions {
  // Models may use formats and keywords that this browser doesn't know; the hub checks them again.
  const ajv = new Ajv({
    allErrors: true,
    strict: false,
    validateFormats: false,
    code: { regExp: boundedPatterns },
  });
  try {
    return { validate: ajv.compile(schema) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {
      fault: `What is set can't be checked here, because the model's schema isn't valid: ${reason}. Its author has to mend it.`,
    };
  }
}
