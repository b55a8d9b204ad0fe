import { coreScalar, kubernetesScalar } from '../source/scalars';
import { isRecord } from '../source/pointer';
import { printYaml, quoted } from '../render/yaml';

/*
 * How values are written into files that people own: in the order given, plain where every reader
 * takes it for the same, on one line where the place is.
 */

const PLAIN =
  /^[A-Za-z0-9_/.][A-Za-z0-9_./@+=()-]*(?:[ :][A-Za-z0-9_./@+=()-]+)*$/;
/** Times of day, which YAML 1.1 takes for numbers. */
const BASE_60 = /^[0-9][0-9_]*(?::[0-9]+)+/;

/** A scalar on one line; `like` is the text that it takes the place of, whose quotes it keeps. */
export function scalarText(value: unknown, like = ''): string {
  if (typeof value !== 'string') return printYaml(value).trimEnd();
  if (like.startsWith("'") && !/[^\x20-\x7e\xa0-\u2027]/.test(value)) {
    return `'${value.replace(/'/g, "''")}'`;
  }
  return isPlain(value) && !like.startsWith('"') ? value : quoted(value);
}

function isPlain(value: string): boolean {
  return (
    value.length < 200 &&
    PLAIN.test(value) &&
    !BASE_60.test(value) &&
    coreScalar(value) === value &&
    kubernetesScalar(value) === value
  );
}

/** Any value on one line. */
export function flowText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flowText).join(', ')}]`;
  if (!isRecord(value)) return scalarText(value);
  const fields = Object.entries(value).map(
    ([key, child]) => `${scalarText(key)}: ${flowText(child)}`,
  );
  return `{${fields.join(', ')}}`;
}

/** Any value as lines of a block; a scalar is one line, but for text of several lines. */
export function blockLines(value: unknown): string[] {
  if (Array.isArray(value) && value.length > 0) {
    return value.flatMap(item => {
      const [first, ...rest] = isBlock(item)
        ? blockLines(item)
        : [inline(item), ...literal(item)];
      return [`- ${first}`, ...rest.map(indented)];
    });
  }
  if (isRecord(value) && Object.keys(value).length > 0) {
    return Object.entries(value).flatMap(([key, child]) =>
      entryLines(key, child),
    );
  }
  return [inline(value), ...literal(value)];
}

/** A key with its value as lines of a block. */
export function entryLines(key: string, value: unknown): string[] {
  const name = scalarText(key);
  return isBlock(value)
    ? [`${name}:`, ...blockLines(value).map(indented)]
    : [`${name}: ${inline(value)}`, ...literal(value).map(indented)];
}

function isBlock(value: unknown): boolean {
  return Array.isArray(value)
    ? value.length > 0
    : isRecord(value) && Object.keys(value).length > 0;
}

function indented(line: string): string {
  return line === '' ? '' : `  ${line}`;
}

/** What of a scalar stands on the line of its key: all of it, or the sign of a literal block. */
function inline(value: unknown): string {
  return literalOf(value)?.header ?? flowText(value);
}

function literal(value: unknown): string[] {
  return literalOf(value)?.lines ?? [];
}

/** Text of several lines as a literal block, if it can be shown as one. */
export function literalOf(
  value: unknown,
): { header: string; lines: string[] } | undefined {
  const header =
    typeof value === 'string' && /^\|-?(?=\n)/.exec(printYaml(value))?.[0];
  if (typeof value !== 'string' || !header) return undefined;
  return { header, lines: value.replace(/\n$/, '').split('\n') };
}
