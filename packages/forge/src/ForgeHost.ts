import { CheckRuns } from './checks/CheckRuns';
import { Statuses } from './checks/Statuses';
import { Events } from './events/Events';
import { People } from './people/People';
import { Assignees } from './pulls/Assignees';
import { Comments } from './pulls/Comments';
import { Labels } from './pulls/Labels';
import { Merging } from './pulls/Merging';
import { PullRequests } from './pulls/PullRequests';
import { PullStore } from './pulls/PullStore';
import { Reviews } from './pulls/Reviews';
import { Links } from './represent/Links';
import { RefUpdates } from './repositories/RefUpdates';
import { Repositories } from './repositories/Repositories';
import { ForgeDatabase } from './store/ForgeDatabase';

/** Everything behind the host's addresses, wired together once. */
export class ForgeHost {
  readonly events = new Events();
  readonly repositories: Repositories;
  readonly refs: RefUpdates;
  readonly pullStore: PullStore;
  readonly pulls: PullRequests;
  readonly reviews: Reviews;
  readonly labels: Labels;
  readonly comments: Comments;
  readonly assignees: Assignees;
  readonly statuses: Statuses;
  readonly checkRuns: CheckRuns;
  readonly merging: Merging;

  constructor(
    database: ForgeDatabase,
    directory: string,
    readonly people: People,
    readonly links: Links,
  ) {
    this.repositories = new Repositories(database, directory);
    this.refs = new RefUpdates(this.repositories);
    this.pullStore = new PullStore(database);
    this.pulls = new PullRequests(this.pullStore, this.events);
    this.reviews = new Reviews(database);
    this.labels = new Labels(database);
    this.comments = new Comments(database);
    this.assignees = new Assignees(database);
    this.statuses = new Statuses(database);
    this.checkRuns = new CheckRuns(database);
    this.merging = new Merging({
      pulls: this.pulls,
      store: this.pullStore,
      reviews: this.reviews,
      statuses: this.statuses,
      checkRuns: this.checkRuns,
      refs: this.refs,
      events: this.events,
    });
    this.refs.onChange(async (repository, changes, sender) => {
      await this.pulls.follow(repository, changes, sender);
      for (const change of changes) {
        this.events.emit({ name: 'push', repository, change, sender });
      }
    });
  }

  /** Brings pull requests in step with what git holds, after a restart. */
  async catchUp() {
    for (const repository of this.repositories.list()) {
      await this.pulls.catchUp(repository, pull =>
        this.people.known(pull.author),
      );
    }
  }

  /** Ends when nothing is moving a ref any more. */
  async settled() {
    for (const { turn } of this.repositories.list()) {
      await turn.run(async () => {});
    }
  }
}
