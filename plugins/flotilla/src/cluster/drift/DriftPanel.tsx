import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Flex, Text } from '@backstage/ui';
import type { Drift } from '@flotilla/backstage-plugin-flotilla-common';
import {
  Fold,
  Panel,
  Pill,
  Quiet,
  Rows,
  SeverityPills,
  shortRevision,
  useAgo,
} from '../../common';
import { flotillaTranslationRef } from '../../translation';
import { ConditionNotes, WrongConditions } from './Conditions';
import { CorrectedDrift } from './CorrectedDrift';
import { IgnoredDrift } from './IgnoredDrift';
import { refKey, refText } from './refs';
import { ResourceDrift } from './ResourceDrift';

const LastKnown = (props: { at: string }) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  return <Pill>{t('cluster.lastKnown', { ago: useAgo(props.at) })}</Pill>;
};

const Headline = ({ drift }: { drift: Drift }) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const { summary, resources } = drift;
  if (!summary || (!drift.current && !drift.asOf)) {
    return <Text as="p">{t('drift.unknown')}</Text>;
  }
  if (resources.length > 0) {
    return (
      <Text as="p">
        {t('drift.resources', { count: summary.objects })},{' '}
        {t('drift.fields', { count: summary.fields })}
      </Text>
    );
  }
  // Not drifted is less than in sync: the engine may not have applied yet.
  return (
    <Text as="p">
      {drift.current && drift.state === 'InSync'
        ? t('drift.inSync')
        : t('drift.none')}
    </Text>
  );
};

const UnknownObjects = ({ drift }: { drift: Drift }) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  if (drift.unknown.length === 0) return null;
  return (
    <Fold
      plain
      title={t('drift.unread.title', { count: drift.unknown.length })}
    >
      <Rows
        label={t('drift.unread.label')}
        widths="minmax(0, 1fr) minmax(0, 1fr)"
        columns={[t('drift.ignored.object'), t('drift.ignored.reason')]}
        rows={drift.unknown.map(({ ref, reason }) => ({
          key: refKey(ref),
          cells: [refText(ref), reason],
        }))}
      />
    </Fold>
  );
};

/** What differs between Git and the cluster. */
export const DriftPanel = ({ drift }: { drift: Drift }) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const { summary, resources, current, asOf, revision } = drift;
  return (
    <Panel
      title={t('drift.title')}
      stale={!current}
      marks={
        <>
          {summary && <SeverityPills counts={summary.bySeverity} />}
          {!current && asOf && <LastKnown at={asOf} />}
        </>
      }
    >
      <Headline drift={drift} />
      {[...resources]
        .sort((a, b) => a.part.localeCompare(b.part))
        .map(resource => (
          <ResourceDrift
            key={`${resource.part} ${refKey(resource.ref)}`}
            resource={resource}
          />
        ))}
      <CorrectedDrift corrected={drift.corrected} />
      <WrongConditions conditions={drift.conditions} />
      <Flex justify="between" gap="3" style={{ flexWrap: 'wrap' }}>
        <div>
          <IgnoredDrift ignored={drift.ignored} />
          <UnknownObjects drift={drift} />
          <ConditionNotes conditions={drift.conditions} />
        </div>
        {drift.total > 0 && (
          <Quiet>
            {t('drift.matching', {
              matching: String(drift.matching),
              total: String(drift.total),
              revision: revision ? shortRevision(revision) : '?',
            })}
          </Quiet>
        )}
      </Flex>
    </Panel>
  );
};
