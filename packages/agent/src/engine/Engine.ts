import type { EngineReport } from '@flotilla/backstage-plugin-flotilla-common';
import { EngineOwner } from '@flotilla/drift';
import { Kind, kindTitle } from '../kube/kubeObject';
import { Sight } from '../kube/Sight';
import { View } from '../kube/View';

/** A part of a cluster, as it is desired. */
export interface PartName {
  cluster: string;
  name: string;
  digest: string;
}

/** How far the engine has come with one part. */
export interface PartSync {
  /**
   * Unclear: the engine is content, with a commit whose content isn't remembered. Unknown: the engine itself can't be
   * seen.
   */
  state: 'Applied' | 'NotApplied' | 'Unclear' | 'Unknown';
  /** Digest of the content that live objects should have; undefined while that is in motion. */
  contentDigest?: string;
  /** The engine has finished with it, is healthy and goes on watching it. */
  settled: boolean;
  /** What keeps it from being applied, for people. */
  message?: string;
}

/** The digest of a part at a commit, if it is remembered. */
export type DigestAt = (
  commit: string,
  part: Omit<PartName, 'digest'>,
) => string | undefined;

/** What a GitOps engine's own objects say at one moment. */
export interface EngineReading {
  report: EngineReport;
  /** The commits that its sources hold. */
  commits: readonly string[];
  /** How far it is with a part. */
  syncOf(part: PartName): PartSync;
}

/** What is seen of an engine's own objects. */
export type EngineView = Pick<View, 'objects' | 'sight'>;

/** What an engine has put into the cluster, as its own objects say. */
export interface Belongings {
  owners: readonly EngineOwner[];
  /** Kinds of what it left behind, which Git may have no object of any more. */
  leftKinds: readonly Kind[];
}

/** A GitOps engine, as far as the agent reads it. */
export interface Engine {
  /** The kinds that it speaks through. */
  readonly kinds: readonly Kind[];
  /** The label that everything has which it applies; absent where no label tells. */
  readonly label?: string;
  read(view: EngineView, ownCluster: string, digestAt: DigestAt): EngineReading;
  /** Undefined while it can't be seen. */
  belongings(view: EngineView): Belongings | undefined;
}

/** The first of an engine's kinds that can't be seen, and why. */
export function hiddenKind(
  kinds: readonly Kind[],
  view: EngineView,
): { kind: Kind; sight: Exclude<Sight, { state: 'Seeing' }> } | undefined {
  for (const kind of kinds) {
    const sight = view.sight(kind);
    if (sight.state !== 'Seeing') return { kind, sight };
  }
  return undefined;
}

/** What is said of an engine that can't be seen: nothing that was seen before still counts. */
export function unreadable(
  kind: EngineReport['kind'],
  hidden: NonNullable<ReturnType<typeof hiddenKind>>,
): EngineReading {
  const message = whyHidden(hidden);
  return {
    report: {
      kind,
      sourceReady: 'Unknown',
      suspended: false,
      ready: 'Unknown',
      message,
      stages: [],
    },
    commits: [],
    // That an engine isn't there tells nothing of what it had applied when it was.
    syncOf: () => ({ state: 'Unknown', settled: false, message }),
  };
}

/** What is said of a part that none of the engine's objects applies: whatever its objects are, nobody keeps them so. */
export const NOT_TAKEN: PartSync = {
  state: 'NotApplied',
  settled: false,
  message: "None of the engine's objects applies it.",
};

function whyHidden({
  kind,
  sight,
}: NonNullable<ReturnType<typeof hiddenKind>>): string {
  if (sight.state === 'Starting') return 'The agent is still reading it.';
  return sight.reason === 'KindNotServed'
    ? `${kindTitle(kind)} is not served here.`
    : `${kind.kind} can't be read: ${sight.message}`;
}
