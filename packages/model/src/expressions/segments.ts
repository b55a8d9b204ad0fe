/** A string leaf cut into text and expressions. */
export type Segment =
  | { text: string }
  | {
      expression: string;
      /** Characters before the expression in the leaf. */ offset: number;
    };

type Segments = Segment[] | { error: string; offset: number };

const remembered = new Map<string, Segments>();

/** Cuts a leaf at `${ … }`; `$${` stands for the text `${`. */
export function segmentsOf(leaf: string): Segments {
  const known = remembered.get(leaf);
  if (known) return known;
  const segments = cut(leaf);
  // Leaves come from files that people write; the bound only stops a process that lives long.
  if (remembered.size > 5000) remembered.clear();
  remembered.set(leaf, segments);
  return segments;
}

function cut(leaf: string): Segments {
  const segments: Segment[] = [];
  let text = '';
  let at = 0;
  while (at < leaf.length) {
    if (leaf.startsWith('$${', at)) {
      text += '${';
      at += 3;
    } else if (leaf.startsWith('${', at)) {
      const end = closingBrace(leaf, at + 2);
      if (end < 0) return { error: '${ has no closing }', offset: at };
      if (text) segments.push({ text });
      text = '';
      segments.push({ expression: leaf.slice(at + 2, end), offset: at + 2 });
      at = end + 1;
    } else {
      text += leaf[at];
      at += 1;
    }
  }
  if (text) segments.push({ text });
  return segments;
}

/** Where the brace of an expression closes: braces of maps and within strings don't count. */
function closingBrace(leaf: string, from: number): number {
  let depth = 0;
  for (let i = from; i < leaf.length; i++) {
    const c = leaf[i];
    if (c === '"' || c === "'") {
      i = closingQuote(leaf, i);
      if (i < 0) return -1;
    } else if (c === '{') depth += 1;
    else if (c === '}') {
      if (depth === 0) return i;
      depth -= 1;
    }
  }
  return -1;
}

function closingQuote(leaf: string, open: number): number {
  for (let i = open + 1; i < leaf.length; i++) {
    if (leaf[i] === '\\') i += 1;
    else if (leaf[i] === leaf[open]) return i;
  }
  return -1;
}
