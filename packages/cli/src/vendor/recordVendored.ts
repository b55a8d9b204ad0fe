import { isDeepStrictEqual } from 'node:util';
import { isMap, isScalar, parse, parseDocument } from 'yaml';
import type { Pair, YAMLMap } from 'yaml';
import { WrongInput } from '../exitCodes';

/** What `component.yaml` says of vendored manifests. */
export interface Vendored {
  source: { manifests: { path: string } };
  vendoredFrom: Record<string, Record<string, string>>;
}

/**
 * Writes into the text of `component.yaml` where its manifests come from. Everything else in the file stays as its author
 * wrote it.
 *
 * @throws WrongInput for a file whose `spec` isn't a block of keys
 */
export function recordVendored(text: string, vendored: Vendored): string {
  const changed = Object.entries(vendored).reduce(
    (now, [key, value]: [string, Record<string, unknown>]) =>
      withSetting(now, key, value),
    text,
  );
  const before: unknown = parse(text);
  const after: unknown = parse(changed);
  if (!isDeepStrictEqual(after, merged(before, vendored))) {
    throw new WrongInput(
      'component.yaml is written in a way that can’t be edited\n  Write spec as a block, one key a line.',
    );
  }
  return changed;
}

function merged(before: unknown, vendored: Vendored): unknown {
  const { spec, ...rest } = Object(before);
  return { ...rest, spec: { ...spec, ...vendored } };
}

/** Sets a key of `spec`, in its place or after `source`. */
function withSetting(
  text: string,
  key: string,
  value: Record<string, unknown>,
): string {
  const spec = parseDocument(text).get('spec');
  if (!isMap(spec) || spec.flow) return text;
  if (isDeepStrictEqual(spec.toJSON()[key], value)) return text;
  const known = placeOf(spec, key);
  const anchor = known ?? placeOf(spec, 'source');
  if (!anchor) return text;
  const indent = ' '.repeat(anchor.start - lineStart(text, anchor.start));
  const lines = linesOf(key, value, indent);
  if (known) {
    const end = withoutTrailingSpace(text, known);
    return `${text.slice(0, known.start)}${lines.trimStart()}${text.slice(
      end,
    )}`;
  }
  const end = lineEnd(text, withoutTrailingSpace(text, anchor));
  return `${text.slice(0, end)}\n${lines}${text.slice(end)}`;
}

interface Place {
  start: number;
  end: number;
}

function placeOf(map: YAMLMap, key: string): Place | undefined {
  const pair = map.items.find(
    (item: Pair) => isScalar(item.key) && item.key.value === key,
  );
  if (!pair || !isScalar(pair.key) || !pair.key.range) return undefined;
  const { value } = pair;
  const end =
    (isMap(value) || isScalar(value)) && value.range
      ? value.range[1]
      : pair.key.range[1];
  return { start: pair.key.range[0], end };
}

function withoutTrailingSpace(text: string, { start, end }: Place): number {
  return start + text.slice(start, end).trimEnd().length;
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end;
}

/** A key with its map, the outer keys as a block. */
function linesOf(
  key: string,
  value: Record<string, unknown>,
  indent: string,
): string {
  const inner = Object.entries(value).flatMap(([name, fields]) => [
    `${indent}  ${name}:`,
    ...Object.entries(Object(fields)).map(
      ([field, text]) => `${indent}    ${field}: ${JSON.stringify(text)}`,
    ),
  ]);
  return [`${indent}${key}:`, ...inner].join('\n');
}
