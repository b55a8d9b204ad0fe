import { People } from '../people/People';
import { Comment } from '../pulls/Comments';
import { Label } from '../pulls/Labels';
import { Pull } from '../pulls/PullStore';
import { Review } from '../pulls/Reviews';
import { HostedRepository } from '../repositories/Repositories';
import { Links, nodeId } from './Links';
import { representUser } from './people';

export function representLabel(
  links: Links,
  repository: HostedRepository,
  label: Label,
) {
  const name = encodeURIComponent(label.name);
  return {
    id: label.id,
    node_id: nodeId('Label', label.id),
    url: `${links.repository(repository)}/labels/${name}`,
    name: label.name,
    color: label.color,
    default: false,
    description: label.description ?? null,
  };
}

export function representReview(
  links: Links,
  people: People,
  repository: HostedRepository,
  pull: Pull,
  review: Review,
) {
  const page = `${links.page(repository)}/pull/${pull.number}`;
  const htmlUrl = `${page}#pullrequestreview-${review.id}`;
  const pullUrl = `${links.repository(repository)}/pulls/${pull.number}`;
  return {
    id: review.id,
    node_id: nodeId('PullRequestReview', review.id),
    user: representUser(links, people.known(review.author)),
    body: review.body,
    state: review.state,
    html_url: htmlUrl,
    pull_request_url: pullUrl,
    author_association: 'MEMBER',
    _links: { html: { href: htmlUrl }, pull_request: { href: pullUrl } },
    submitted_at: review.submittedAt,
    commit_id: review.commitSha,
  };
}

export function representComment(
  links: Links,
  people: People,
  repository: HostedRepository,
  number: number,
  comment: Comment,
) {
  const api = links.repository(repository);
  const page = `${links.page(repository)}/pull/${number}`;
  return {
    id: comment.id,
    node_id: nodeId('IssueComment', comment.id),
    url: `${api}/issues/comments/${comment.id}`,
    html_url: `${page}#issuecomment-${comment.id}`,
    issue_url: `${api}/issues/${number}`,
    body: comment.body,
    user: representUser(links, people.known(comment.author)),
    author_association: 'MEMBER',
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
  };
}
