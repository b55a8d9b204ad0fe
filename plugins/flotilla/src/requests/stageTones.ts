import type { RequestStage } from '@flotilla/backstage-plugin-flotilla-common';
import type { Tone } from '../common';

/** What a stage's state looks like. */
export const STAGE_TONES: Record<RequestStage['state'], Tone> = {
  Done: 'success',
  Current: 'warning',
  Pending: 'neutral',
  Failed: 'danger',
};
