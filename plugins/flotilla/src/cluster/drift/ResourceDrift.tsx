import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Flex } from '@backstage/ui';
import type {
  DriftedResource,
  FieldDrift,
} from '@flotilla/backstage-plugin-flotilla-common';
import {
  Breakable,
  Mono,
  Quiet,
  type RowOfCells,
  Rows,
  SeverityPill,
  Strong,
} from '../../common';
import { flotillaTranslationRef } from '../../translation';
import { partTitle, refText } from './refs';
import styles from './ResourceDrift.module.css';
import { Value } from './values';
import { Who } from './Who';

const WIDTHS =
  'minmax(0, 1.6fr) minmax(0, 1.1fr) minmax(0, 1.1fr) minmax(0, 1fr)';

const fieldRow = (field: FieldDrift): RowOfCells => ({
  key: `${field.path} ${field.op}`,
  cells: [
    <Flex gap="2" align="center" style={{ flexWrap: 'wrap' }} key="field">
      <Mono>
        <Breakable>{field.fieldPath}</Breakable>
      </Mono>
      <SeverityPill severity={field.severity} />
    </Flex>,
    <Value key="git" side="git" value={field.desired} />,
    <Value key="cluster" side="cluster" value={field.live} />,
    <Who key="who" manager={field.manager} since={field.since} />,
  ],
});

/** An object that is missing or shouldn't be there differs as a whole. */
const useWholeRow = () => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  return (resource: DriftedResource): RowOfCells => ({
    key: 'whole',
    cells: [
      <Flex gap="2" align="center" style={{ flexWrap: 'wrap' }} key="state">
        {t(`drift.resource.${resource.state}`)}
        <SeverityPill severity={resource.severity} />
      </Flex>,
      <Quiet key="git">
        {resource.state === 'Missing'
          ? t('drift.resource.declared')
          : t('drift.resource.undeclared')}
      </Quiet>,
      <Quiet key="cluster">
        {resource.state === 'Missing'
          ? t('drift.resource.gone')
          : t('drift.resource.present')}
      </Quiet>,
      <Who key="who" since={resource.since} />,
    ],
  });
};

/** One object that differs, field by field, in Git and in the cluster side by side. */
export const ResourceDrift = ({ resource }: { resource: DriftedResource }) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const wholeRow = useWholeRow();
  const { ref, part, fields, totalFields } = resource;
  const name = refText(ref);
  return (
    <div className={styles.resource}>
      <h3 className={styles.head}>
        <Strong>{partTitle(part)}</Strong> <Quiet>{name}</Quiet>
      </h3>
      {resource.reason && <Quiet as="div">{resource.reason}</Quiet>}
      {resource.degraded && (
        <Quiet as="div">
          {t('drift.resource.degraded', { reason: resource.degraded })}
        </Quiet>
      )}
      {fields.some(({ immutable }) => immutable) && (
        <Quiet as="div">{t('drift.resource.immutable')}</Quiet>
      )}
      <Rows
        label={t('drift.resource.label', { name })}
        widths={WIDTHS}
        columns={[
          t('drift.column.field'),
          t('drift.column.git'),
          t('drift.column.cluster'),
          t('drift.column.who'),
        ]}
        rows={fields.length > 0 ? fields.map(fieldRow) : [wholeRow(resource)]}
      />
      {totalFields > fields.length && fields.length > 0 && (
        <Quiet as="div">
          {t('drift.resource.more', { count: totalFields - fields.length })}
        </Quiet>
      )}
    </div>
  );
};
