import { FLOTILLA, KUBERNETES } from './dialect';
import { YamlFault } from './fault';
import type { Scalar } from './scalars';
import type { YamlNode, YamlScalar } from './tree';

/** Nobody reads more at once. */
const MAX_WARNINGS = 20;

/**
 * The values of a definition that Kubernetes' reader takes for something else: `yes`, which
 * is text here and true there, or `0644`. Both are right by their own rules, so only quotes help. Keys are names here, whatever they
 * look like, and are printed in quotes where that matters.
 */
export function ambiguities(tree: YamlNode): YamlFault[] {
  const found: YamlFault[] = [];
  const look = (node: YamlNode): void => {
    if (found.length >= MAX_WARNINGS) return;
    if (node.kind === 'scalar') {
      const fault = inValue(node);
      if (fault) found.push(fault);
    } else if (node.kind === 'list') {
      node.items.forEach(look);
    } else if (node.kind === 'map') {
      for (const { value } of node.pairs) look(value);
    }
  };
  look(tree);
  return found;
}

function inValue(node: YamlScalar): YamlFault | undefined {
  if (!node.plain || node.tag !== undefined) return undefined;
  const here = FLOTILLA.scalar(node);
  const there = KUBERNETES.scalar(node);
  if (here === undefined || there === undefined || here === there) {
    return undefined;
  }
  // What is no number of JSON's is an error, which says what to write.
  if (typeof here === 'bigint') return undefined;
  if (typeof here === 'number' && !Number.isFinite(here)) return undefined;
  const quoted = JSON.stringify(node.text);
  return new YamlFault(
    node.start,
    `${node.text} is ${inWords(here)} here, but ${inWords(
      there,
    )} where Kubernetes reads it`,
    `Write ${String(
      typeof here === 'string' ? there : here,
    )}, or in quotes if it is text: ${quoted}.`,
    'warning',
  );
}

function inWords(value: Scalar): string {
  return typeof value === 'string' ? 'text' : String(value);
}
