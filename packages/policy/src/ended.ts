import { renderCluster } from '@flotilla/model';
import { textAfter } from './proposal';
import type { Proposal } from './proposal';
import { expectedText } from './staleness';

const MACHINES = /^rendered\/([^/]+)\/infrastructure\/manifests\.yaml$/;

/**
 * Whether a rendered file is what rendering gives, but for pools and templates whose place others have taken: those
 * stay until somebody deletes them there, and rendering never brings them back. Nothing may come in that way.
 */
export function onlyEnds(proposal: Proposal, path: string): boolean {
  const { fleet, render } = proposal.after;
  const [, cluster] = MACHINES.exec(path) ?? [];
  const text = textAfter(proposal, path);
  const expected = expectedText(proposal.after, path);
  if (!fleet || !cluster || text === undefined || expected === undefined) {
    return false;
  }
  const kept = new Set(documentsOf(expected));
  if (!documentsOf(text).every(document => kept.has(document))) return false;
  const left = new Map([...render.files, [path, text]]);
  return renderCluster(fleet, cluster, left).files.get(path) === text;
}

/** The objects of a rendered file as they are printed, without what stands above the first. */
function documentsOf(text: string): string[] {
  return text
    .split(/^---$/m)
    .map(part => part.replace(/^(?:#.*\n)+/, '').trim());
}
