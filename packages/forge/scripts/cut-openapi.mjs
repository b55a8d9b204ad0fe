// Cuts the operations that the forge speaks out of GitHub's own OpenAPI, so
// that its tests can hold every response to the published schema.
//
//   npm pack @octokit/openapi@23.0.2 && tar xzf octokit-openapi-23.0.2.tgz
//   node scripts/cut-openapi.mjs package/generated/api.github.com.json
import { readFileSync, writeFileSync } from 'node:fs';

const contract = new URL('../src/contract/', import.meta.url);
const [source] = process.argv.slice(2);
if (!source) {
  console.error('Name the api.github.com.json of @octokit/openapi 23.0.2.');
  process.exit(2);
}

const openapi = JSON.parse(readFileSync(source, 'utf8'));
const wanted = JSON.parse(
  readFileSync(new URL('operations.json', contract), 'utf8'),
);

const COMPONENT = '#/components/schemas/';
const DEFINITION = '#/definitions/';
// What a validator has no use for.
const PROSE = new Set([
  'description',
  'example',
  'examples',
  'title',
  'default',
  'externalDocs',
  'deprecated',
  'discriminator',
]);

const definitions = {};

// OpenAPI 3.0 to JSON Schema: `nullable` becomes a type, references move.
function toJsonSchema(schema) {
  if (Array.isArray(schema)) return schema.map(toJsonSchema);
  if (typeof schema !== 'object' || schema === null) return schema;
  if (typeof schema.$ref === 'string') {
    const name = schema.$ref.slice(COMPONENT.length);
    define(name);
    return { $ref: DEFINITION + name };
  }
  const { nullable, ...rest } = schema;
  const converted = {};
  for (const [key, value] of Object.entries(rest)) {
    if (key === 'properties') {
      converted.properties = Object.fromEntries(
        Object.entries(value).map(([name, property]) => [
          name,
          toJsonSchema(property),
        ]),
      );
    } else if (key === 'enum') {
      converted.enum = nullable ? [...new Set([...value, null])] : value;
    } else if (!PROSE.has(key) && !key.startsWith('x-')) {
      converted[key] = toJsonSchema(value);
    }
  }
  if (!nullable) return converted;
  if (converted.type) return { ...converted, type: [converted.type, 'null'] };
  return { anyOf: [converted, { type: 'null' }] };
}

function define(name) {
  if (name in definitions) return;
  definitions[name] = {};
  definitions[name] = toJsonSchema(openapi.components.schemas[name]);
}

function responsesOf(operation) {
  const [method, path] = operation.split(' ');
  const found = openapi.paths[path]?.[method.toLowerCase()];
  if (!found) throw new Error(`GitHub has no operation "${operation}".`);
  const answers = Object.entries(found.responses).filter(([status]) =>
    status.startsWith('2'),
  );
  return Object.fromEntries(
    answers.map(([status, response]) => {
      const resolved = response.$ref
        ? openapi.components.responses[response.$ref.split('/').pop()]
        : response;
      const schema = resolved.content?.['application/json']?.schema;
      return [status, schema ? toJsonSchema(schema) : null];
    }),
  );
}

const operations = Object.fromEntries(
  wanted.map(operation => [operation, responsesOf(operation)]),
);
const sorted = Object.fromEntries(Object.entries(definitions).sort());
writeFileSync(
  new URL('generated/github.json', contract),
  `${JSON.stringify({ operations, definitions: sorted })}\n`,
);
