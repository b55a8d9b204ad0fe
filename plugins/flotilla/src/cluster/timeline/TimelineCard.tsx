import {
  useApi,
  useRouteRef,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import { Button, Link } from '@backstage/ui';
import type {
  Timeline,
  TimelineEvent,
} from '@flotilla/backstage-plugin-flotilla-common';
import { useState } from 'react';
import { type ClusterRef, flotillaApiRef } from '../../api';
import {
  Ago,
  Dot,
  Failure,
  Panel,
  PanelSkeleton,
  Quiet,
  shortName,
  type Tone,
} from '../../common';
import { useLive } from '../../live';
import { requestRouteRef } from '../../routes';
import { flotillaTranslationRef } from '../../translation';
import { DriftChart } from './DriftChart';
import styles from './TimelineCard.module.css';

const SHOWN_FIRST = 8;

const TONES: Record<TimelineEvent['type'], Tone> = {
  DriftOpened: 'danger',
  DriftChanged: 'danger',
  DriftResolved: 'success',
  DriftCorrected: 'success',
  ReportsLost: 'neutral',
  ReportsResumed: 'success',
  AgentAsked: 'warning',
  AgentApproved: 'success',
  AgentRejected: 'warning',
  AgentRevoked: 'warning',
  AgentKeyRotated: 'info',
  RequestOpened: 'info',
  RequestMerged: 'info',
  RequestClosed: 'neutral',
  Applied: 'info',
  InSync: 'success',
  EngineSuspended: 'warning',
  EngineResumed: 'success',
  EngineFailed: 'danger',
};

const EventItem = ({ event }: { event: TimelineEvent }) => {
  const requestPage = useRouteRef(requestRouteRef);
  const href = event.requestId && requestPage?.({ id: event.requestId });
  const detail = [event.detail, event.actor && shortName(event.actor)]
    .filter(Boolean)
    .join(' · ');
  return (
    <li className={styles.event}>
      <Dot tone={TONES[event.type]} />
      <div>
        {href ? (
          <Link href={href} standalone>
            {event.title}
          </Link>
        ) : (
          event.title
        )}
        {detail && <Quiet as="div">{detail}</Quiet>}
      </div>
      <Ago at={event.at} className={styles.when} />
    </li>
  );
};

/** What happened, newest first, under a chart of how much differed. */
export const TimelinePanel = ({ timeline }: { timeline: Timeline }) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const [isWhole, setWhole] = useState(false);
  const { events } = timeline;
  const shown = isWhole ? events : events.slice(0, SHOWN_FIRST);
  return (
    <Panel title={t('timeline.title')}>
      <DriftChart timeline={timeline} />
      {events.length === 0 ? (
        <Quiet>{t('timeline.none')}</Quiet>
      ) : (
        <ol className={styles.events}>
          {shown.map(event => (
            <EventItem key={event.id} event={event} />
          ))}
        </ol>
      )}
      {events.length > shown.length && (
        <div>
          <Button
            size="small"
            variant="secondary"
            onPress={() => setWhole(true)}
          >
            {t('timeline.more', { n: String(events.length - shown.length) })}
          </Button>
        </div>
      )}
    </Panel>
  );
};

/** What happened to a cluster, as of now. */
export const TimelineCard = (props: { of: ClusterRef }) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const api = useApi(flotillaApiRef);
  const { fleet, cluster } = props.of;
  const live = useLive(
    `${fleet}/${cluster}`,
    signal => api.timeline({ fleet, cluster }, { signal }),
    { fleet, cluster },
  );
  if (live.value) return <TimelinePanel timeline={live.value} />;
  if (!live.error) return <PanelSkeleton title={t('timeline.title')} />;
  return (
    <Panel title={t('timeline.title')}>
      <Failure error={live.error} onRetry={live.refresh} />
    </Panel>
  );
};
