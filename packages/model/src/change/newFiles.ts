import { API_VERSION } from '../kinds/fields';
import { isRecord } from '../source/pointer';
import type { NewCluster, NewWorkspace } from './change';

/*
 * New files look as if a person had written them: short maps on one line, long ones in blocks, fields
 * in the order of the documentation.
 */

const ONE_LINE = 80;

/** The text of a new cluster's file. */
export function clusterFile(cluster: NewCluster): string {
  const {
    name,
    owner,
    labels,
    model,
    variant,
    provider,
    managedBy,
    variables,
  } = cluster;
  return definitionFile('Cluster', name, labels, {
    owner,
    model: { name: model.name, version: model.version },
    variant,
    provider,
    managedBy,
    variables,
  });
}

/** The text of a new workspace's file. */
export function workspaceFile(workspace: NewWorkspace): string {
  const { name, owner, labels, clusters, namespaces, access, quota } =
    workspace;
  return definitionFile('Workspace', name, labels, {
    owner,
    clusters,
    namespaces,
    access,
    quota,
  });
}

function definitionFile(
  kind: string,
  name: string,
  labels: Record<string, string> | undefined,
  spec: Record<string, unknown>,
): string {
  const metadata = { name, ...(isFilled(labels) && { labels }) };
  const lines = [
    `apiVersion: ${API_VERSION}`,
    `kind: ${kind}`,
    ...field('metadata', metadata, ''),
    'spec:',
  ];
  for (const [key, value] of Object.entries(spec)) {
    if (isFilled(value))
      lines.push(...field(key, value, '  ', key === 'variables'));
  }
  return `${lines.join('\n')}\n`;
}

function isFilled(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return false;
  if (Array.isArray(value)) return value.length > 0;
  return !isRecord(value) || Object.keys(value).length > 0;
}

/** A key with its value: on one line where that is short, otherwise as a block. */
function field(
  key: string,
  value: unknown,
  indent: string,
  inBlock = false,
): string[] {
  const line = `${indent}${flow(key)}: ${flow(value)}`;
  const short = line.length <= ONE_LINE && !inBlock && !hasMaps(value);
  if (short || (!isRecord(value) && !Array.isArray(value))) return [line];
  const lines = [`${indent}${flow(key)}:`];
  if (Array.isArray(value)) {
    return [
      ...lines,
      ...value.map((item: unknown) => `${indent}  - ${flow(item)}`),
    ];
  }
  const inner = isRecord(value) ? Object.entries(value) : [];
  return [
    ...lines,
    ...inner
      .filter(([, item]) => item !== undefined)
      .flatMap(([name, item]) => field(name, item, `${indent}  `)),
  ];
}

/** Lists of maps read better one item a line. */
function hasMaps(value: unknown): boolean {
  return Array.isArray(value) && value.some(isRecord);
}

function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  if (isRecord(value)) {
    const items = Object.entries(value).filter(
      ([, item]) => item !== undefined,
    );
    return `{${items
      .map(([key, item]) => `${flow(key)}: ${flow(item)}`)
      .join(', ')}}`;
  }
  return typeof value === 'string' ? flowText(value) : JSON.stringify(value);
}

const PLAIN =
  /^([A-Za-z_][A-Za-z0-9_./@+-]*(:[A-Za-z0-9_./@+-]+)*|\d+\.\d+\.\d+)$/;
const RESERVED = /^(y|n|yes|no|on|off|true|false|null|nil|none)$/i;

function flowText(text: string): string {
  return PLAIN.test(text) && !RESERVED.test(text) ? text : JSON.stringify(text);
}
