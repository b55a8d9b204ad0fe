import { Pull } from '../pulls/PullStore';

/** Where a pull request is, in one word. */
export function stateWord(pull: Pull): 'merged' | 'closed' | 'draft' | 'open' {
  if (pull.mergedAt) return 'merged';
  if (pull.state === 'closed') return 'closed';
  return pull.draft ? 'draft' : 'open';
}
