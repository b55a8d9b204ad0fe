import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { ClusterState } from '@flotilla/backstage-plugin-flotilla-common';
import { flotillaTranslationRef } from '../translation';
import { Pill, type Tone } from './Pill';

const TONES: Record<ClusterState, Tone> = {
  Unknown: 'neutral',
  Drifted: 'danger',
  NotApplied: 'warning',
  Suspended: 'warning',
  Starting: 'info',
  Upgrading: 'info',
  Progressing: 'info',
  InSync: 'success',
};

/** The one word for a cluster. */
export const StateBadge = (props: { state: ClusterState }) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  return <Pill tone={TONES[props.state]}>{t(`state.${props.state}`)}</Pill>;
};
