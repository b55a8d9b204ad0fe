import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type {
  RevisionAt,
  SyncStage,
  SyncStatus,
} from '@flotilla/backstage-plugin-flotilla-common';
import {
  Ago,
  Command,
  Dot,
  Fold,
  Panel,
  Pill,
  Quiet,
  Revision,
  Rows,
  type Tone,
  Wrong,
} from '../../common';
import { flotillaTranslationRef } from '../../translation';
import { resumeCommands } from './resumeCommands';

const STAGE_TONES: Record<SyncStage['state'], Tone> = {
  Applied: 'success',
  Progressing: 'info',
  Failed: 'danger',
  Suspended: 'warning',
  Waiting: 'neutral',
  Unknown: 'neutral',
};

const useRevisionRow = () => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  return (name: 'inGit' | 'applied' | 'seen', revision?: RevisionAt) => ({
    key: name,
    cells: [
      t(`sync.${name}`),
      revision ? (
        <Revision revision={revision.revision} />
      ) : (
        <Quiet>{t('sync.notKnown')}</Quiet>
      ),
      revision?.at ? <Ago at={revision.at} /> : '',
    ],
  });
};

const Suspension = ({ sync }: { sync: SyncStatus }) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const commands = resumeCommands(sync);
  return (
    <>
      <Text as="p">
        {t('sync.suspended', {
          engine: sync.engine,
          by: sync.suspendedBy ?? t('sync.somebody'),
        })}{' '}
        {sync.suspendedSince && <Ago at={sync.suspendedSince} />}
      </Text>
      {commands.length > 0 && (
        <>
          <Quiet as="div">{t('sync.resume')}</Quiet>
          <Command>{commands.join('\n')}</Command>
        </>
      )}
    </>
  );
};

const Stages = (props: { stages: SyncStage[] }) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const open = props.stages.filter(stage => stage.state !== 'Applied');
  if (open.length === 0) return null;
  return (
    <Fold
      plain
      title={t('sync.stages', {
        open: String(open.length),
        total: String(props.stages.length),
      })}
    >
      <Rows
        compact
        label={t('sync.stagesLabel')}
        columns={['name', 'state']}
        widths="minmax(0, 1fr) minmax(0, 1.4fr)"
        rows={open.map(stage => ({
          key: stage.name,
          cells: [
            <>
              <Dot tone={STAGE_TONES[stage.state]} />
              {stage.part ?? stage.name}
            </>,
            <>
              {t(`sync.stage.${stage.state}`)}
              {stage.message && <Quiet as="div">{stage.message}</Quiet>}
            </>,
          ],
        }))}
      />
    </Fold>
  );
};

/** How far what Git says has come, in the engine's own words. */
export const SyncPanel = (props: { sync: SyncStatus; stale: boolean }) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const { sync, stale } = props;
  const revisionRow = useRevisionRow();
  return (
    <Panel
      title={t('sync.title')}
      stale={stale}
      aside={
        sync.suspended ? (
          <Pill tone="warning">
            {t('sync.suspendedShort', { engine: sync.engine })}
          </Pill>
        ) : (
          <Quiet>{sync.engine}</Quiet>
        )
      }
    >
      <Rows
        compact
        label={t('sync.title')}
        columns={['what', 'revision', 'when']}
        widths="minmax(0, 1.5fr) minmax(0, 1fr) minmax(0, 1.1fr)"
        rows={[
          revisionRow('inGit', sync.inGit),
          revisionRow('applied', sync.applied),
          revisionRow('seen', sync.seen),
        ]}
      />
      {sync.suspended && <Suspension sync={sync} />}
      {sync.message &&
        (sync.ready === 'False' ? (
          <Wrong>{sync.message}</Wrong>
        ) : (
          <Quiet as="div">{sync.message}</Quiet>
        ))}
      <Stages stages={sync.stages} />
    </Panel>
  );
};
