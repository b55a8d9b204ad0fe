import type {
  ObjectChange,
  Plan,
} from '@flotilla/backstage-plugin-flotilla-common';

/** A pull request's text stays far below what Git hosts accept (65,536 characters). */
const MOST_OBJECTS = 200;

/**
 * The text of a request's pull request: who asked, why, what changes in the cluster, the verdict, and the way back
 * to the request's page. Whoever opens or renews the pull request writes the same text.
 *
 * @param requester - entity reference of the person who asked
 * @param requestUrl - full address of the request's page
 * @public
 */
export function pullRequestBody(request: {
  plan: Plan;
  requester: string;
  reason?: string;
  requestUrl: string;
}): string {
  const { plan, requester, reason, requestUrl } = request;
  return [
    `Asked for by \`${requester}\` · [follow this request](${requestUrl})`,
    ...(reason ? [quote(reason)] : []),
    '### What will happen',
    plan.sentences.map(sentence => `- ${sentence}`).join('\n'),
    objects(plan),
    consequences(plan),
    '### Policy',
    verdict(plan),
    'Files under `rendered/` are generated from the others; the check on this pull request compares them byte for byte.',
  ]
    .filter(Boolean)
    .join('\n\n');
}

function quote(text: string): string {
  return text
    .trim()
    .split(/\r?\n/)
    .map(words => `> ${words}`)
    .join('\n');
}

function objects({ objects: changes, counts }: Plan): string {
  if (changes.length === 0) {
    return '';
  }
  const { added, changed, removed } = counts;
  const left = changes.length - MOST_OBJECTS;
  return [
    '<details>',
    `<summary>In the clusters: ${added} added, ${changed} changed, ${removed} removed</summary>`,
    '',
    '```diff',
    ...changes.slice(0, MOST_OBJECTS).map(line),
    ...(left > 0 ? [`  … and ${left} more, in the files`] : []),
    '```',
    '',
    '</details>',
  ].join('\n');
}

/** What the changes lead to, each with its reason and how often; a reviewer reads these before any diff. */
function consequences({ objects: changes }: Plan): string {
  const times = new Map<string, number>();
  for (const { mark, reason } of changes.flatMap(c => c.consequences)) {
    const text = `**${markInWords(mark)}**: ${reason}`;
    times.set(text, (times.get(text) ?? 0) + 1);
  }
  return [...times].map(([text, count]) => `- ${count} × ${text}`).join('\n');
}

/** `DeletesData` → "deletes data". */
function markInWords(mark: string): string {
  return mark.replace(/(?!^)[A-Z]/g, ' $&').toLowerCase();
}

const SIGN = { add: '+', change: '!', remove: '-' } as const;

function line({ op, cluster, ref, fields }: ObjectChange): string {
  const name = [ref.kind, ref.namespace, ref.name].filter(Boolean).join('/');
  const paths = fields.slice(0, 5).map(field => field.fieldPath);
  return `${SIGN[op]} ${cluster}: ${name}${
    op === 'change' && paths.length > 0 ? ` (${paths.join(', ')})` : ''
  }`;
}

function verdict({ verdict: { summary, approvals, findings } }: Plan): string {
  // What an approval answers denies nothing by itself.
  const meaning = (policy: string, action: string) =>
    action === 'deny' && approvals.some(need => need.policy === policy)
      ? 'needs approval'
      : action;
  return [
    summary,
    ...approvals.map(
      ({ role, count, policy }) =>
        `- needs ${count} approval by ${role} (${policy})`,
    ),
    ...findings.map(
      ({ policy, enforcementAction, message, remediation }) =>
        `- ${meaning(policy, enforcementAction)}: ${message} (${policy})${
          remediation ? `. ${remediation}` : ''
        }`,
    ),
  ].join('\n');
}
