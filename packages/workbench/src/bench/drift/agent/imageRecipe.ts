import { readFileSync } from 'node:fs';

/** How an image starts its program. */
export interface Start {
  /** Flags of Node, before the program. */
  flags: string[];
  env: Record<string, string>;
}

/**
 * Reads from a Dockerfile how its program is started, so that what is measured is what runs.
 *
 * @throws Error when it starts nothing by Node
 */
export function imageRecipe(file: string): Start {
  const lines = readFileSync(file, 'utf8').split('\n');
  const entry = lines.find(line => line.startsWith('ENTRYPOINT '));
  const command: unknown =
    entry && JSON.parse(entry.slice('ENTRYPOINT '.length));
  if (!Array.isArray(command) || !/\/node$/.test(command[0])) {
    throw new Error(`${file} starts nothing by Node`);
  }
  const env = lines.flatMap(line => {
    const [, name, value] = /^ENV ([A-Z_]+)=(\S+)$/.exec(line) ?? [];
    return name ? [[name, value]] : [];
  });
  return { flags: command.slice(1, -1), env: Object.fromEntries(env) };
}
