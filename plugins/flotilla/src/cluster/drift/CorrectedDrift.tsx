import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { CorrectedDrift as Corrected } from '@flotilla/backstage-plugin-flotilla-common';
import { Ago, Breakable, Mono, Quiet, Rows, Strong } from '../../common';
import { flotillaTranslationRef } from '../../translation';
import { partTitle, refKey, refText } from './refs';
import styles from './ResourceDrift.module.css';
import { Value } from './values';

/** Drift that the engine has put back by itself: who made it, what it was, and how often. */
export const CorrectedDrift = (props: { corrected: Corrected[] }) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  if (props.corrected.length === 0) return null;
  return (
    <div className={styles.resource}>
      <h3 className={styles.head}>
        <Strong>{t('drift.corrected.title')}</Strong>{' '}
        <Quiet>{t('drift.corrected.explained')}</Quiet>
      </h3>
      <Rows
        label={t('drift.corrected.title')}
        widths="minmax(0, 1.4fr) minmax(0, 1.6fr) minmax(0, 1fr)"
        columns={[
          t('drift.corrected.object'),
          t('drift.corrected.what'),
          t('drift.corrected.who'),
        ]}
        rows={props.corrected.map(correction => ({
          key: `${refKey(correction.ref)} ${correction.manager.name} ${
            correction.firstDetectedAt
          }`,
          cells: [
            <div key="object">
              {partTitle(correction.part)}
              <Quiet as="div">{refText(correction.ref)}</Quiet>
            </div>,
            <div key="fields">
              {correction.fields.map(field => (
                <div key={field.path}>
                  <Mono>
                    <Breakable>{field.fieldPath}</Breakable>
                  </Mono>{' '}
                  <Value side="cluster" value={field.live} />
                </div>
              ))}
            </div>,
            <div key="who">
              {correction.manager.name}
              <Quiet as="div">
                {t('drift.corrected.times', { count: correction.count })}
                {' · '}
                <Ago at={correction.correctedAt} />
              </Quiet>
            </div>,
          ],
        }))}
      />
    </div>
  );
};
