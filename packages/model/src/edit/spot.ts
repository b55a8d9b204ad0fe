import { isAlias, isMap, isNode, isSeq, visit } from 'yaml';
import type { Document, Node, YAMLMap, YAMLSeq } from 'yaml';
import { nameOf } from './page';

/** The names of anchors that aliases repeat. */
export function sharedIn(document: Document.Parsed): Set<string> {
  const names = new Set<string>();
  visit(document, { Alias: (_, { source }) => void names.add(source) });
  return names;
}

/** What is named within a node. */
export function anchorsWithin(node: Node): string[] {
  const anchors: string[] = [];
  visit(node, { Node: (_, inner) => void anchors.push(...anchorsOf(inner)) });
  return anchors;
}

/** What is written where a step leads. */
export interface Spot {
  node?: Node;
  holder?: YAMLMap | YAMLSeq;
  /** Its place in the holder. */
  at: number;
  /** Whether it stands within brackets. */
  inFlow: boolean;
  /** The alias that the way leads through, if it does. */
  alias?: Node;
  /** Named nodes on the way and at its end. */
  anchors: string[];
}

export function spotOf(root: Node, steps: readonly string[]): Spot {
  let spot: Spot = {
    node: root,
    at: 0,
    inFlow: false,
    anchors: anchorsOf(root),
  };
  for (const step of steps) {
    const { node } = spot;
    if (isAlias(node)) return { ...spot, alias: node };
    const inFlow = spot.inFlow || Boolean(node && isInBrackets(node));
    if (isMap(node) || isSeq(node)) {
      const at = isMap(node)
        ? node.items.findIndex(pair => nameOf(pair) === step)
        : Number(step);
      const child: unknown = isMap(node)
        ? node.items[at]?.value
        : node.items[at];
      spot = {
        ...spot,
        node: isNode(child) ? child : undefined,
        holder: node,
        at,
        inFlow,
      };
    }
    spot.anchors = [...spot.anchors, ...anchorsOf(spot.node)];
  }
  return spot;
}

function isInBrackets(node: Node): boolean {
  return (isMap(node) || isSeq(node)) && node.flow === true;
}

function anchorsOf(node: Node | undefined): string[] {
  return node && !isAlias(node) && 'anchor' in node && node.anchor
    ? [node.anchor]
    : [];
}
