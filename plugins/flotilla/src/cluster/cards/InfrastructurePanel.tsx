import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  Infrastructure,
  InfrastructurePool,
} from '@flotilla/backstage-plugin-flotilla-common';
import { Ago, Dot, Mono, Panel, Quiet, Rows, type Tone } from '../../common';
import { flotillaTranslationRef } from '../../translation';

const READY_TONES: Record<InfrastructurePool['ready'], Tone> = {
  True: 'success',
  False: 'warning',
  Unknown: 'neutral',
};

const usePoolRow = () => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  return (pool: InfrastructurePool, name: string) => {
    const counted =
      pool.desired === undefined
        ? t(`infrastructure.ready.${pool.ready}`)
        : t('infrastructure.machines', {
            actual: String(pool.actual ?? '?'),
            desired: String(pool.desired),
          });
    return {
      key: `${pool.kind}/${pool.name}`,
      cells: [
        <>
          <Dot tone={READY_TONES[pool.ready]} />
          {name}
          {pool.message && <Quiet as="div">{pool.message}</Quiet>}
        </>,
        counted,
        <>
          {pool.version && <Mono>{pool.version}</Mono>}
          {pool.machineType && <Quiet as="div">{pool.machineType}</Quiet>}
        </>,
      ],
    };
  };
};

/** The machines, as Cluster API says: how many there should be, and how many there are. */
export const InfrastructurePanel = (props: {
  infrastructure?: Infrastructure;
  stale: boolean;
}) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const poolRow = usePoolRow();
  const { infrastructure, stale } = props;
  if (!infrastructure) {
    return (
      <Panel title={t('infrastructure.title')}>
        <Quiet>{t('infrastructure.none')}</Quiet>
      </Panel>
    );
  }
  const { controlPlane, pools, seenFrom, asOf } = infrastructure;
  return (
    <Panel title={t('infrastructure.title')} stale={stale}>
      <Rows
        compact
        label={t('infrastructure.title')}
        columns={['what', 'machines', 'version']}
        widths="minmax(0, 1.3fr) minmax(0, 1fr) minmax(0, 1fr)"
        rows={[
          ...(controlPlane
            ? [poolRow(controlPlane, t('infrastructure.controlPlane'))]
            : []),
          ...pools.map(pool =>
            poolRow(pool, t('infrastructure.pool', { name: pool.name })),
          ),
        ]}
      />
      {infrastructure.conditions
        .filter(({ status }) => status !== 'True')
        .map(({ type, reason, message }) => (
          <Quiet as="div" key={type}>
            {type}: {message || reason}
          </Quiet>
        ))}
      <Quiet as="div">
        {t('infrastructure.seenFrom', { cluster: seenFrom })}{' '}
        {asOf && <Ago at={asOf} />}
      </Quiet>
    </Panel>
  );
};
