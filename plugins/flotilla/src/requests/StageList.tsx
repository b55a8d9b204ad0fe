import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { RequestStage } from '@flotilla/backstage-plugin-flotilla-common';
import { Ago, Dot, Quiet } from '../common';
import { flotillaTranslationRef } from '../translation';
import { STAGE_TONES } from './stageTones';
import styles from './StageList.module.css';

/** Where a request is on its way from the form to in sync. */
export const StageList = (props: { stages: RequestStage[] }) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  return (
    <ol className={styles.list} aria-label={t('requests.stages')}>
      {props.stages.map(stage => (
        <li
          key={stage.name}
          className={`${styles.stage} ${
            stage.state === 'Pending' ? styles.pending : ''
          }`}
          aria-current={stage.state === 'Current' ? 'step' : undefined}
        >
          <span className={styles.mark}>
            <Dot tone={STAGE_TONES[stage.state]} />
          </span>
          <div>
            <span className={styles.name}>
              {t(`requests.stage.${stage.name}`)}
            </span>{' '}
            <Quiet>{t(`requests.stageState.${stage.state}`)}</Quiet>
            {stage.message && <Quiet as="div">{stage.message}</Quiet>}
          </div>
          {stage.at && <Ago at={stage.at} className={styles.when} />}
        </li>
      ))}
    </ol>
  );
};
