import { parseArgs } from 'node:util';

/** What `npm start` was asked for. */
export interface StartOptions {
  /** Begin anew: forget everything in `.flotilla/` but the toolchain. */
  reset: boolean;
  help: boolean;
  /** Adds a real cluster: a context of the kubeconfig, or '' for the test control plane. */
  kubernetes?: string;
  /** Folder of the demo's state; `.flotilla` unless given. */
  state?: string;
}

export const USAGE = `npm start [-- options]

  --reset                  begin anew: forget clusters, pull requests and reports
  --kubernetes [context]   add a real cluster to the fleet
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
  if (positionals.length > (values.kubernetes ? 1 : 0)) {
    throw new Error(`"${positionals.join(' ')}" is not an option.\n\n${USAGE}`);
  }
  return {
    reset: values.reset,
    help: values.help,
    state: values.state,
    kubernetes: values.kubernetes ? positionals[0] ?? '' : undefined,
  };
}
