import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { PartStatus } from '@flotilla/backstage-plugin-flotilla-common';
import { Dot, Mono, Panel, Quiet, Rows, type Tone } from '../../common';
import { flotillaTranslationRef } from '../../translation';

/** One colour for a part: drift first, then what the engine says, then health. */
function toneOf(part: PartStatus): Tone {
  if (part.drifted > 0) return 'danger';
  if (part.state === 'NotApplied') return 'warning';
  if (part.state === 'Unknown') return 'neutral';
  switch (part.health) {
    case 'Current':
      return 'success';
    case 'InProgress':
      return 'info';
    case 'Unknown':
      return 'neutral';
    default:
      return 'danger';
  }
}

const useCondition = () => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  return (part: PartStatus): string => {
    if (part.drifted > 0)
      return t('parts.drifted', { n: String(part.drifted) });
    if (part.state !== 'Applied') return t(`parts.state.${part.state}`);
    return t(`health.${part.health}`);
  };
};

/** Components and workspaces: version, health, and which layer put them there. */
export const PartsPanel = (props: { parts: PartStatus[]; stale: boolean }) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const condition = useCondition();
  const shown = props.parts.filter(
    ({ kind }) => kind === 'Component' || kind === 'Workspace',
  );
  return (
    <Panel
      title={t('parts.title')}
      stale={props.stale}
      aside={<Quiet>{shown.length}</Quiet>}
    >
      {shown.length === 0 ? (
        <Quiet>{t('parts.none')}</Quiet>
      ) : (
        <Rows
          compact
          label={t('parts.title')}
          columns={['part', 'version', 'layer']}
          widths="minmax(0, 1.6fr) minmax(0, 0.8fr) minmax(0, 1.4fr)"
          rows={shown.map(part => ({
            key: part.name,
            cells: [
              <>
                <Dot tone={toneOf(part)} />
                {part.title}
                <Quiet as="div">{condition(part)}</Quiet>
              </>,
              <Mono key="version">{part.version ?? ''}</Mono>,
              <Quiet key="layer">
                {part.message && part.state !== 'Applied'
                  ? part.message
                  : part.layer ?? t(`parts.kind.${part.kind}`)}
              </Quiet>,
            ],
          }))}
        />
      )}
    </Panel>
  );
};
