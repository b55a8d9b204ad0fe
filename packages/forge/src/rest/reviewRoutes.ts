import { isObjectId } from '../git/refNames';
import { notFound, unprocessable } from '../problems';
import { representReview } from '../represent/discussion';
import { Exchange } from './Exchange';
import { Routes } from './Routes';

const EVENTS = ['APPROVE', 'REQUEST_CHANGES', 'COMMENT'] as const;

function sendReviews(exchange: Exchange) {
  const { host, repository } = exchange;
  const pull = exchange.pull(repository);
  const reviews = host.reviews
    .list(pull)
    .map(review =>
      representReview(host.links, host.people, repository, pull, review),
    );
  exchange.sendPage(exchange.slice(reviews));
}

function reviewOf(exchange: Exchange) {
  const { host, repository } = exchange;
  const pull = exchange.pull(repository);
  const review = host.reviews.find(pull, Number(exchange.parameter('review')));
  if (!review) throw notFound();
  return { host, repository, pull, review };
}

function submitReview(exchange: Exchange) {
  const { host, repository, input, actor } = exchange;
  const pull = exchange.pull(repository);
  const event = input.oneOf('event', EVENTS);
  if (!event) {
    throw unprocessable(
      'Pending reviews are not supported here: give an event (APPROVE, REQUEST_CHANGES or COMMENT).',
    );
  }
  const commitSha = input.optionalString('commit_id');
  if (commitSha !== undefined && !isObjectId(commitSha)) {
    throw unprocessable('commit_id is not a commit of the pull request');
  }
  const review = host.reviews.submit(pull, actor, {
    event,
    body: input.optionalString('body'),
    commitSha,
  });
  host.events.emit({
    name: 'pull_request_review',
    action: 'submitted',
    repository,
    pull,
    review,
    sender: actor,
  });
  exchange.send(
    representReview(host.links, host.people, repository, pull, review),
  );
}

function dismissReview(exchange: Exchange) {
  const { host, repository, pull, review } = reviewOf(exchange);
  exchange.input.string('message');
  const dismissed = host.reviews.dismiss(pull, review);
  host.events.emit({
    name: 'pull_request_review',
    action: 'dismissed',
    repository,
    pull,
    review: dismissed,
    sender: exchange.actor,
  });
  exchange.send(
    representReview(host.links, host.people, repository, pull, dismissed),
  );
}

/** Reviews of pull requests. */
export function addReviewRoutes(routes: Routes) {
  const reviews = '/repos/:owner/:repo/pulls/:number/reviews';
  routes.get(reviews, sendReviews);
  routes.post(reviews, submitReview);
  routes.get(`${reviews}/:review`, exchange => {
    const { host, repository, pull, review } = reviewOf(exchange);
    exchange.send(
      representReview(host.links, host.people, repository, pull, review),
    );
  });
  routes.put(`${reviews}/:review/dismissals`, dismissReview);
}
