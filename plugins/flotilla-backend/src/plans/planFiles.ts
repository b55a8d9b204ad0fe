import { PlanFile } from '@flotilla/backstage-plugin-flotilla-common';
import { FileEdits, FleetFiles, Steps } from '@flotilla/model';
import { formatPatch, structuredPatch } from 'diff';

/** Each changed file with its diff, those that people own first; a file at a time. */
export function* planFiles(
  before: FleetFiles,
  written: FileEdits,
  rendered: FileEdits,
): Steps<PlanFile[]> {
  return [
    ...(yield* describe(before, written, false)),
    ...(yield* describe(before, rendered, true)),
  ];
}

function* describe(
  before: FleetFiles,
  changes: FileEdits,
  generated: boolean,
): Steps<PlanFile[]> {
  const files: PlanFile[] = [];
  for (const [path, text] of changed(before, changes)) {
    files.push(planFile(path, before.get(path), text, generated));
    yield;
  }
  return files;
}

function changed(
  before: FleetFiles,
  changes: FileEdits,
): [string, string | null][] {
  return [...changes]
    .filter(([path, text]) => (before.get(path) ?? null) !== text)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

function planFile(
  path: string,
  before: string | undefined,
  content: string | null,
  generated: boolean,
): PlanFile {
  const from = before ?? '';
  const to = content ?? '';
  const patch = structuredPatch(
    before === undefined ? '/dev/null' : `a/${path}`,
    content === null ? '/dev/null' : `b/${path}`,
    from,
    to,
  );
  const lines = patch.hunks.flatMap(hunk => hunk.lines);
  return {
    path,
    generated,
    content,
    operation: operation(before, content),
    diff: formatPatch(patch),
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
