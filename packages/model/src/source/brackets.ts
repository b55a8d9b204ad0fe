/*
 * People close a bracket below the key that it belongs to. YAML's grammar wants it further right, and
 * so does our parser; Kubernetes' reader and most others take it. The line breaks before such a
 * bracket become spaces, so that every offset stays what it was.
 */

/**
 * The text with a closing bracket that starts a line moved onto the line before; undefined when
 * something else stands at the offset.
 */
export function withBracketJoined(
  text: string,
  offset: number,
): string | undefined {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  if (!/^ *[\]}]$/.test(text.slice(start, offset + 1))) return undefined;
  let from = start;
  while (from > 0) {
    const line = from < 2 ? 0 : text.lastIndexOf('\n', from - 2) + 1;
    const content = endOfContent(text.slice(line, from));
    from = line + content;
    if (content > 0) break;
  }
  if (from === start) return undefined;
  return text.slice(0, from) + ' '.repeat(start - from) + text.slice(start);
}

/** Where a line's content ends, before spaces and a comment; quotes that it opens it closes. */
function endOfContent(line: string): number {
  const tokens = /"(?:[^"\\]|\\.)*"|'[^']*'|(?:^|\s)#.*|./gs;
  let end = 0;
  for (const { 0: token, index } of line.matchAll(tokens)) {
    if (/^\s#/.test(token) || (index === 0 && token[0] === '#')) break;
    if (token.trim() !== '') end = index + token.length;
  }
  return end;
}
