import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type { ClusterSummary } from '@flotilla/backstage-plugin-flotilla-common';
import type { ReactNode } from 'react';
import { Ago, EntityLink, Pill, StateBadge } from '../common';
import { flotillaTranslationRef } from '../translation';
import styles from './ClusterHead.module.css';

const Fact = (props: { name: string; children: ReactNode }) => (
  <div className={styles.fact}>
    <dt>{props.name}</dt>
    <dd>{props.children}</dd>
  </div>
);

const Model = ({ summary }: { summary: ClusterSummary }) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const { model, variant, newerVersions, upgradingTo } = summary;
  const [newest] = newerVersions;
  return (
    <>
      {model.name} {model.version}
      {variant && ` (${variant})`}
      {upgradingTo && ` → ${upgradingTo}`}{' '}
      {!upgradingTo && newest && (
        <Pill tone="warning">
          {t('cluster.available', { version: newest })}
        </Pill>
      )}
    </>
  );
};

/** The state in one word, why in one sentence, and what a reader asks next. */
export const ClusterHead = ({ summary }: { summary: ClusterSummary }) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const { state, lastKnownState } = summary;
  return (
    <div className={styles.head}>
      <div className={styles.state} role="status">
        <StateBadge state={state} />
        <Text as="p">{summary.reason}</Text>
        {state === 'Unknown' &&
          lastKnownState &&
          lastKnownState !== 'Unknown' && (
            <Text as="p" color="secondary">
              {t('cluster.lastState', { state: t(`state.${lastKnownState}`) })}
            </Text>
          )}
      </div>
      <dl className={styles.facts}>
        <Fact name={t('cluster.fact.owner')}>
          <EntityLink entityRef={summary.owner} />
        </Fact>
        <Fact name={t('cluster.fact.model')}>
          <Model summary={summary} />
        </Fact>
        <Fact name={t('cluster.fact.provider')}>
          {[summary.provider, summary.region].filter(Boolean).join(' · ')}
        </Fact>
        <Fact name={t('cluster.fact.kubernetes')}>
          {summary.kubernetesVersion ?? t('cluster.fact.notKnown')}
        </Fact>
        <Fact name={t('cluster.fact.report')}>
          {summary.lastReportAt ? (
            <Ago at={summary.lastReportAt} />
          ) : (
            t('cluster.fact.never')
          )}
        </Fact>
      </dl>
    </div>
  );
};
