import { ForgeHost } from '../ForgeHost';
import { Refusal } from '../problems';
import { Pull } from '../pulls/PullStore';
import { HostedRepository } from '../repositories/Repositories';

export interface Decision {
  /** `approve` or `merge`, as the pressed button says. */
  action: string;
  /** Login of the user to act as. */
  actAs: string | undefined;
  /** Head that the page showed; a newer one has to be read first. */
  sha: string | undefined;
}

/** Does what a button of the page says, as the user that was chosen. */
export async function decide(
  host: ForgeHost,
  repository: HostedRepository,
  pull: Pull,
  { action, actAs, sha }: Decision,
) {
  const person = actAs ? host.people.find(actAs) : undefined;
  if (!person) throw new Refusal(422, 'Choose who to act as.');
  if (sha !== pull.headSha) {
    throw new Refusal(
      409,
      'The pull request has changed since this page was shown. Read it again.',
    );
  }
  if (action === 'approve') {
    const review = host.reviews.submit(pull, person, { event: 'APPROVE' });
    host.events.emit({
      name: 'pull_request_review',
      action: 'submitted',
      repository,
      pull,
      review,
      sender: person,
    });
    return;
  }
  if (action !== 'merge') throw new Refusal(422, 'Choose Approve or Merge.');
  const request = { method: 'merge' as const, sha };
  await host.merging.merge(repository, pull.number, request, person);
}
