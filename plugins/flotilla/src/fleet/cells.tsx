import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Link } from '@backstage/ui';
import type { ClusterSummary } from '@flotilla/backstage-plugin-flotilla-common';
import { useClusterPath } from '../cluster/useClusterPath';
import { Ago, Pill, SeverityPills, StateBadge } from '../common';
import { flotillaTranslationRef } from '../translation';
import styles from './cells.module.css';

/** What every cell of a cluster is given. */
export interface CellProps {
  cluster: ClusterSummary;
}

/** Name, provider and region. */
export const NameCell = ({ cluster }: CellProps) => {
  const href = useClusterPath()(cluster.entityRef);
  return (
    <div className={styles.stack}>
      {href ? (
        <Link href={href} className={styles.name} standalone>
          {cluster.name}
        </Link>
      ) : (
        <span className={styles.name}>{cluster.name}</span>
      )}
      <span className={styles.detail}>
        {[cluster.provider, cluster.region].filter(Boolean).join(' · ')}
      </span>
    </div>
  );
};

/** The state in one word, and why. */
export const StateCell = ({ cluster }: CellProps) => (
  <div className={styles.stack}>
    <StateBadge state={cluster.state} />
    <span
      className={`${styles.detail} ${styles.reason}`}
      title={cluster.reason}
    >
      {cluster.reason}
    </span>
  </div>
);

/** How many differences by severity; "?" when that isn't known. */
export const DriftCell = ({ cluster }: CellProps) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const { drift, correctedToday } = cluster;
  if (!drift || cluster.state === 'Unknown') {
    return <span title={t('fleet.drift.unknown')}>?</span>;
  }
  return (
    <div className={styles.stack}>
      {drift.fields + drift.objects > 0 ? (
        <SeverityPills counts={drift.bySeverity} />
      ) : (
        <span aria-label={t('fleet.drift.none')}>—</span>
      )}
      {correctedToday > 0 && (
        <span className={styles.detail}>
          {t('fleet.drift.corrected', { n: String(correctedToday) })}
        </span>
      )}
    </div>
  );
};

/** The model version, and how far it is behind. */
export const ModelCell = ({ cluster }: CellProps) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const { model, upgradingTo, newerVersions } = cluster;
  return (
    <div className={styles.stack}>
      <span>
        {model.name} {model.version}
        {upgradingTo && ` → ${upgradingTo}`}
      </span>
      {!upgradingTo && newerVersions.length > 0 && (
        <Pill tone="warning">
          {t('fleet.model.behind', { n: String(newerVersions.length) })}
        </Pill>
      )}
    </div>
  );
};

/** The version that the cluster runs, as far as it's known. */
export const KubernetesCell = ({ cluster }: CellProps) => (
  <span className={styles.mono}>{cluster.kubernetesVersion ?? '?'}</span>
);

/** When the last report came. */
export const SeenCell = ({ cluster }: CellProps) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  return (
    <span className={styles.detail}>
      {cluster.lastReportAt ? (
        <Ago at={cluster.lastReportAt} />
      ) : (
        t('fleet.neverSeen')
      )}
    </span>
  );
};
