import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  conditionsToTell,
  type Condition,
} from '@flotilla/backstage-plugin-flotilla-common';
import { Breakable, Fold, Quiet, Rows, Wrong } from '../../common';
import { flotillaTranslationRef } from '../../translation';

const NAMED = [
  'Fighting',
  'IgnoreRulesWork',
  'ForeignObjectsSought',
  'ChartsCompared',
  'SchemasRead',
  'DryRunChecks',
] as const;

/** An agent may be newer than the portal: then a condition has the name that it goes by. */
const useTitle = () => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  return (type: string) => {
    const named = NAMED.find(one => one === type);
    return named ? t(`drift.condition.${named}`) : type;
  };
};

/** What keeps the comparison from being all that it could be. */
export const WrongConditions = (props: { conditions: Condition[] }) => {
  const titleOf = useTitle();
  return conditionsToTell(props.conditions).wrong.map(
    ({ type, reason, message }) => (
      <Wrong key={type}>
        {titleOf(type)}: <Breakable>{message || reason}</Breakable>
      </Wrong>
    ),
  );
};

/** What is well, and worth knowing when somebody asks. */
export const ConditionNotes = (props: { conditions: Condition[] }) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const titleOf = useTitle();
  const { notes } = conditionsToTell(props.conditions);
  if (notes.length === 0) return null;
  return (
    <Fold plain title={t('drift.condition.notes')}>
      <Rows
        compact
        label={t('drift.condition.notes')}
        columns={['name', 'value']}
        widths="minmax(0, 0.7fr) minmax(0, 1.6fr)"
        rows={notes.map(({ type, message }) => ({
          key: type,
          cells: [titleOf(type), <Quiet key="message">{message}</Quiet>],
        }))}
      />
    </Fold>
  );
};
