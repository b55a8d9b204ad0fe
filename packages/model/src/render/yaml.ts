import { isRecord } from '../source/pointer';

/*
 * Our own printer, because what it prints must read the same to YAML 1.1 and 1.2 readers, must not
 * depend on the order in which people wrote keys, and must be fast for thousands of clusters.
 */

const FIRST = new Set(['apiVersion', 'kind', 'metadata', 'name', 'namespace']);
const PLAIN =
  /^[A-Za-z_/][A-Za-z0-9_./@+=,;()-]*(?:[ :][A-Za-z0-9_./@+=,;()-]+)*$/;
/** Words that some reader takes for a boolean or for nothing. */
const RESERVED = /^(?:y|n|yes|no|on|off|true|false|null|nil|none|undefined)$/i;
/**
 * Characters that a double-quoted scalar must escape beyond what JSON escapes: what YAML calls
 * unprintable, line breaks of YAML 1.1 only, and the sign of text that wasn't UTF-8.
 */
const UNPRINTABLE = /[\u007f-\u009f\u2028\u2029\ufeff\ufffd-\uffff]/g;
const CONTROL =
  // eslint-disable-next-line no-control-regex -- finding control characters is its purpose
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffd-\uffff]/;
/** Kubernetes' reader takes no longer key before its ":"; some is left for escapes. */
const MAX_KEY = 1000;
/** Fleets say the same few thousand keys again and again. */
const MAX_REMEMBERED = 10_000;

/** What was printed of a map or list, and where: after a key or a dash, at which indent. At first only that it was. */
interface Printed {
  place?: string;
  text?: string;
}

const printedBefore = new WeakMap<object, Printed>();
/** Whether what is printed now is looked up and remembered. */
let remembers = false;

/**
 * The same as {@link printYaml}, for objects that have maps and lists in common with others: those are printed once.
 * They must not change.
 */
export function printSharing(value: unknown): string {
  remembers = true;
  try {
    return printYaml(value);
  } finally {
    remembers = false;
  }
}

/** Prints a map or list anew, or what it was the last time. */
function sharedText(
  value: object,
  indent: string,
  place: string,
  print: (value: unknown, indent: string) => string,
): string {
  const before = printedBefore.get(value);
  if (!before) {
    printedBefore.set(value, {});
    return print(value, indent);
  }
  if (before.place === place && before.text !== undefined) return before.text;
  // What is in it isn't needed once it is known as a whole.
  remembers = false;
  const lines = print(value, indent);
  remembers = true;
  if (before.text === undefined) Object.assign(before, { place, text: lines });
  return lines;
}

/** One YAML document, keys in a stable order, ending with a line break. */
export function printYaml(value: unknown): string {
  if (isRecord(value)) {
    const keys = orderedKeys(value);
    if (keys.length > 0) return mapLines(value, keys, '', '');
  }
  if (Array.isArray(value) && value.length > 0) return listLines(value, '');
  return `${scalar(value, '')}\n`;
}

/** The keys of a map in the order in which they are printed. */
export function orderedKeys(map: Record<string, unknown>): string[] {
  const rest: string[] = [];
  let first = 0;
  let sorted = true;
  for (const key of Object.keys(map)) {
    if (map[key] === undefined) continue;
    if (FIRST.has(key)) {
      first += 1;
    } else {
      if (sorted && rest.length > 0) sorted = rest[rest.length - 1] < key;
      rest.push(key);
    }
  }
  // By code unit, the same on every machine.
  if (!sorted) rest.sort();
  if (first === 0) return rest;
  return [...FIRST].filter(key => map[key] !== undefined).concat(rest);
}

function mapLines(
  map: Record<string, unknown>,
  keys: readonly string[],
  indent: string,
  first: string,
): string {
  let lines = '';
  let lead = first;
  for (const key of keys) {
    const name = keyText(key);
    lines +=
      name.length > MAX_KEY
        ? `${lead}? ${name}\n${indent}:${valueText(map[key], indent)}`
        : `${lead}${name}:${valueText(map[key], indent)}`;
    lead = indent;
  }
  return lines;
}

function listLines(list: readonly unknown[], indent: string): string {
  let lines = '';
  for (const item of list) {
    const after =
      remembers && typeof item === 'object' && item !== null
        ? sharedText(item, indent, `-${indent}`, itemText)
        : itemText(item, indent);
    lines += `${indent}-${after}`;
  }
  return lines;
}

/** What stands after a dash: a map starts on its line. */
function itemText(item: unknown, indent: string): string {
  const inner = `${indent}  `;
  if (isRecord(item)) {
    const keys = orderedKeys(item);
    return keys.length > 0 ? ` ${mapLines(item, keys, inner, '')}` : ' {}\n';
  }
  if (Array.isArray(item) && item.length > 0) {
    return `\n${listLines(item, inner)}`;
  }
  return ` ${scalar(item, indent)}\n`;
}

/** What stands after a key. */
function valueText(value: unknown, indent: string): string {
  if (typeof value === 'string') return ` ${text(value, indent)}\n`;
  return remembers && typeof value === 'object' && value !== null
    ? sharedText(value, indent, indent, newText)
    : newText(value, indent);
}

function newText(value: unknown, indent: string): string {
  if (isRecord(value)) {
    const keys = orderedKeys(value);
    const inner = `${indent}  `;
    return keys.length > 0
      ? `\n${mapLines(value, keys, inner, inner)}`
      : ' {}\n';
  }
  if (Array.isArray(value) && value.length > 0) {
    return `\n${listLines(value, `${indent}  `)}`;
  }
  return ` ${scalar(value, indent)}\n`;
}

const keyTexts = new Map<string, string>();

function keyText(key: string): string {
  const known = keyTexts.get(key);
  if (known !== undefined) return known;
  const written = isPlain(key) && !key.includes(' ') ? key : quoted(key);
  if (keyTexts.size < MAX_REMEMBERED) keyTexts.set(key, written);
  return written;
}

function scalar(value: unknown, indent: string): string {
  if (typeof value === 'string') return text(value, indent);
  if (typeof value === 'number') return number(value);
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return '[]';
  if (typeof value === 'object') return '{}';
  return String(value);
}

/** YAML 1.1 takes 1e+21 for text: it wants a point before an exponent. */
function number(value: number): string {
  const digits = String(value);
  return /^-?\de/.test(digits) ? digits.replace('e', '.0e') : digits;
}

function text(value: string, indent: string): string {
  if (isPlain(value)) return value;
  if (value.includes('\n') && fitsBlock(value)) return block(value, indent);
  return quoted(value);
}

function isPlain(value: string): boolean {
  return (
    value.length < 200 &&
    PLAIN.test(value) &&
    (value.length > 9 || !RESERVED.test(value))
  );
}

/** A literal block shows its text as it is; what it can't show safely is quoted. */
function fitsBlock(value: string): boolean {
  return (
    !/^\s/.test(value) &&
    !value.endsWith('\n\n') &&
    !/[ \t](?:\n|$)/.test(value) &&
    !CONTROL.test(value)
  );
}

function block(value: string, indent: string): string {
  const ends = value.endsWith('\n');
  const body = ends ? value.slice(0, -1) : value;
  const lines = body.replace(/\n(?!\n)/g, `\n${indent}  `);
  return `${ends ? '|' : '|-'}\n${indent}  ${lines}`;
}

/** Text in double quotes, on one line, which every reader takes for the same. */
export function quoted(value: string): string {
  return JSON.stringify(value).replace(
    UNPRINTABLE,
    c => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
