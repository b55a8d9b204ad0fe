import { suggestion } from '../source/suggest';
import { ENVIRONMENT } from './environment';
import type { Scope } from './cel';

/** What CEL says of a failure, in words that say what to do. */
export function inWords(
  message: string,
  scope: Scope,
): { error: string; remedy?: string } {
  if (message === 'unresolved attribute') {
    const known = Object.keys(scope).sort().join(', ');
    return { error: 'unknown name', remedy: `Known here: ${known}.` };
  }
  const field = /^field not found: (.*)$/.exec(message);
  if (field) {
    return {
      error: `there is no ${field[1]} here`,
      remedy: 'Where it may be missing, ask with has() first.',
    };
  }
  const unbound = /^unbound function: (.*)$/.exec(message);
  if (unbound) {
    const names = [...ENVIRONMENT.funcs].map(({ name }) => name);
    const words = names.filter(
      name => /^\w/.test(name) && !/^_.*_$/.test(name),
    );
    const remedy = suggestion(unbound[1], new Set(words));
    return {
      error: `there is no function ${unbound[1]}`,
      ...(remedy && { remedy }),
    };
  }
  const overload =
    /^found no matching overload for '(.*?)' applied to '(?:(.*?)\.)?\((.*)\)'$/.exec(
      message,
    );
  if (!overload) return { error: message };
  const [, name, target, types] = overload;
  const operator = /^_?(\W+)_?$/.exec(name)?.[1];
  const given = types.split(', ').join(' and ');
  return operator
    ? {
        error: `${operator} doesn't take ${given}`,
        remedy: 'Convert one of them with int(), double() or string().',
      }
    : {
        error: `${name}() doesn't take ${given || 'nothing'}${
          target ? `, called on ${target}` : ''
        }`,
      };
}
