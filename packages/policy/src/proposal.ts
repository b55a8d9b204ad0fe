import { renderAgainInSteps, writtenEdits } from '@flotilla/model';
import type { FileEdits, Steps } from '@flotilla/model';
import { snapshotOf } from './snapshot';
import type { Snapshot } from './snapshot';
import type { ProposedChange } from './verdict';

/** A change of the fleet repository as rules look at it. */
export interface Proposal {
  before: Snapshot;
  /** With what people write; `rendered/` in its files is that of the base. */
  after: Snapshot;
  /** Every file that differs, those below `rendered/` included. */
  edits: FileEdits;
  /** Their paths, sorted. */
  paths: readonly string[];
}

/** Reads a change: the state after is the base with what people write, rendered as far as that reaches. */
export function* proposalOf(change: ProposedChange): Steps<Proposal> {
  const { base, refused = {} } = change;
  const { files } = base;
  const edits = new Map(
    [...change.edits].filter(
      ([path, text]) => (files.get(path) ?? null) !== text,
    ),
  );
  const head =
    change.head ?? (yield* renderAgainInSteps(base, writtenEdits(edits)));
  const standing = (refused.base ?? []).filter(({ path }) => !edits.has(path));
  return {
    before: snapshotOf(base, refused.base ?? []),
    after: snapshotOf(head, [...standing, ...(refused.head ?? [])]),
    edits,
    paths: [...edits.keys()].sort(),
  };
}

/** The edits below `rendered/`. */
export function renderedEdits({ edits }: Proposal): FileEdits {
  const written = writtenEdits(edits);
  return new Map([...edits].filter(([path]) => !written.has(path)));
}

/** The text of a file as the change leaves it. */
export function textAfter(
  { before, edits }: Proposal,
  path: string,
): string | undefined {
  const edit = edits.get(path);
  return edit === undefined ? before.render.files.get(path) : edit ?? undefined;
}
