import { CommitStatus } from '../checks/Statuses';
import { Person } from '../people/People';
import { Pull } from '../pulls/PullStore';
import { Review } from '../pulls/Reviews';
import { RefChange } from '../repositories/RefUpdates';
import { HostedRepository } from '../repositories/Repositories';

export type PullAction =
  | 'opened'
  | 'edited'
  | 'synchronize'
  | 'closed'
  | 'reopened'
  | 'labeled'
  | 'converted_to_draft'
  | 'ready_for_review'
  | 'review_requested';

interface Happening {
  repository: HostedRepository;
  sender: Person;
}

/** Something that webhooks may want to hear of. */
export type ForgeEvent = Happening &
  (
    | { name: 'push'; change: RefChange }
    | { name: 'pull_request'; action: PullAction; pull: Pull; before?: string }
    | {
        name: 'pull_request_review';
        action: 'submitted' | 'dismissed';
        pull: Pull;
        review: Review;
      }
    | { name: 'status'; status: CommitStatus }
  );

export type EventListener = (event: ForgeEvent) => void;

/** Tells listeners what happened; they must not throw and must not wait. */
export class Events {
  private readonly listeners: EventListener[] = [];

  listen(listener: EventListener) {
    this.listeners.push(listener);
  }

  emit(event: ForgeEvent) {
    for (const listener of this.listeners) listener(event);
  }
}
