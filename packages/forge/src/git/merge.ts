import { BareRepository } from './BareRepository';

export type MergeOutcome =
  | { clean: true; tree: string }
  | { clean: false; conflicts: string[] };

/** Merges two commits without a work tree; no ref moves. */
export async function mergeTrees(
  repository: BareRepository,
  base: string,
  head: string,
): Promise<MergeOutcome> {
  const { exitCode, stdout } = await repository.run(
    [
      'merge-tree',
      '--write-tree',
      '--name-only',
      '--no-messages',
      '-z',
      base,
      head,
    ],
    { answers: [1] },
  );
  const [tree = '', ...names] = stdout.toString('utf8').split('\0');
  if (exitCode === 0) return { clean: true, tree: tree.trim() };
  return { clean: false, conflicts: names.filter(name => name !== '') };
}
