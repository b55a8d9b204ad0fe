import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { IgnoredResource } from '@flotilla/backstage-plugin-flotilla-common';
import { Fold, Mono, Quiet, Rows } from '../../common';
import { flotillaTranslationRef } from '../../translation';
import { refKey, refText } from './refs';

/** What differs and isn't drift, with the rule that says so. */
export const IgnoredDrift = (props: { ignored: IgnoredResource[] }) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const count = props.ignored.reduce(
    (sum, { fields }) => sum + fields.length,
    0,
  );
  if (count === 0) return null;
  return (
    <Fold plain title={t('drift.ignored.why', { count })}>
      <Rows
        label={t('drift.ignored.label')}
        widths="minmax(0, 1.4fr) minmax(0, 1.2fr) minmax(0, 1.4fr)"
        columns={[
          t('drift.ignored.object'),
          t('drift.column.field'),
          t('drift.ignored.reason'),
        ]}
        rows={props.ignored.flatMap(({ ref, fields }) =>
          fields.map(field => ({
            key: `${refKey(ref)} ${field.path}`,
            cells: [
              refText(ref),
              <Mono key="field">{field.fieldPath}</Mono>,
              <div key="reason">
                {field.reason}
                {field.rule && <Quiet as="div">{field.rule}</Quiet>}
              </div>,
            ],
          })),
        )}
      />
    </Fold>
  );
};
