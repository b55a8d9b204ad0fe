import { main } from '../main';

/** What a command said and how it ended. */
export interface CommandResult {
  code: number;
  out: string;
  err: string;
}

/** Runs the command in this process, in a folder. */
export async function runCommand(
  args: readonly string[],
  given: {
    cwd?: string;
    env?: Record<string, string>;
    now?: string;
    /** Whether a person reads what it says; without it a program does. */
    colour?: boolean;
    /** What the person at the terminal answers, one after the other; without it nobody is there. */
    answers?: readonly string[];
  } = {},
): Promise<CommandResult> {
  const said = { out: '', err: '' };
  const answers = [...(given.answers ?? [])];
  const code = await main(args, {
    out: text => void (said.out += text),
    err: text => void (said.err += text),
    colour: given.colour ?? false,
    cwd: given.cwd ?? '/',
    env: given.env ?? {},
    now: () => new Date(given.now ?? '2026-05-01T12:00:00Z'),
    ...(given.answers && {
      ask: async question => {
        said.err += question;
        return answers.shift() ?? '';
      },
    }),
  });
  return { code, ...said };
}
