const DOT_GIT = /^\.git$/i;

/**
 * Why a path can't stand in a tree, in words; undefined when it can. Git would
 * refuse most of these itself, later and with less to go on.
 */
export function pathProblem(path: string): string | undefined {
  if (path === '') return 'the path is empty';
  if (path.includes('\0')) return 'the path holds a NUL byte';
  if (path.startsWith('/')) return 'the path starts with a slash';
  if (path.length > 4096) return 'the path is longer than 4096 characters';
  for (const part of path.split('/')) {
    if (part === '') return 'the path has an empty part';
    if (part === '.' || part === '..') {
      return 'the path contains "." or ".."';
    }
    if (DOT_GIT.test(part)) return 'the path goes into .git';
  }
  return undefined;
}
