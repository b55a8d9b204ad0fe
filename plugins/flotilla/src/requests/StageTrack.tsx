import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { VisuallyHidden } from '@backstage/ui';
import type { RequestStage } from '@flotilla/backstage-plugin-flotilla-common';
import { Dot } from '../common';
import { flotillaTranslationRef } from '../translation';
import { STAGE_TONES } from './stageTones';
import styles from './StageTrack.module.css';

const LOOKS: Record<RequestStage['state'], string | undefined> = {
  Pending: styles.pending,
  Current: styles.current,
  Failed: styles.current,
  Done: undefined,
};

/** The stages of a request on one line. */
export const StageTrack = (props: { stages: RequestStage[] }) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  return (
    <ol className={styles.track} aria-label={t('requests.stages')}>
      {props.stages.map(stage => (
        <li key={stage.name} className={LOOKS[stage.state]}>
          <Dot tone={STAGE_TONES[stage.state]} />
          {t(`requests.stage.${stage.name}`)}
          <VisuallyHidden>
            {` ${t(`requests.stageState.${stage.state}`)}`}
          </VisuallyHidden>
        </li>
      ))}
    </ol>
  );
};
