import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { DriftDay } from '@flotilla/backstage-plugin-flotilla-common';
import { scaleLinear } from '@visx/scale';
import { LinePath } from '@visx/shape';
import { flotillaTranslationRef } from '../translation';
import styles from './Sparkline.module.css';

const WIDTH = 96;
const HEIGHT = 22;
const MARGIN = 3;

/** Drifted objects a day, each as wide as a day; a gap where nothing was heard. */
export const Sparkline = (props: { history: DriftDay[] }) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const { history } = props;
  const most = Math.max(0, ...history.map(day => day.drifted ?? 0));
  const x = scaleLinear({
    domain: [0, Math.max(1, history.length)],
    range: [MARGIN, WIDTH - MARGIN],
  });
  const y = scaleLinear({
    domain: [0, Math.max(1, most)],
    range: [HEIGHT - MARGIN, MARGIN],
  });
  const days = String(history.length);
  const label =
    most === 0
      ? t('fleet.sparkline.none', { days })
      : t('fleet.sparkline.some', { days, most: String(most) });
  if (!history.some(day => day.drifted !== null)) return null;
  return (
    <svg width={WIDTH} height={HEIGHT} role="img" aria-label={label}>
      <title>{label}</title>
      <LinePath
        data={history.flatMap(({ drifted }, day) => [
          { at: day, drifted },
          { at: day + 1, drifted },
        ])}
        defined={corner => corner.drifted !== null}
        x={corner => x(corner.at)}
        y={corner => y(corner.drifted ?? 0)}
        className={`${styles.line} ${most === 0 ? styles.quiet : ''}`}
      />
    </svg>
  );
};
