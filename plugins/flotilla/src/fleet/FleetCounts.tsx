import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Skeleton } from '@backstage/ui';
import type {
  ClusterCounts,
  ClusterView,
} from '@flotilla/backstage-plugin-flotilla-common';
import { Link } from 'react-router-dom';
import { flotillaTranslationRef } from '../translation';
import styles from './FleetCounts.module.css';
import { type FleetView, VIEWS, writeView } from './view';

const toneOf = (view: ClusterView, count: number): string =>
  count > 0 &&
  (view === 'drifted' || view === 'outOfContact' || view === 'upgrading')
    ? styles[view]
    : '';

/** Five counts, each a link to the clusters that it counts. */
export const FleetCounts = (props: {
  counts?: ClusterCounts;
  view: FleetView;
}) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const { counts, view } = props;
  return (
    <nav aria-label={t('fleet.counts.label')}>
      <ul className={styles.counts}>
        {VIEWS.map(name => (
          <li key={name}>
            <Link
              className={styles.count}
              to={{ search: writeView({ ...view, view: name }).toString() }}
              aria-current={view.view === name ? 'true' : undefined}
            >
              {counts ? (
                <span
                  className={`${styles.number} ${toneOf(name, counts[name])}`}
                >
                  {counts[name].toLocaleString()}
                </span>
              ) : (
                <Skeleton width={40} height={29} />
              )}{' '}
              <span>{t(`fleet.counts.${name}`)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
};
