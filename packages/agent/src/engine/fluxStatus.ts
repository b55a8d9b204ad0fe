import { KubeObject } from '@flotilla/drift';
import { json } from '../json';

/** What Flux wrote of one Kustomization or GitRepository, read. */
export interface FluxStatus {
  ready: 'True' | 'False' | 'Unknown' | 'Absent';
  reason: string;
  message: string;
  /** RFC 3339 UTC: since when Ready has its value. */
  readySince?: string;
  /** The status speaks of the present spec. */
  observed: boolean;
  suspended: boolean;
  lastApplied?: string;
  lastAttempted?: string;
  /** Of a source: the revision that it holds. */
  artifact?: string;
}

type Said = Pick<FluxStatus, 'ready' | 'reason' | 'message'>;

/** What was said last of a Kustomization that Flux looks at again. */
interface Verdict {
  said: Said;
  /** The revision that it was said of, and those that Flux has worked on since. */
  attempted: readonly string[];
  /** RFC 3339 UTC: since when that is said. */
  since?: string;
  /** Until then it counts while Flux is in progress, in milliseconds since 1970. */
  until: number;
}

const verdicts = new WeakMap<KubeObject, Verdict>();

/**
 * @param digestAt - of what the object applies at a revision, if that is known: revisions that it is the same at are one
 */
export function fluxStatus(
  object: KubeObject,
  digestAt?: (revision: string) => string | undefined,
): FluxStatus {
  const status = json.map(object.status);
  const verdict = verdictOnContent(object, digestAt);
  const ready = readyCondition(object);
  const { generation } = object.metadata;
  const observed =
    generation === undefined || status.observedGeneration === generation;
  return {
    ...(verdict && verdict.until > Date.now() ? verdict.said : said(ready)),
    readySince:
      verdict?.since ?? (json.text(ready?.lastTransitionTime) || undefined),
    // Of a spec that it can't apply, Flux says so in the condition alone.
    observed:
      observed ||
      (ready?.status === 'False' && ready.observedGeneration === generation),
    suspended: json.map(object.spec).suspend === true,
    lastApplied: json.text(status.lastAppliedRevision) || undefined,
    lastAttempted: attemptedBy(object) || undefined,
    artifact: json.text(json.map(status.artifact).revision) || undefined,
  };
}

/** Milliseconds. Looking again at what is applied takes seconds; what takes longer is more than that. */
const LOOKS_AGAIN = 60_000;

/**
 * At every interval Flux looks again at what it has applied, or tries again
 * what it couldn't, and says meanwhile that it is in progress. Until that ends,
 * what was seen to be said before of the same content and spec holds, be it
 * good or bad; and it is said since it was said first.
 */
export function keepVerdict(before: KubeObject, after: KubeObject): void {
  const last = specOf(before) === specOf(after) && verdictOn(before);
  if (!last) return;
  const ready = readyCondition(after);
  const attempted = [...new Set([...last.attempted, attemptedBy(after)])];
  if (isInProgress(after)) verdicts.set(after, { ...last, attempted });
  else if (attempted.length === 1 && last.said.ready === readyOf(ready)) {
    verdicts.set(after, { ...last, said: said(ready), until: 0 });
  }
}

/** What is to be kept of what was said of an object: a run begins where none was under way. */
function verdictOn(object: KubeObject): Verdict | undefined {
  const known = verdicts.get(object);
  if (isInProgress(object)) return known;
  const ready = readyCondition(object);
  const since = known?.since ?? json.text(ready?.lastTransitionTime);
  return {
    said: said(ready),
    attempted: [attemptedBy(object)],
    ...(since ? { since } : {}),
    until: Date.now() + LOOKS_AGAIN,
  };
}

/** What was said of the content that Flux works on now, if it has worked on nothing else since. */
function verdictOnContent(
  object: KubeObject,
  digestAt: (revision: string) => string | undefined = () => undefined,
): Verdict | undefined {
  const verdict = verdicts.get(object);
  const contents = verdict?.attempted.map(one => digestAt(one) ?? one);
  return new Set(contents).size === 1 ? verdict : undefined;
}

function isInProgress(object: KubeObject): boolean {
  const ready = readyCondition(object);
  return ready?.status === 'Unknown' && ready.reason === 'Progressing';
}

function specOf({ metadata }: KubeObject): string {
  return `${metadata.uid} ${metadata.generation}`;
}

function attemptedBy({ status }: KubeObject): string {
  return json.text(json.map(status).lastAttemptedRevision);
}

function readyCondition(
  object: KubeObject,
): Record<string, unknown> | undefined {
  return json
    .list(json.map(object.status).conditions)
    .map(json.map)
    .find(condition => condition.type === 'Ready');
}

function said(ready: Record<string, unknown> | undefined): Said {
  return {
    ready: readyOf(ready),
    reason: json.text(ready?.reason),
    message: json.text(ready?.message),
  };
}

function readyOf(
  condition: Record<string, unknown> | undefined,
): FluxStatus['ready'] {
  if (!condition) return 'Absent';
  const { status } = condition;
  return status === 'True' || status === 'False' ? status : 'Unknown';
}

/**
 * The commit of a revision as Flux writes it (`main@sha1:36eb…`): what stands
 * after the last colon. The part before `@` may hold slashes or be absent.
 */
export function commitOf(revision: string | undefined): string | undefined {
  return revision?.slice(revision.lastIndexOf(':') + 1) || undefined;
}
