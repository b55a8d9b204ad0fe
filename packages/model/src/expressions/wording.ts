import { isRecord } from '../source/pointer';
import { nearest, suggestion } from '../source/suggest';
import { ENVIRONMENT } from './environment';
import { TOO_MANY_STEPS } from './meter';
import type { Scope } from './scope';
import { unsupportedFunction } from './unsupported';

/** Where in an expression CEL failed. */
interface Place {
  expression: string;
  offset: number;
}

/** What CEL says of a failure, in words that say what to do. */
export function inWords(
  message: string,
  scope: Scope,
  place: Place,
): { error: string; remedy?: string } {
  if (message === 'unresolved attribute') return unknownName(scope, place);
  if (message === TOO_MANY_STEPS) {
    return { error: message, remedy: 'Loop over fewer items, or less deep.' };
  }
  const field = /^field not found: (.*)$/.exec(message);
  if (field) {
    const near = nearest(field[1], siblings(scope, place));
    return {
      error: `there is no ${field[1]} here`,
      remedy: near
        ? `Did you mean ${near}?`
        : 'Where it may be missing, ask with has() first.',
    };
  }
  const unbound = /^unbound function: (.*)$/.exec(message);
  if (unbound) {
    const elsewhere = unsupportedFunction(unbound[1]);
    if (elsewhere) return elsewhere;
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

function unknownName(scope: Scope, { expression, offset }: Place) {
  const name = /^\w+/.exec(expression.slice(offset))?.[0];
  const known = Object.keys(scope).sort();
  const near = name && nearest(name, known);
  return {
    error: ['unknown name', name].filter(Boolean).join(' '),
    remedy: near ? `Did you mean ${near}?` : `Known here: ${known.join(', ')}.`,
  };
}

/** The fields beside the one that isn't there, where plain names lead to it. */
function siblings(scope: Scope, { expression, offset }: Place): string[] {
  const before = expression.slice(0, offset);
  const [, path] = /(?:^|[^\w.)\]])(\w+(?:\.\w+)*)\.$/.exec(before) ?? [];
  if (path === undefined) return [];
  let holder: unknown = scope;
  for (const step of path.split('.')) {
    if (!isRecord(holder) || !Object.hasOwn(holder, step)) return [];
    holder = holder[step];
  }
  return isRecord(holder) ? Object.keys(holder) : [];
}
