import { invalid, notFound } from '../problems';
import { Comment } from '../pulls/Comments';
import { Pull } from '../pulls/PullStore';
import { representComment, representLabel } from '../represent/discussion';
import { representIssue } from '../represent/pulls';
import { HostedRepository } from '../repositories/Repositories';
import { Exchange } from './Exchange';
import { Routes } from './Routes';

const HEX_COLOR = /^[0-9a-f]{6}$/i;

function sendLabels(
  exchange: Exchange,
  repository: HostedRepository,
  pull: Pull,
) {
  const { host } = exchange;
  const labels = host.labels
    .of(pull)
    .map(label => representLabel(host.links, repository, label));
  exchange.sendPage(exchange.slice(labels));
}

function createLabel(exchange: Exchange) {
  const { host, repository, input } = exchange;
  const name = input.string('name');
  const color = input.optionalString('color');
  if (host.labels.find(repository.id, name)) {
    throw invalid('Label', 'name', 'already_exists');
  }
  if (color !== undefined && !HEX_COLOR.test(color)) {
    throw invalid('Label', 'color');
  }
  const description = input.optionalString('description');
  const label = host.labels.create(repository.id, { name, color, description });
  exchange.send(representLabel(host.links, repository, label), 201);
}

/** `{labels: [...]}`, or the bare list that older clients send. */
function labelNames(exchange: Exchange): string[] {
  const { body } = exchange.request;
  const names = Array.isArray(body)
    ? body.map(String)
    : exchange.input.names('labels');
  if (names.some(name => name === '' || name.length > 100)) {
    throw invalid('Label', 'name');
  }
  return names;
}

function changeLabels(
  exchange: Exchange,
  change: (pull: Pull, repository: HostedRepository) => void,
) {
  const { host, repository, actor } = exchange;
  const pull = exchange.pull(repository);
  change(pull, repository);
  host.events.emit({
    name: 'pull_request',
    action: 'labeled',
    repository,
    pull,
    sender: actor,
  });
  sendLabels(exchange, repository, pull);
}

function addLabelRoutes(routes: Routes) {
  const labels = '/repos/:owner/:repo/labels';
  const ofIssue = '/repos/:owner/:repo/issues/:number/labels';
  routes.get(labels, exchange => {
    const { host, repository } = exchange;
    const all = host.labels
      .list(repository.id)
      .map(label => representLabel(host.links, repository, label));
    exchange.sendPage(exchange.slice(all));
  });
  routes.post(labels, createLabel);
  routes.get(`${labels}/:label`, exchange => {
    const { host, repository } = exchange;
    const label = host.labels.find(repository.id, exchange.parameter('label'));
    if (!label) throw notFound();
    exchange.send(representLabel(host.links, repository, label));
  });
  routes.get(ofIssue, exchange => {
    const { repository } = exchange;
    sendLabels(exchange, repository, exchange.pull(repository));
  });
  routes.post(ofIssue, exchange =>
    changeLabels(exchange, pull =>
      exchange.host.labels.add(pull, labelNames(exchange)),
    ),
  );
  routes.put(ofIssue, exchange =>
    changeLabels(exchange, pull =>
      exchange.host.labels.replace(pull, labelNames(exchange)),
    ),
  );
  routes.delete(`${ofIssue}/:label`, exchange =>
    changeLabels(exchange, (pull, repository) => {
      const { labels: all } = exchange.host;
      const label = all.find(repository.id, exchange.parameter('label'));
      if (!label) throw notFound();
      all.remove(pull, label);
    }),
  );
}

function sendComment(
  exchange: Exchange,
  repository: HostedRepository,
  number: number,
  comment: Comment,
  status = 200,
) {
  const { links, people } = exchange.host;
  exchange.send(
    representComment(links, people, repository, number, comment),
    status,
  );
}

function commentOf(exchange: Exchange) {
  const { host, repository } = exchange;
  const id = Number(exchange.parameter('id'));
  const found = Number.isSafeInteger(id)
    ? host.comments.find(repository.id, id)
    : undefined;
  if (!found) throw notFound();
  return { repository, ...found };
}

function bodyOf(exchange: Exchange): string {
  const body = exchange.input.optionalString('body');
  if (!body) throw invalid('IssueComment', 'body', 'missing_field');
  if (body.length > 65_536) throw invalid('IssueComment', 'body');
  return body;
}

function addCommentRoutes(routes: Routes) {
  const ofIssue = '/repos/:owner/:repo/issues/:number/comments';
  const single = '/repos/:owner/:repo/issues/comments/:id';
  routes.get(ofIssue, exchange => {
    const { host, repository } = exchange;
    const pull = exchange.pull(repository);
    const { links, people } = host;
    const comments = host.comments
      .list(pull)
      .map(comment =>
        representComment(links, people, repository, pull.number, comment),
      );
    exchange.sendPage(exchange.slice(comments));
  });
  routes.post(ofIssue, exchange => {
    const { host, repository, actor } = exchange;
    const pull = exchange.pull(repository);
    const comment = host.comments.add(pull, actor.login, bodyOf(exchange));
    sendComment(exchange, repository, pull.number, comment, 201);
  });
  routes.get(single, exchange => {
    const { repository, number, comment } = commentOf(exchange);
    sendComment(exchange, repository, number, comment);
  });
  routes.patch(single, exchange => {
    const { repository, number, comment } = commentOf(exchange);
    const edited = exchange.host.comments.edit(comment, bodyOf(exchange));
    sendComment(exchange, repository, number, edited);
  });
  routes.delete(single, exchange => {
    exchange.host.comments.remove(commentOf(exchange).comment);
    exchange.sendNothing();
  });
}

/** What a pull request shares with issues: labels, comments, assignees. */
export function addIssueRoutes(routes: Routes) {
  addLabelRoutes(routes);
  addCommentRoutes(routes);
  const issue = '/repos/:owner/:repo/issues/:number';
  routes.get(issue, exchange => {
    const { host, repository } = exchange;
    exchange.send(representIssue(host, repository, exchange.pull(repository)));
  });
  const changeAssignees =
    (change: 'add' | 'remove') => (exchange: Exchange) => {
      const { host, repository, input } = exchange;
      const pull = exchange.pull(repository);
      const known = input
        .strings('assignees')
        .filter(login => host.people.find(login));
      host.assignees[change](pull, known);
      exchange.send(
        representIssue(host, repository, pull),
        change === 'add' ? 201 : 200,
      );
    };
  routes.post(`${issue}/assignees`, changeAssignees('add'));
  routes.delete(`${issue}/assignees`, changeAssignees('remove'));
}
