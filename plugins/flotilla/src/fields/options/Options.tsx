import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import type { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import { Flex, Text } from '@backstage/ui';
import type { Form } from '@flotilla/backstage-plugin-flotilla-common';
import { useEffect } from 'react';
import type { FormQuery } from '../../api';
import { flotillaApiRef } from '../../api';
import { Fold, Mono, Quiet, Rows, Strong, Wrong } from '../../common';
import { flotillaTranslationRef } from '../../translation';
import { type Answers, answersOf, asObject } from '../answers';
import { FieldFrame } from '../FieldFrame';
import { useLoaded } from '../useLoaded';
import { checkOptions } from './checkOptions';
import { OptionInput } from './OptionInput';
import { optionsOf, typedText } from './optionSchema';

/** Which form the answers so far lead to. */
export function formQueryOf({
  model,
  placement,
}: Answers): FormQuery | undefined {
  return (
    model &&
    placement && {
      fleet: model.fleet,
      model: { name: model.name, version: model.version },
      provider: placement.provider,
      variant: placement.variant,
    }
  );
}

/** The variable that providers with regions take theirs from. */
const REGION = 'region';

/** The region was asked for with the place: it is set here too, and not asked again. */
function useAnsweredRegion(
  form: Form | undefined,
  { placement }: Answers,
  values: Record<string, unknown>,
  onChange: (values: Record<string, unknown>) => void,
) {
  const region = placement?.labels.region;
  const isTaken =
    form !== undefined &&
    optionsOf(form.schema).some(({ name }) => name === REGION);
  const isMissing =
    isTaken && region !== undefined && values[REGION] !== region;
  useEffect(() => {
    if (isMissing) onChange({ ...values, [REGION]: region });
    // Once for each region; the other values are those of that moment.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [isMissing]);
}

const Locked = ({ form }: { form: Form }) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  if (form.locked.length === 0) return null;
  return (
    <div>
      <Strong>{t('field.options.locked')}</Strong>
      <Rows
        label={t('field.options.locked')}
        widths="minmax(0, 1fr) minmax(0, 0.8fr) minmax(0, 1.6fr)"
        columns={[
          t('field.options.option'),
          t('field.options.value'),
          t('field.options.why'),
        ]}
        rows={form.locked.map(lock => ({
          key: lock.name,
          cells: [
            lock.title ?? lock.name,
            <Mono key="value">{typedText('json', lock.value)}</Mono>,
            <div key="why">
              {lock.reason}
              {lock.path && (
                <Quiet as="div">
                  {lock.path}
                  {lock.line !== undefined && `:${lock.line}`}
                </Quiet>
              )}
            </div>,
          ],
        }))}
      />
    </div>
  );
};

const Components = ({ form }: { form: Form }) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  if (form.components.length === 0) return null;
  return (
    <Fold
      plain
      title={t('field.options.components', { count: form.components.length })}
    >
      <Rows
        compact
        label={t('field.options.componentsLabel')}
        columns={['name', 'version', 'layer']}
        widths="minmax(0, 1.4fr) minmax(0, 0.7fr) minmax(0, 1.4fr)"
        rows={form.components.map(component => ({
          key: component.name,
          cells: [
            component.name,
            <Mono key="version">{component.version}</Mono>,
            <Quiet key="layer">{component.layer}</Quiet>,
          ],
        }))}
      />
    </Fold>
  );
};

/** What the model leaves to its users; what it doesn't is shown with why. */
export const Options = (
  props: FieldExtensionComponentProps<Record<string, unknown>>,
) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const api = useApi(flotillaApiRef);
  const answers = answersOf(props.formContext);
  const query = formQueryOf(answers);
  const form = useLoaded(query && JSON.stringify(query), async signal =>
    query ? api.form(query, { signal }) : undefined,
  );
  const values = asObject(props.formData) ?? {};
  const options = form.value ? optionsOf(form.value.schema) : [];
  const problems = form.value ? checkOptions(form.value.schema, values) : [];

  useAnsweredRegion(form.value, answers, values, props.onChange);
  const region = answers.placement?.labels.region;
  const asked = options.filter(({ name }) => !(name === REGION && region));
  const formProblem = problems.find(({ name }) => name === '')?.message;
  const regionProblem = problems.find(({ name }) => name === REGION)?.message;

  const set = (name: string, value: unknown) => {
    const { [name]: _before, ...others } = values;
    props.onChange(value === undefined ? others : { ...others, [name]: value });
  };
  return (
    <FieldFrame
      description={props.schema.description}
      error={form.error}
      isLoading={form.isLoading}
    >
      {!query && <Text as="p">{t('field.options.placementFirst')}</Text>}
      {form.value && (
        <Flex direction="column" gap="5">
          {formProblem && <Wrong>{formProblem}</Wrong>}
          {options.length === 0 && (
            <Text as="p">{t('field.options.nothing')}</Text>
          )}
          {asked.length < options.length && region && (
            <div>
              <Text as="p">{t('field.options.region', { region })}</Text>
              {regionProblem && <Wrong>{regionProblem}</Wrong>}
            </div>
          )}
          {asked.map(option => (
            <OptionInput
              key={option.name}
              option={option}
              value={values[option.name]}
              onChange={value => set(option.name, value)}
              problem={
                // What was never set is only missed when the page is left.
                option.name in values
                  ? problems.find(({ name }) => name === option.name)?.message
                  : undefined
              }
            />
          ))}
          <Locked form={form.value} />
          <Components form={form.value} />
        </Flex>
      )}
    </FieldFrame>
  );
};
