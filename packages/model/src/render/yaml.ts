import { compareText } from '../problems';
import { isRecord } from '../source/pointer';

/*
 * Our own printer, because what it prints must read the same to YAML 1.1 and 1.2 readers, must not
 * depend on the order in which people wrote keys, and must be fast for thousands of clusters.
 */

const FIRST = ['apiVersion', 'kind', 'metadata', 'name', 'namespace'];
const PLAIN =
  /^[A-Za-z_/][A-Za-z0-9_./@+=,;()-]*([ :][A-Za-z0-9_./@+=,;()-]+)*$/;
/** Words that some reader takes for a boolean or for nothing. */
const RESERVED = /^(y|n|yes|no|on|off|true|false|null|nil|none|undefined)$/i;
/** Characters that a double-quoted scalar must escape beyond what JSON escapes. */
const UNPRINTABLE = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g;
const CONTROL =
  // eslint-disable-next-line no-control-regex -- finding control characters is its purpose
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/;

/** One YAML document, keys in a stable order, ending with a line break. */
export function printYaml(value: unknown): string {
  const out: string[] = [];
  if (isRecord(value) && hasKeys(value)) printMap(value, '', out);
  else if (Array.isArray(value) && value.length > 0) printList(value, '', out);
  else out.push(scalar(value, ''), '\n');
  return out.join('');
}

/** The keys of a map in the order in which they are printed. */
export function orderedKeys(map: Record<string, unknown>): string[] {
  return Object.keys(map)
    .filter(key => map[key] !== undefined)
    .sort((a, b) => rank(a) - rank(b) || compareText(a, b));
}

function rank(key: string): number {
  const index = FIRST.indexOf(key);
  return index < 0 ? FIRST.length : index;
}

function hasKeys(map: Record<string, unknown>): boolean {
  return Object.values(map).some(value => value !== undefined);
}

function printMap(
  map: Record<string, unknown>,
  indent: string,
  out: string[],
  first = indent,
): void {
  let lead = first;
  for (const key of orderedKeys(map)) {
    out.push(lead, printKey(key), ':');
    printValue(map[key], indent, out);
    lead = indent;
  }
}

function printList(
  list: readonly unknown[],
  indent: string,
  out: string[],
): void {
  for (const item of list) {
    out.push(indent, '-');
    if (isRecord(item) && hasKeys(item)) {
      out.push(' ');
      printMap(item, `${indent}  `, out, '');
    } else if (Array.isArray(item) && item.length > 0) {
      out.push('\n');
      printList(item, `${indent}  `, out);
    } else {
      out.push(' ', scalar(item, indent), '\n');
    }
  }
}

function printValue(value: unknown, indent: string, out: string[]): void {
  if (isRecord(value) && hasKeys(value)) {
    out.push('\n');
    printMap(value, `${indent}  `, out);
  } else if (Array.isArray(value) && value.length > 0) {
    out.push('\n');
    printList(value, `${indent}  `, out);
  } else {
    out.push(' ', scalar(value, indent), '\n');
  }
}

function printKey(key: string): string {
  return isPlain(key) && !key.includes(' ') ? key : quote(key);
}

function scalar(value: unknown, indent: string): string {
  if (typeof value === 'string') return text(value, indent);
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return '[]';
  if (typeof value === 'object') return '{}';
  return String(value);
}

function text(value: string, indent: string): string {
  if (isPlain(value)) return value;
  if (value.includes('\n') && fitsBlock(value)) return block(value, indent);
  return quote(value);
}

function isPlain(value: string): boolean {
  return value.length < 200 && PLAIN.test(value) && !RESERVED.test(value);
}

/** A literal block shows its text as it is; what it can't show safely is quoted. */
function fitsBlock(value: string): boolean {
  return (
    !/^[\s]/.test(value) &&
    !/\n\n$/.test(value) &&
    !/[ \t]+(\n|$)/.test(value) &&
    !CONTROL.test(value)
  );
}

function block(value: string, indent: string): string {
  const ends = value.endsWith('\n');
  const lines = (ends ? value.slice(0, -1) : value).split('\n');
  const body = lines.map(line => (line === '' ? '' : `${indent}  ${line}`));
  return [ends ? '|' : '|-', ...body].join('\n');
}

function quote(value: string): string {
  return JSON.stringify(value).replace(
    UNPRINTABLE,
    c => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
