import type { KubeObject } from '@flotilla/drift';
import { LineCounter, parseAllDocuments } from 'yaml';
import type { Document, ParsedNode, ScalarTag, CollectionTag } from 'yaml';
import type { Problem } from '../problems';
import { problemAt, YamlSource } from './document';
import { isRecord } from './pointer';

/** One object of a manifest file, with its place. Pointers into `source` are pointers into the object. */
export interface ManifestObject {
  object: KubeObject;
  source: YamlSource;
}

/*
 * Kubernetes reads YAML 1.1, where `yes` is true and `0644` is octal; but its reader knows neither
 * timestamps nor base-60 numbers, and its values are JSON.
 */
const NOT_KUBERNETES = /timestamp|binary|omap|pairs|set$/;

function kubernetesTags(tags: (ScalarTag | CollectionTag)[]) {
  return tags.filter(
    tag =>
      !NOT_KUBERNETES.test(tag.tag) &&
      !('format' in tag && tag.format === 'TIME'),
  );
}

/** Reads a file of manifests: its objects with `List` kinds unpacked, or what is wrong. */
export function readManifests(
  path: string,
  text: string,
): { objects: ManifestObject[]; problems: Problem[] } {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, {
    lineCounter: lines,
    version: '1.1',
    schema: 'yaml-1.1',
    customTags: tags =>
      kubernetesTags(
        tags.filter(
          (tag): tag is ScalarTag | CollectionTag => typeof tag === 'object',
        ),
      ),
    merge: true,
    prettyErrors: false,
  });
  const objects: ManifestObject[] = [];
  const problems: Problem[] = [];
  if (!Array.isArray(documents)) return { objects, problems };
  for (const document of documents) {
    const found = objectsOf(path, text, document, lines);
    objects.push(...found.objects);
    problems.push(...found.problems);
  }
  return { objects, problems };
}

function objectsOf(
  path: string,
  text: string,
  document: Document.Parsed<ParsedNode, boolean>,
  lines: LineCounter,
): { objects: ManifestObject[]; problems: Problem[] } {
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  if (document.errors.length > 0) {
    return {
      objects: [],
      problems: document.errors.map(error =>
        problemAt(path, place(error.pos[0]), `not YAML: ${error.message}`),
      ),
    };
  }
  const value: unknown = document.toJS({ maxAliasCount: 100 });
  if (value === null || value === undefined)
    return { objects: [], problems: [] };
  const source = new YamlSource(path, text, value, document, lines);
  if (isKubeObject(value))
    return { objects: [{ object: value, source }], problems: [] };
  const start = place(document.contents?.range[0] ?? 0);
  return {
    objects: [],
    problems: [
      problemAt(
        path,
        start,
        'not a Kubernetes object: apiVersion, kind and metadata.name are needed',
      ),
    ],
  };
}

/** Whether a value has what every Kubernetes object has. */
export function isKubeObject(value: unknown): value is KubeObject {
  return (
    isRecord(value) &&
    typeof value.apiVersion === 'string' &&
    typeof value.kind === 'string' &&
    isRecord(value.metadata) &&
    typeof value.metadata.name === 'string'
  );
}

/**
 * The Kubernetes objects of a YAML text, as kubectl would read them.
 *
 * @throws Error when the text isn't YAML or holds something that isn't a Kubernetes object
 * @public
 */
export function parseManifests(text: string): KubeObject[] {
  const { objects, problems } = readManifests('manifests.yaml', text);
  if (problems.length > 0) {
    const { line, message } = problems[0];
    throw new Error(`line ${line}: ${message}`);
  }
  return objects.map(({ object }) => object);
}
