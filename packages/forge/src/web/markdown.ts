import { html, Html } from './html';

const WEB_ADDRESS = /^https?:\/\//i;

const INLINE =
  /`([^`]+)`|\*\*([^*]+)\*\*|(?<!\w)[_*]([^_*\s][^_*]*)[_*](?!\w)|\[([^\]]+)\]\(([^()\s]+)\)|(https?:\/\/[^\s<>()]+[^\s<>().,;:!?])/g;

/** Emphasis, code and links of one line; anything else stays text. */
function inline(text: string): Html[] {
  const parts: Html[] = [];
  let end = 0;
  for (const match of text.matchAll(INLINE)) {
    parts.push(html`${text.slice(end, match.index)}`);
    end = match.index + match[0].length;
    const [whole, code, strong, emphasis, label, target, address] = match;
    if (code) parts.push(html`<code>${code}</code>`);
    else if (strong) parts.push(html`<strong>${inline(strong)}</strong>`);
    else if (emphasis) parts.push(html`<em>${inline(emphasis)}</em>`);
    else if (address) parts.push(html`<a href="${address}">${address}</a>`);
    else if (target && WEB_ADDRESS.test(target)) {
      parts.push(html`<a href="${target}">${label}</a>`);
    } else parts.push(html`${whole}`);
  }
  parts.push(html`${text.slice(end)}`);
  return parts;
}

function cells(line: string): string[] {
  return line
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|')
    .map(cell => cell.trim());
}

function table(lines: string[]): Html {
  const [head, , ...rows] = lines.map(cells);
  return html`<table>
    <thead>
      <tr>
        ${(head ?? []).map(cell => html`<th scope="col">${inline(cell)}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        row =>
          html`<tr>
            ${row.map(cell => html`<td>${inline(cell)}</td>`)}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

/** Takes lines off the front while they match. */
function takeWhile(lines: string[], matches: (line: string) => boolean) {
  const end = lines.findIndex(line => !matches(line));
  return lines.splice(0, end < 0 ? lines.length : end);
}

const FENCE = /^\s*(```+|~~~+)/;
const HEADING = /^(#{1,6})\s+(.*)$/;
const BULLET = /^\s*[-*]\s+(.*)$/;
const QUOTE = /^\s*>\s?(.*)$/;
const NUMBERED = /^\s*\d+[.)]\s+(.*)$/;
const DETAILS = /^\s*<details>\s*(?:<summary>(.*?)<\/summary>)?\s*$/i;
const SUMMARY = /^\s*<summary>(.*?)<\/summary>\s*$/i;

function fenced(lines: string[]): Html {
  const fence = FENCE.exec(lines.shift() ?? '')?.[1] ?? '```';
  const code = takeWhile(lines, line => !line.trim().startsWith(fence));
  lines.shift();
  return html`<pre><code>${code.join('\n')}</code></pre>`;
}

/** Folds and quotes inside each other; deeper ones stay text. */
const DEEPEST = 4;

function details(
  lines: string[],
  title: string | undefined,
  level: number,
): Html {
  lines.shift();
  let depth = 1;
  const inside = takeWhile(lines, line => {
    if (DETAILS.test(line)) depth += 1;
    if (/^\s*<\/details>\s*$/i.test(line)) depth -= 1;
    return depth > 0;
  });
  lines.shift();
  const named = title ?? SUMMARY.exec(inside[0] ?? '')?.[1];
  if (title === undefined && named !== undefined) inside.shift();
  const summary = (named ?? 'Details').replace(/<[^>]*>/g, '');
  return html`<details>
    <summary>${summary}</summary>
    ${blocks(inside, level + 1)}
  </details>`;
}

function list(lines: string[], item: RegExp): Html[] {
  return takeWhile(lines, line => item.test(line)).map(
    line => html`<li>${inline(item.exec(line)?.[1] ?? '')}</li>`,
  );
}

function quote(lines: string[], level: number): Html {
  const quoted = takeWhile(lines, line => QUOTE.test(line));
  const inside = quoted.map(line => QUOTE.exec(line)?.[1] ?? '');
  return html`<blockquote>${blocks(inside, level + 1)}</blockquote>`;
}

function startsBlock(line: string): boolean {
  return [FENCE, HEADING, QUOTE, BULLET, NUMBERED, DETAILS].some(start =>
    start.test(line),
  );
}

/**
 * All of one level, right below the page's own headings: authors skip levels,
 * and who listens to a page finds their way by them.
 */
function heading(line: string): Html {
  return html`<h3>${inline(HEADING.exec(line)?.[2] ?? '')}</h3>`;
}

function block(lines: string[], level: number): Html {
  const [first = '', second = ''] = lines;
  if (FENCE.test(first)) return fenced(lines);
  const folded = level < DEEPEST ? DETAILS.exec(first) : null;
  if (folded) return details(lines, folded[1], level);
  if (HEADING.test(first)) return heading(lines.shift() ?? '');
  if (level < DEEPEST && QUOTE.test(first)) return quote(lines, level);
  if (BULLET.test(first))
    return html`<ul>
      ${list(lines, BULLET)}
    </ul>`;
  if (NUMBERED.test(first))
    return html`<ol>
      ${list(lines, NUMBERED)}
    </ol>`;
  if (
    first.includes('|') &&
    /^[\s|:-]+$/.test(second) &&
    second.includes('-')
  ) {
    return table(takeWhile(lines, line => line.includes('|')));
  }
  const start = lines.shift() ?? '';
  const rest = takeWhile(
    lines,
    line => line.trim() !== '' && !startsBlock(line),
  );
  return html`<p>${inline([start, ...rest].join('\n'))}</p>`;
}

function blocks(lines: string[], level = 0): Html[] {
  const made: Html[] = [];
  while (lines.length > 0) {
    if ((lines[0] ?? '').trim() === '') lines.shift();
    else made.push(block(lines, level));
  }
  return made;
}

/**
 * The part of Markdown that pull requests use. Its only markup is its own:
 * HTML in the text is shown as text, `<details>` with a summary aside.
 */
export function markdown(text: string): Html {
  const withoutComments = text.replace(/<!--[\s\S]*?-->/g, '');
  return html`${blocks(withoutComments.split(/\r?\n/))}`;
}
