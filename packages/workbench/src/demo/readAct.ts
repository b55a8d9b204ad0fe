import { parseArgs } from 'node:util';
import { Act } from '../start/acts';

export const USAGE = `npm run demo -- <act> <cluster> [options]

  edit <cluster>       change a Deployment by hand   [--as kubectl-edit] [--image <image>]
  suspend <cluster>    suspend the GitOps engine: edits stay
  resume <cluster>     let the engine go on: it puts back what differs
  silence <cluster>    stop the agent: the cluster becomes Unknown
  heal <cluster>       undo all of this

  --state <folder>     of a demo whose state is not in .flotilla/`;

const PLAIN = ['suspend', 'resume', 'silence', 'heal'] as const;

/**
 * @param args - words after `npm run demo --`
 * @throws Error that says what is wrong with them
 */
export function readAct(args: string[]): { act: Act; state?: string } {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      as: { type: 'string' },
      image: { type: 'string' },
      state: { type: 'string' },
    },
  });
  const [name, cluster, ...more] = positionals;
  const { state } = values;
  if (!cluster || more.length > 0) {
    throw new Error(`Name an act and one cluster.\n\n${USAGE}`);
  }
  if (name === 'edit') {
    const { as, image } = values;
    return { act: { act: 'edit', cluster, as, image }, state };
  }
  const act = PLAIN.find(known => known === name);
  if (!act) {
    throw new Error(`There is no act "${name}".\n\n${USAGE}`);
  }
  return { act: { act, cluster }, state };
}
