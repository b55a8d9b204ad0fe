import { parseArgs } from 'node:util';

/** What `npm start` was asked for. */
export interface StartOptions {
  /** Begin anew: forget everything in `.flotilla/` but the toolchain. */
  reset: boolean;
  help: boolean;
  /** Adds a real Kubernetes API to the simulated clusters. */
  kubernetes: boolean;
  /** Folder of the demo's state; `.flotilla` unless given. */
  state?: string;
}

export const USAGE = `npm start [-- options]

  --reset                  begin anew: forget clusters, pull requests and reports
  --kubernetes             add a real Kubernetes API with Flux to the simulated clusters; needs Go 1.26, which
                           builds them once (up to fifteen minutes)
  --state <folder>         keep the state there, not in .flotilla/
  --help                   this text

Ctrl-C stops everything that was started. State stays in .flotilla/.`;

/**
 * @param args - words after `npm start --`
 * @throws Error that says what is wrong with them
 */
export function readStartOptions(args: string[]): StartOptions {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      reset: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
      kubernetes: { type: 'boolean', default: false },
      state: { type: 'string' },
    },
  });
  if (positionals.length > 0) {
    throw new Error(`"${positionals.join(' ')}" is not an option.\n\n${USAGE}`);
  }
  return {
    reset: values.reset,
    help: values.help,
    state: values.state,
    kubernetes: values.kubernetes,
  };
}
