/** Files of a fleet repository: repository-relative path with `/` → text. @public */
export type FleetFiles = ReadonlyMap<string, string>;

/** Changed files: path → new text, or null where the file is gone. @public */
export type FileEdits = ReadonlyMap<string, string | null>;

/** Files with some changed. @public */
export function withEdits(
  files: FleetFiles,
  edits: FileEdits,
): Map<string, string> {
  const after = new Map(files);
  for (const [path, text] of edits) {
    if (text === null) after.delete(path);
    else after.set(path, text);
  }
  return after;
}

/** What makes one state of the files another. @public */
export function editsBetween(
  before: FleetFiles,
  after: FleetFiles,
): Map<string, string | null> {
  const edits = new Map<string, string | null>();
  for (const [path, text] of after) {
    if (before.get(path) !== text) edits.set(path, text);
  }
  for (const path of before.keys()) {
    if (!after.has(path)) edits.set(path, null);
  }
  return edits;
}

/** Those of the edits that people make: all but the ones below `rendered/`. @public */
export function writtenEdits(edits: FileEdits): Map<string, string | null> {
  return new Map([...edits].filter(([path]) => !path.startsWith('rendered/')));
}
