import type { KubeObject } from '@flotilla/drift';
import type { Problem } from '../problems';
import { KUBERNETES } from './dialect';
import { YamlSource } from './document';
import { YamlFault } from './fault';
import { placeOf } from './place';
import { isRecord } from './pointer';
import type { YamlNode } from './tree';
import { valueOf } from './value';
import { YamlText } from './yamlText';

/** One object of a manifest file, with its place. Pointers into `source` are pointers into the object. */
export interface ManifestObject {
  object: KubeObject;
  source: YamlSource;
}

/** Bundles of custom resource definitions reach 4 MB; more is data. */
const MAX_CHARACTERS = 5_000_000;
/** A custom resource definition with a pod in it reaches 60. */
const MAX_DEPTH = 200;
/** YAML 1.1 breaks lines at these, even within quotes. */
const LINE_BREAKS = /[\u0085\u2028\u2029]/;

/**
 * Reads a file of manifests as Kubernetes does: its objects with lists opened, or what is wrong. It is stricter in one
 * thing, a key that stands twice, of which kubectl takes the last and kustomize none.
 */
export function readManifests(
  path: string,
  text: string,
): { objects: ManifestObject[]; problems: Problem[] } {
  const file = new YamlText(path, text, MAX_DEPTH);
  const refused =
    file.refusal(MAX_CHARACTERS, 'Split it into several files.') ??
    file.firstOf(
      LINE_BREAKS,
      "a character that is a line break to Kubernetes' reader only",
      'Remove it, or write it as \\u.... in double quotes.',
    );
  if (refused) return { objects: [], problems: [refused] };
  try {
    const read = file.read().map((tree, at) => objectsOf(file, tree, at));
    return {
      objects: read.flatMap(({ objects }) => objects),
      problems: read.flatMap(({ faults }) =>
        faults.map(fault => file.problemOf(fault)),
      ),
    };
  } catch (error) {
    if (!(error instanceof YamlFault)) throw error;
    return { objects: [], problems: [file.problemOf(error)] };
  }
}

type Read = { objects: ManifestObject[]; faults: YamlFault[] };

function objectsOf(file: YamlText, tree: YamlNode, document: number): Read {
  const { value, faults } = valueOf(tree, KUBERNETES);
  const read: Read = { objects: [], faults };
  if (faults.some(({ severity }) => severity === 'error')) return read;
  const add = (object: unknown, base: string) => {
    if (object === null) return;
    const source = new YamlSource(file, document, KUBERNETES, object, base);
    if (isKubeObject(object)) {
      read.objects.push({ object, source });
    } else if (isList(object)) {
      object.items.forEach((item, at) => add(item, `${base}/items/${at}`));
    } else {
      const { start } = placeOf(tree, base, KUBERNETES).node;
      read.faults.push(
        new YamlFault(
          start,
          'not a Kubernetes object: apiVersion, kind and metadata.name are needed',
        ),
      );
    }
  };
  add(value, '');
  return read;
}

/** `kind: List`, which kubectl opens. */
function isList(value: unknown): value is { items: unknown[] } {
  return isRecord(value) && value.kind === 'List' && Array.isArray(value.items);
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
  const wrong = problems.find(({ severity }) => severity === 'error');
  if (wrong) throw new Error(`line ${wrong.line}: ${wrong.message}`);
  return objects.map(({ object }) => object);
}
