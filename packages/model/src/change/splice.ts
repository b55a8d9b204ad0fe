import { isScalar } from 'yaml';
import { readYaml } from '../source/document';

/**
 * Replaces one plain value in a file that a person wrote: no other character changes. Undefined when
 * there is no such value to replace.
 */
export function replaceScalar(
  path: string,
  text: string,
  pointer: string,
  value: string,
): string | undefined {
  const { source } = readYaml(path, text);
  const node = source?.nodeAt(pointer);
  if (!isScalar(node) || !node.range) return undefined;
  const [start, end] = node.range;
  const written = text.slice(start, end);
  const quote = written[0] === '"' || written[0] === "'" ? written[0] : '';
  return text.slice(0, start) + quote + value + quote + text.slice(end);
}
