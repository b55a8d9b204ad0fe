import { createHash } from 'node:crypto';
import { numberAt } from '../objects/json';
import { KubeObject } from '../objects/KubeObject';
import { ApiServer } from '../store/ApiServer';
import { targetOf } from '../store/Target';

/** Events of a cluster that are kept; the oldest go first. A real server forgets them after an hour. */
const EVENTS_KEPT = 200;

/** Writes Kubernetes Events; one that repeats is counted, not written again. */
export class EventRecorder {
  constructor(readonly api: ApiServer, readonly component: string) {}

  record(
    about: KubeObject,
    type: 'Normal' | 'Warning',
    reason: string,
    message: string,
  ): void {
    const namespace = about.metadata.namespace ?? 'default';
    const hash = createHash('sha256')
      .update(`${reason}\n${message}`)
      .digest('hex')
      .slice(0, 16);
    const name = `${about.metadata.name}.${hash}`;
    const now = this.api.now();
    const target = { apiVersion: 'v1', kind: 'Event', namespace, name };
    if (this.api.find(target)) {
      this.api.update(
        target,
        event => {
          event.count = (numberAt(event, 'count') ?? 1) + 1;
          event.lastTimestamp = now;
        },
        { manager: this.component },
      );
      return;
    }
    this.api.create(
      {
        apiVersion: 'v1',
        kind: 'Event',
        metadata: { name, namespace },
        involvedObject: {
          apiVersion: about.apiVersion,
          kind: about.kind,
          name: about.metadata.name,
          namespace: about.metadata.namespace,
          uid: about.metadata.uid,
          resourceVersion: about.metadata.resourceVersion,
        },
        type,
        reason,
        message,
        count: 1,
        firstTimestamp: now,
        lastTimestamp: now,
        source: { component: this.component },
        reportingComponent: this.component,
        reportingInstance: '',
      },
      { manager: this.component },
    );
    this.#forgetOldest();
  }

  #forgetOldest(): void {
    const events = this.api.list('v1', 'Event');
    if (events.length <= EVENTS_KEPT) return;
    const oldest = events
      .sort((a, b) => revision(a) - revision(b))
      .slice(0, EVENTS_KEPT / 4);
    for (const event of oldest) this.api.delete(targetOf(event));
  }
}

function revision(event: KubeObject): number {
  return Number(event.metadata.resourceVersion ?? 0);
}
