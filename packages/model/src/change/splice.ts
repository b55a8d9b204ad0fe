import { isScalar, parseDocument } from 'yaml';
import { stepsOf } from '../source/pointer';

/**
 * Replaces one plain value in a file that a person wrote: no other character changes. Undefined when
 * there is no such value to replace.
 */
export function replaceScalar(
  text: string,
  pointer: string,
  value: string,
): string | undefined {
  const node = parseDocument(text).getIn(stepsOf(pointer), true);
  if (!isScalar(node) || !node.range) return undefined;
  const [start, end] = node.range;
  const written = text.slice(start, end);
  const quote = written[0] === '"' || written[0] === "'" ? written[0] : '';
  return text.slice(0, start) + quote + value + quote + text.slice(end);
}
