import { corpus } from '@flotilla/testbed';
import {
  isNode,
  LineCounter,
  parse,
  parseAllDocuments,
  parseDocument,
} from 'yaml';
import type { Document } from 'yaml';
import { sampleFleet } from '../__testUtils__/sampleFleet';
import { readYaml } from './document';
import { readManifests } from './manifests';
import { isRecord, pointerOf } from './pointer';
import type { SourceFile } from './sourceFile';

/* Another parser, slower but with places of its own, has to find the same values in the same places. */

const definitions = [...sampleFleet()].filter(
  ([path]) =>
    /^(?!rendered\/)[^.].*\.yaml$/.test(path) &&
    !/\/(?:manifests|infrastructure|kustomize)\//.test(path),
);

/** The steps to every value within one. */
function stepsTo(value: unknown, at: PropertyKey[] = []): PropertyKey[][] {
  const entries: [PropertyKey, unknown][] = Array.isArray(value)
    ? [...value.entries()]
    : Object.entries(isRecord(value) ? value : {});
  return [
    at,
    ...entries.flatMap(([step, child]) => stepsTo(child, [...at, step])),
  ];
}

/** The places of all values that are told differently. */
function misplaced(
  source: SourceFile,
  value: unknown,
  document: Document.Parsed,
  lines: LineCounter,
): string[] {
  return stepsTo(value).flatMap(steps => {
    const node: unknown =
      steps.length > 0 ? document.getIn(steps, true) : document.contents;
    const [start, end] = (isNode(node) && node.range) || [];
    // What is empty has no place that all would agree on.
    if (start === undefined || start === end) return [];
    const { line, col } = lines.linePos(start);
    const place = source.positionOf(pointerOf(steps));
    return place.line === line && place.column === col
      ? []
      : [
          `${source.path} ${pointerOf(steps)}: ${place.line}:${
            place.column
          }, not ${line}:${col}`,
        ];
  });
}

it('reads definitions as YAML 1.2, and knows where every value stands', () => {
  expect(definitions.length).toBeGreaterThan(30);
  for (const [path, text] of definitions) {
    const { source } = readYaml(path, text);
    expect(source?.value).toEqual(parse(text));
    const lines = new LineCounter();
    const document = parseDocument(text, { lineCounter: lines });
    expect(source && misplaced(source, source.value, document, lines)).toEqual(
      [],
    );
  }
});

it.each(corpus(['fluentd', 'coredns', 'online-boutique', 'kured']))(
  'knows where every value of $name stands',
  ({ name, text }) => {
    const { objects } = readManifests(name, text);
    const lines = new LineCounter();
    const documents = parseAllDocuments(text, { lineCounter: lines });
    expect(objects.length).toBe(documents.length);
    expect(
      objects.flatMap(({ object, source }, at) =>
        misplaced(source, object, documents[at], lines),
      ),
    ).toEqual([]);
  },
);
