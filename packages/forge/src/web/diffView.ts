import { FileChange } from '../git/diff';
import { html, Html } from './html';
import { plural } from './page';

/** Beyond this a file's diff is for a tool and not for reading. */
const MOST_LINES = 1_500;

const WORDS = {
  added: 'added',
  removed: 'removed',
  modified: 'changed',
  renamed: 'renamed',
  changed: 'changed',
};

/** Rendered files are the machine's: they follow from those of people. */
export function isGenerated({ path }: FileChange): boolean {
  return path.startsWith('rendered/');
}

function lineClass(line: string): string {
  if (line.startsWith('@@')) return 'hunk';
  if (line.startsWith('+')) return 'added';
  return line.startsWith('-') ? 'removed' : 'same';
}

function patchView(patch: string | undefined): Html {
  if (patch === undefined) {
    return html`<p class="muted">No text to show: binary, empty or large.</p>`;
  }
  const lines = patch.split('\n');
  const rest = lines.length - MOST_LINES;
  return html`<pre class="diff">
${lines
        .slice(0, MOST_LINES)
        .map(
          line => html`<span class="${lineClass(line)}">${line}</span>`,
        )}</pre
    >
    ${rest > 0 && html`<p class="muted">${plural(rest, 'more line')}.</p>`}`;
}

function fileView(file: FileChange, open: boolean): Html {
  const from = file.previousPath ? `${file.previousPath} → ` : '';
  return html`<details ${open && 'open'}>
    <summary>
      ${from}${file.path}
      <span class="counts muted"
        >${WORDS[file.status]}, +${file.additions} −${file.deletions}</span
      >
    </summary>
    ${patchView(file.patch)}
  </details>`;
}

/** Files with their diffs: people's first and open, generated ones folded. */
export function filesView(files: FileChange[]): Html {
  const written = files.filter(file => !isGenerated(file));
  const generated = files.filter(isGenerated);
  return html`${written.map(file => fileView(file, true))}
  ${generated.length > 0 &&
  html`<details>
    <summary>
      ${plural(generated.length, 'generated file')} under rendered/
      <span class="counts muted">made from the files above</span>
    </summary>
    ${generated.map(file => fileView(file, false))}
  </details>`}`;
}
