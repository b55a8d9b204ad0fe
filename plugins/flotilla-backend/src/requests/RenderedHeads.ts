import { FileEdits, FleetRender, Problem } from '@flotilla/model';

/** A pull request's head on top of what the branch is now. */
export interface RenderedHead {
  /** Every file that it changes. */
  edits: FileEdits;
  /** The base with what people write of them, rendered; absent where something couldn't be read. */
  render?: FleetRender;
  /** What can't be read as text. */
  problems: readonly Problem[];
}

/** How many pull requests may wait for approvals without being rendered again for each of them. */
const KEPT = 16;

/**
 * The heads that were judged last, rendered. What a head comes to is settled by two commits, so nothing is lost
 * when one is forgotten; those of a base are forgotten with it.
 */
export class RenderedHeads {
  private readonly byBase = new WeakMap<
    FleetRender,
    Map<string, RenderedHead>
  >();

  async of(
    base: FleetRender,
    headSha: string,
    read: () => Promise<RenderedHead>,
  ): Promise<RenderedHead> {
    const heads = this.byBase.get(base) ?? new Map<string, RenderedHead>();
    this.byBase.set(base, heads);
    const head = heads.get(headSha) ?? (await read());
    // The one asked for last is the last to go.
    heads.delete(headSha);
    heads.set(headSha, head);
    const [oldest] = heads.keys();
    if (heads.size > KEPT) heads.delete(oldest);
    return head;
  }
}
