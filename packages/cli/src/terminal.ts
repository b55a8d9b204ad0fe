import { createInterface } from 'node:readline/promises';

/** What a command may know of the world and say to it; tests give their own. */
export interface Terminal {
  /** What the command was asked for. */
  out(text: string): void;
  /** Progress and errors. */
  err(text: string): void;
  /** Whether `out` may be coloured. */
  colour: boolean;
  cwd: string;
  env: Readonly<Record<string, string | undefined>>;
  now(): Date;
  /** Asks the person who sits there; absent where nobody does. */
  ask?(question: string): Promise<string>;
}

/** The terminal of this process: colour only where a person reads, and never with NO_COLOR set. */
export function processTerminal(): Terminal {
  process.stdout.on('error', unlessReaderLeft);
  return {
    out: text => void process.stdout.write(text),
    err: text => void process.stderr.write(text),
    colour: Boolean(process.stdout.isTTY) && !process.env.NO_COLOR,
    cwd: process.cwd(),
    env: process.env,
    now: () => new Date(),
    ...(process.stdin.isTTY && process.stdout.isTTY && { ask }),
  };
}

/** With `| head` nobody hears the rest: what the command does and its exit code stay as they are. */
function unlessReaderLeft(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

async function ask(question: string): Promise<string> {
  const lines = createInterface({
    input: process.stdin,
    output: process.stderr,
  });
  try {
    return await lines.question(question);
  } finally {
    lines.close();
  }
}
