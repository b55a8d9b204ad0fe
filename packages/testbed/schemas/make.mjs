// Makes the schema files beside this script of what the projects publish:
//
//   node packages/testbed/schemas/make.mjs <folder of CRDs, one folder a project> <unpacked k8s.io/kubernetes module>
//
// What validating and comparing need stays: no descriptions, no examples, no rules in CEL.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { parse } from 'yaml';

const NOT_NEEDED = new Set([
  'description',
  'example',
  'externalDocs',
  'title',
  'x-kubernetes-action',
  'x-kubernetes-unions',
  'x-kubernetes-validations',
]);
const STABLE = /^apis?__(.*__)?v\d+_openapi\.json$/;

/** A schema without what a validator doesn't need. `properties` are names, not keywords. */
function compact(schema) {
  if (Array.isArray(schema)) return schema.map(compact);
  if (typeof schema !== 'object' || schema === null) return schema;
  const kept = Object.entries(schema).filter(([key]) => !NOT_NEEDED.has(key));
  return Object.fromEntries(
    kept.map(([key, value]) => [key, compactKeyword(key, value)]),
  );
}

function compactKeyword(key, value) {
  if (key === 'default' || key === 'enum') return value;
  if (key !== 'properties') return compact(value);
  return Object.fromEntries(
    Object.entries(value).map(([name, schema]) => [name, compact(schema)]),
  );
}

/** Schemas by `<apiVersion>/<kind>`, of all served versions. */
function customKinds(folder) {
  const kinds = {};
  for (const file of readdirSync(folder).sort()) {
    const { spec } = parse(readFileSync(join(folder, file), 'utf8'));
    for (const version of spec.versions.filter(each => each.served)) {
      const { openAPIV3Schema } = version.schema;
      const key = `${spec.group}/${version.name}/${spec.names.kind}`;
      kinds[key] = compact(openAPIV3Schema);
    }
  }
  return kinds;
}

/** Kubernetes' schemas point at each other, so its file holds them by name and the kinds by reference. */
function builtInKinds(module) {
  const folder = join(module, 'api/openapi-spec/v3');
  const kinds = {};
  const schemas = {};
  const files = readdirSync(folder).filter(file => STABLE.test(file));
  for (const file of files.sort()) {
    const { components } = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    for (const [name, schema] of Object.entries(components.schemas)) {
      const { 'x-kubernetes-group-version-kind': served = [], ...rest } =
        schema;
      schemas[name] = compact(rest);
      if (served.length !== 1) continue;
      const [{ group, version, kind }] = served;
      kinds[`${group ? `${group}/` : ''}${version}/${kind}`] = name;
    }
  }
  return { kinds, schemas };
}

function write(name, content) {
  const file = join(fileURLToPath(new URL('.', import.meta.url)), name);
  const packed = gzipSync(JSON.stringify(content), { level: 9 });
  writeFileSync(file, packed);
  process.stdout.write(`${name}: ${packed.length} bytes\n`);
}

const [crds, kubernetes] = process.argv.slice(2);
for (const project of readdirSync(crds, { withFileTypes: true })) {
  if (!project.isDirectory()) continue;
  write(`${project.name}.json.gz`, customKinds(join(crds, project.name)));
}
write('kubernetes.json.gz', builtInKinds(kubernetes));
