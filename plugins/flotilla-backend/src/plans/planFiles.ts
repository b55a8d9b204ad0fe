import { PlanFile } from '@flotilla/backstage-plugin-flotilla-common';
import { FileEdits, FleetFiles } from '@flotilla/model';
import { createTwoFilesPatch, structuredPatch } from 'diff';

/** Each changed file with its diff, those that people own first. */
export function planFiles(
  before: FleetFiles,
  written: FileEdits,
  rendered: FileEdits,
): PlanFile[] {
  return [
    ...describe(before, written, false),
    ...describe(before, rendered, true),
  ];
}

function describe(
  before: FleetFiles,
  changes: FileEdits,
  generated: boolean,
): PlanFile[] {
  return [...changes]
    .filter(([path, text]) => (before.get(path) ?? null) !== text)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, text]) => planFile(path, before.get(path), text, generated));
}

function planFile(
  path: string,
  before: string | undefined,
  content: string | null,
  generated: boolean,
): PlanFile {
  const from = before ?? '';
  const to = content ?? '';
  const lines = structuredPatch(path, path, from, to).hunks.flatMap(
    hunk => hunk.lines,
  );
  return {
    path,
    generated,
    content,
    operation: operation(before, content),
    diff: createTwoFilesPatch(
      before === undefined ? '/dev/null' : `a/${path}`,
      content === null ? '/dev/null' : `b/${path}`,
      from,
      to,
    ),
    additions: lines.filter(line => line.startsWith('+')).length,
    deletions: lines.filter(line => line.startsWith('-')).length,
  };
}

function operation(
  before: string | undefined,
  content: string | null,
): PlanFile['operation'] {
  if (content === null) {
    return 'delete';
  }
  return before === undefined ? 'create' : 'update';
}
