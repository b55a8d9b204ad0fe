import { Gate } from '../checks/gates';
import { ForgeHost } from '../ForgeHost';
import { Pull } from '../pulls/PullStore';
import { HostedRepository } from '../repositories/Repositories';
import { filesOf } from '../represent/pulls';
import { repositoryCrumbs } from './crumbs';
import { filesView } from './diffView';
import { html, Html } from './html';
import { markdown } from './markdown';
import { page, plural, time } from './page';
import { stateWord } from './pullState';

export interface PullPageState {
  /** Login of the user that was acted as last. */
  actAs?: string;
  /** What was just done, in a sentence. */
  done?: string;
  /** Why what was asked for was not done. */
  problem?: string;
}

const GATES: Record<Gate['state'], { mark: string; word: string }> = {
  success: { mark: '✓', word: 'passed' },
  failure: { mark: '✕', word: 'failed' },
  pending: { mark: '…', word: 'running' },
  missing: { mark: '…', word: 'not reported yet' },
};

function gateView(gate: Gate): Html {
  const { mark, word } = GATES[gate.state];
  const name = gate.url
    ? html`<a href="${gate.url}">${gate.name}</a>`
    : html`${gate.name}`;
  return html`<li>
    <span class="mark ${gate.state}" aria-hidden="true">${mark}</span>
    ${name}
    ${word}${gate.required && ' (required)'}${gate.description &&
    `: ${gate.description}`}
  </li>`;
}

function checksView(gates: Gate[]): Html {
  if (gates.length === 0) return html`<p class="muted">No checks yet.</p>`;
  return html`<ul class="list">
    ${gates.map(gateView)}
  </ul>`;
}

function approvalsView(host: ForgeHost, pull: Pull): Html {
  const { approvedBy, changesRequestedBy } = host.merging.approvals(pull);
  const said = (logins: string[], what: string, mark: string, look: string) =>
    logins.map(
      login =>
        html`<li>
          <span class="mark ${look}" aria-hidden="true">${mark}</span>
          ${host.people.known(login).name} (${login}) ${what}
        </li>`,
    );
  if (approvedBy.length + changesRequestedBy.length === 0) {
    return html`<p class="muted">Nobody has approved yet.</p>`;
  }
  return html`<ul class="list">
    ${said(approvedBy, 'approved', '✓', 'success')}
    ${said(changesRequestedBy, 'requested changes', '✕', 'failure')}
  </ul>`;
}

function userSelect(host: ForgeHost, actAs: string | undefined): Html {
  return html`<label>
    Act as
    <select name="user">
      ${host.people
        .all()
        .map(
          ({ login, name, teams }) =>
            html`<option value="${login}" ${login === actAs && 'selected'}>
              ${name} (${teams.join(', ') || 'no team'})
            </option>`,
        )}
    </select>
  </label>`;
}

async function actionsView(
  host: ForgeHost,
  repository: HostedRepository,
  pull: Pull,
  actAs: string | undefined,
): Promise<Html> {
  if (pull.state === 'closed') return html``;
  const { reasons } = await host.merging.assess(repository, pull);
  const blocked = reasons.length > 0;
  return html`<section aria-labelledby="decide">
    <h2 id="decide">Decide</h2>
    <form class="actions" method="post">
      <input type="hidden" name="sha" value="${pull.headSha}" />
      ${userSelect(host, actAs)}
      <button name="action" value="approve">Approve</button>
      <button
        name="action"
        value="merge"
        ${blocked && html`disabled aria-describedby="blocked"`}
      >
        Merge
      </button>
    </form>
    ${blocked &&
    html`<div id="blocked">
      <p>It can't be merged yet:</p>
      <ul>
        ${reasons.map(reason => html`<li>${reason}</li>`)}
      </ul>
    </div>`}
  </section>`;
}

function commentsView(host: ForgeHost, pull: Pull): Html {
  const comments = host.comments.list(pull);
  if (comments.length === 0) return html``;
  return html`<h2>Comments</h2>
    ${comments.map(
      comment =>
        html`<article class="card markdown" aria-label="${comment.author}">
          <p class="muted">${comment.author}, ${time(comment.createdAt)}</p>
          ${markdown(comment.body)}
        </article>`,
    )}`;
}

function labelsView(host: ForgeHost, pull: Pull): Html {
  const labels = host.labels.of(pull);
  if (labels.length === 0) return html``;
  return html`<p>Labels: ${labels.map(({ name }) => name).join(', ')}</p>`;
}

/** The page of one pull request: read it, decide about it. */
export async function pullPage(
  host: ForgeHost,
  repository: HostedRepository,
  pull: Pull,
  { actAs, done, problem }: PullPageState,
): Promise<string> {
  const files = await filesOf(repository, pull);
  const word = stateWord(pull);
  const author = host.people.known(pull.author);
  const ended = pull.mergedBy
    ? html`, merged by ${pull.mergedBy} ${time(pull.mergedAt ?? '')}`
    : html``;
  const content = html`
    ${problem && html`<p class="alert" role="alert">${problem}</p>`}
    ${done && html`<p class="done" role="status">${done}</p>`}
    <h1>${pull.title} <span class="number">#${pull.number}</span></h1>
    <p>
      <span class="state ${word}">${word}</span>
      ${author.name} asks to merge <code>${pull.headBranch}</code> into
      <code>${pull.baseBranch}</code>, ${time(pull.createdAt)}${ended}
    </p>
    ${labelsView(host, pull)}
    <h2>Description</h2>
    <div class="card markdown">
      ${pull.body
        ? markdown(pull.body)
        : html`<p class="muted">No description.</p>`}
    </div>
    <h2>Checks</h2>
    ${checksView(host.merging.gates(repository, pull))}
    <h2>Approvals</h2>
    ${approvalsView(host, pull)}
    ${await actionsView(host, repository, pull, actAs)}
    <h2>${plural(files.length, 'file')} changed</h2>
    ${filesView(files)} ${commentsView(host, pull)}
  `;
  const title = `${pull.title} · #${pull.number}`;
  return page(title, repositoryCrumbs(host, repository), content);
}
