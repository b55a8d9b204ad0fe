import { posix } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { GitFile } from '../git/GitMirror';
import {
  copy,
  isJsonObject,
  Json,
  JsonObject,
  listAt,
  objectAt,
  stringAt,
} from '../objects/json';
import { isKubeObject, KubeObject } from '../objects/KubeObject';
import { BuildError } from './BuildError';
import { refuseUndoneInFile } from './undone';

const parsed = new Map<string, readonly KubeObject[]>();

/** Documents kept in memory; clusters share them, as they mostly run the same. */
const PARSED_KEPT = 2_000;

/**
 * The objects of a folder: every YAML file in it, or what its `kustomization.yaml` lists.
 *
 * @throws BuildError with kustomize's wording for what can't be read
 */
export function buildFolder(
  files: readonly GitFile[],
  folder: string,
): KubeObject[] {
  const index = files.find(file =>
    ['kustomization.yaml', 'kustomization.yml'].includes(
      posix.relative(folder, file.path),
    ),
  );
  if (index) return buildListed(files, folder, index);
  return files
    .filter(file => /\.ya?ml$/.test(file.path))
    .flatMap(file => parseFile(file, posix.relative(folder, file.path)));
}

function buildListed(
  files: readonly GitFile[],
  folder: string,
  index: GitFile,
): KubeObject[] {
  const [document] = parseDocuments(index.text, 'kustomization.yaml');
  if (document) refuseUndoneInFile(document);
  return listAt(document, 'resources').flatMap(resource => {
    const path = posix.join(folder, String(resource));
    const file = files.find(each => each.path === path);
    if (file) return parseFile(file, String(resource));
    const below = files.filter(each => each.path.startsWith(`${path}/`));
    if (below.length === 0) {
      throw new BuildError(
        `kustomize build failed: accumulating resources: accumulation err='accumulating resources from '${String(
          resource,
        )}': no such file or directory'`,
      );
    }
    return buildFolder(below, path);
  });
}

function parseFile(file: GitFile, name: string): readonly KubeObject[] {
  const known = parsed.get(file.blob);
  if (known) return known;
  const objects = parseDocuments(file.text, name).map(document => {
    if (!isKubeObject(document)) {
      throw new BuildError(
        `kustomize build failed: accumulating resources from '${name}': missing metadata.name in object ${JSON.stringify(
          document,
        ).slice(0, 120)}`,
      );
    }
    return document;
  });
  parsed.set(file.blob, objects);
  const [oldest] = parsed.keys();
  if (parsed.size > PARSED_KEPT && oldest !== undefined) parsed.delete(oldest);
  return objects;
}

function parseDocuments(text: string, name: string): JsonObject[] {
  return parseAllDocuments(text, { uniqueKeys: false }).flatMap(document => {
    const [problem] = document.errors;
    if (problem) {
      const line = problem.linePos?.[0].line ?? 1;
      throw new BuildError(
        `kustomize build failed: accumulating resources: accumulation err='accumulating resources from '${name}': MalformedYAMLError: yaml: line ${line}: ${
          problem.message.split('\n')[0]
        } in File: ${name}'`,
        name,
      );
    }
    const value: Json = document.toJS();
    if (!isJsonObject(value)) return [];
    return /List$/.test(String(value.kind)) && Array.isArray(value.items)
      ? value.items.filter(isJsonObject)
      : [value];
  });
}

/** What a Kustomization's spec adds to its objects. */
export function decorate(
  objects: readonly KubeObject[],
  spec: JsonObject,
  isNamespaced: (object: KubeObject) => boolean,
): KubeObject[] {
  const namespace = stringAt(spec, 'targetNamespace');
  const labels = objectAt(spec, 'commonMetadata', 'labels');
  const annotations = objectAt(spec, 'commonMetadata', 'annotations');
  if (!namespace && !labels && !annotations) return [...objects];
  return objects.map(object => {
    const result = copy<KubeObject>(object);
    if (namespace && isNamespaced(object))
      result.metadata.namespace = namespace;
    if (labels)
      result.metadata.labels = { ...result.metadata.labels, ...texts(labels) };
    if (annotations)
      result.metadata.annotations = {
        ...result.metadata.annotations,
        ...texts(annotations),
      };
    return result;
  });
}

function texts(map: JsonObject): { [key: string]: string } {
  return Object.fromEntries(
    Object.entries(map).map(([key, value]) => [key, String(value)]),
  );
}
