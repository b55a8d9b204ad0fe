import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Request } from '@flotilla/backstage-plugin-flotilla-common';
import { Pill, type Tone } from '../common';
import { flotillaTranslationRef } from '../translation';

const TONES: Record<Request['phase'], Tone> = {
  Opening: 'info',
  Open: 'warning',
  Merged: 'info',
  Applied: 'info',
  InSync: 'success',
  Closed: 'neutral',
  Failed: 'danger',
};

/** Where a request is, in a word. */
export const PhasePill = (props: { phase: Request['phase'] }) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  return (
    <Pill tone={TONES[props.phase]}>{t(`requests.phase.${props.phase}`)}</Pill>
  );
};
