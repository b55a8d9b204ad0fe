import type { PartStatus } from '@flotilla/backstage-plugin-flotilla-common';
import type { PartRow } from '../database/rows';
import { partEvidence } from './gatherEvidence';
import type { GitPart } from './gitPart';

/** The parts of a cluster as people see them. Of what nobody was heard of lately, nothing is known. */
export function partStatuses(
  inGit: readonly GitPart[],
  reported: readonly PartRow[],
  isHeard: (reporter: string) => boolean,
): PartStatus[] {
  const told = reported.filter(({ reporter }) => isHeard(reporter));
  const last = new Map(reported.map(part => [part.name, part]));
  const evidence = new Map(
    partEvidence(inGit, told).map(part => [part.name, part]),
  );
  return inGit.map(({ name, kind, title, version, layer }) => {
    const known = told.some(part => part.name === name);
    const { state, health, message } = evidence.get(name) ?? {};
    return {
      name,
      kind,
      title,
      ...(version ? { version } : {}),
      ...(layer ? { layer } : {}),
      state: known && state ? state : 'Unknown',
      health: known && health ? health : 'Unknown',
      ...(known && message ? { message } : {}),
      objects: last.get(name)?.objects ?? 0,
      drifted: known ? last.get(name)?.drifted ?? 0 : 0,
    };
  });
}
