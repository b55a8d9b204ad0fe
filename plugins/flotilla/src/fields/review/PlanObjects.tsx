import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type {
  ObjectChange,
  Plan,
  PlanPart,
} from '@flotilla/backstage-plugin-flotilla-common';
import { refKey, refText } from '../../cluster/drift/refs';
import { Fold, Mono, Panel, Pill, Quiet, Rows, Strong } from '../../common';
import { flotillaTranslationRef } from '../../translation';

const TONES = { add: 'success', change: 'info', remove: 'danger' } as const;
const KINDS_SHOWN = 4;

/** Red for what can't be taken back. */
const MARK_TONES = {
  DeletesData: 'danger',
  DeletesNamespace: 'danger',
  RemovesMachines: 'danger',
  ReplacesMachines: 'warning',
  Recreates: 'warning',
  StopsWorkload: 'warning',
  InterruptsTraffic: 'warning',
  WidensRights: 'warning',
  RestartsPods: 'warning',
  StaysBehind: 'info',
} as const;

const countsOf = ({ added, changed, removed }: PlanPart): string =>
  [
    added > 0 && `+${added}`,
    changed > 0 && `~${changed}`,
    removed > 0 && `−${removed}`,
  ]
    .filter(Boolean)
    .join(' ');

const kindsOf = ({ kinds }: PlanPart): string =>
  kinds.slice(0, KINDS_SHOWN).join(', ') +
  (kinds.length > KINDS_SHOWN ? ' …' : '');

const PartObjects = (props: { part: PlanPart; objects: ObjectChange[] }) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const { part, objects } = props;
  return (
    <Fold
      title={
        <>
          <Strong>{part.part}</Strong>
          <Quiet>
            {part.cluster} · {part.layer ?? kindsOf(part)}
          </Quiet>
          <Mono>{countsOf(part)}</Mono>
        </>
      }
    >
      <Rows
        compact
        label={t('review.objectsOf', { part: part.part })}
        columns={['op', 'object']}
        widths="90px minmax(0, 1fr)"
        rows={objects.map(({ op, ref, fields, consequences }) => ({
          key: `${op} ${refKey(ref)}`,
          cells: [
            <Pill key="op" tone={TONES[op]}>
              {t(`review.op.${op}`)}
            </Pill>,
            <div key="object">
              {refText(ref)}
              {consequences.map(({ mark, reason }) => (
                <div key={mark}>
                  <Pill tone={MARK_TONES[mark]}>
                    {t(`review.consequence.${mark}`)}
                  </Pill>{' '}
                  <Quiet>{reason}</Quiet>
                </div>
              ))}
              {fields.map(field => (
                <Quiet as="div" key={field.path}>
                  {field.fieldPath}
                </Quiet>
              ))}
            </div>,
          ],
        }))}
      />
    </Fold>
  );
};

/** What will exist, be changed or be gone in the clusters, part by part. */
export const PlanObjects = ({ plan }: { plan: Plan }) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const { counts, parts, objects } = plan;
  return (
    <Panel
      title={t('review.inCluster')}
      aside={
        <Quiet>
          {t('review.counts', {
            added: String(counts.added),
            changed: String(counts.changed),
            removed: String(counts.removed),
          })}
        </Quiet>
      }
    >
      {parts.length === 0 && <Text as="p">{t('review.noObjects')}</Text>}
      {parts.map(part => (
        <PartObjects
          key={`${part.cluster} ${part.part}`}
          part={part}
          objects={objects.filter(
            object =>
              object.cluster === part.cluster && object.part === part.part,
          )}
        />
      ))}
    </Panel>
  );
};
