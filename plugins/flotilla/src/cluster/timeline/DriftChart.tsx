import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Timeline } from '@flotilla/backstage-plugin-flotilla-common';
import { scaleLinear } from '@visx/scale';
import { LinePath } from '@visx/shape';
import { Quiet, useDuration } from '../../common';
import { flotillaTranslationRef } from '../../translation';
import styles from './DriftChart.module.css';
import { stepPoints } from './stepPoints';

const WIDTH = 600;
const HEIGHT = 72;
const MARGIN = 4;

const Medians = ({ timeline }: { timeline: Timeline }) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const duration = useDuration();
  const { medianSecondsToDetect, medianSecondsToFix } = timeline;
  const said = [
    medianSecondsToDetect !== null &&
      t('timeline.detect', { time: duration(medianSecondsToDetect) }),
    medianSecondsToFix !== null &&
      t('timeline.fix', { time: duration(medianSecondsToFix) }),
  ].filter(Boolean);
  return said.length > 0 ? (
    <Quiet>{t('timeline.medians', { said: said.join(' · ') })}</Quiet>
  ) : null;
};

/** Drifted objects over time; a gap where nothing was heard. */
export const DriftChart = ({ timeline }: { timeline: Timeline }) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const [first] = timeline.points;
  if (!first) return null;
  const now = Date.now();
  const most = Math.max(
    1,
    ...timeline.points.map(({ drifted }) => drifted ?? 0),
  );
  const x = scaleLinear({
    domain: [Date.parse(first.at), now],
    range: [0, WIDTH],
  });
  const y = scaleLinear({
    domain: [0, most],
    range: [HEIGHT - MARGIN, MARGIN],
  });
  return (
    <div>
      <svg
        className={styles.chart}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={t('timeline.chart', { most: String(most) })}
      >
        <line
          className={styles.base}
          x1={0}
          x2={WIDTH}
          y1={HEIGHT - MARGIN}
          y2={HEIGHT - MARGIN}
        />
        <LinePath
          className={styles.line}
          data={stepPoints(timeline.points, now)}
          defined={corner => corner.drifted !== null}
          x={corner => x(corner.at)}
          y={corner => y(corner.drifted ?? 0)}
        />
      </svg>
      <div className={styles.ends}>
        <Quiet>
          {new Date(first.at).toLocaleDateString(undefined, {
            day: 'numeric',
            month: 'short',
          })}
        </Quiet>
        <Medians timeline={timeline} />
        <Quiet>{t('timeline.now')}</Quiet>
      </div>
    </div>
  );
};
