import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import type { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import { Flex, Select, Text } from '@backstage/ui';
import { flotillaApiRef } from '../../api';
import { flotillaTranslationRef } from '../../translation';
import { answersOf, type PlacementAnswer, readPlacement } from '../answers';
import { FieldFrame } from '../FieldFrame';
import { useLoaded } from '../useLoaded';
import { type Places, placesFor } from './places';

/** An option that stands for leaving the question out. */
const NONE = '-';

const Choice = (props: {
  label: string;
  description?: string;
  options: string[];
  /** Words for leaving it out; without them it has to be answered. */
  none?: string;
  value?: string;
  onChange: (value: string | undefined) => void;
}) => (
  <Select
    label={props.label}
    description={props.description}
    isRequired={props.none === undefined}
    options={[
      ...(props.none === undefined ? [] : [{ id: NONE, label: props.none }]),
      ...props.options.map(option => ({ id: option, label: option })),
    ]}
    value={props.value ?? (props.none === undefined ? null : NONE)}
    onChange={key =>
      props.onChange(key === NONE || key === null ? undefined : String(key))
    }
  />
);

/** The same place with one answer changed; what has no answer is left out. */
const withLabel = (
  placement: PlacementAnswer,
  label: 'env' | 'region',
  value: string | undefined,
): PlacementAnswer => {
  const { [label]: _before, ...others } = placement.labels;
  return {
    ...placement,
    labels: value === undefined ? others : { ...others, [label]: value },
  };
};

const withoutEmpty = (placement: PlacementAnswer): PlacementAnswer =>
  readPlacement(placement) ?? placement;

/** Another provider has other regions; what else was said stays said. */
function onProvider(
  places: Places,
  name: string,
  before: PlacementAnswer | undefined,
): PlacementAnswer {
  const provider = places.providers.find(one => one.name === name);
  const regions = provider?.regions ?? [];
  const { region, ...labels } = before?.labels ?? {};
  const keeps = region !== undefined && regions.includes(region);
  const [onlyRegion] = regions.length === 1 ? regions : [];
  const nextRegion = keeps ? region : onlyRegion;
  const [onlyManager] = places.managers.length === 1 ? places.managers : [];
  return withoutEmpty({
    provider: name,
    managedBy: provider?.needsManagement
      ? before?.managedBy ?? onlyManager
      : undefined,
    variant: before?.variant,
    labels: nextRegion ? { ...labels, region: nextRegion } : labels,
  });
}

const Questions = (props: {
  places: Places;
  value?: PlacementAnswer;
  onChange: (value: PlacementAnswer) => void;
}) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const { places, value, onChange } = props;
  const provider = places.providers.find(
    ({ name }) => name === value?.provider,
  );
  return (
    <Flex direction="column" gap="4">
      <Choice
        label={t('field.placement.provider')}
        options={places.providers.map(({ name }) => name)}
        value={value?.provider}
        onChange={name => name && onChange(onProvider(places, name, value))}
      />
      {value && provider && provider.regions.length > 0 && (
        <Choice
          label={t('field.placement.region')}
          options={provider.regions}
          value={value.labels.region}
          onChange={region => onChange(withLabel(value, 'region', region))}
        />
      )}
      {value && provider?.needsManagement && (
        <Choice
          label={t('field.placement.managedBy')}
          description={t('field.placement.managedByHelp')}
          options={places.managers}
          value={value.managedBy}
          onChange={managedBy =>
            onChange(withoutEmpty({ ...value, managedBy }))
          }
        />
      )}
      {value && (
        <Choice
          label={t('field.placement.environment')}
          options={places.environments}
          value={value.labels.env}
          onChange={env => onChange(withLabel(value, 'env', env))}
        />
      )}
      {value && places.variants.length > 0 && (
        <Choice
          label={t('field.placement.variant')}
          none={t('field.placement.noVariant')}
          options={places.variants}
          value={value.variant}
          onChange={variant => onChange(withoutEmpty({ ...value, variant }))}
        />
      )}
    </Flex>
  );
};

/** Which provider, where, under which management cluster, and for what. */
export const Placement = (
  props: FieldExtensionComponentProps<PlacementAnswer>,
) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const api = useApi(flotillaApiRef);
  const { model } = answersOf(props.formContext);
  const inventory = useLoaded(model?.fleet, signal =>
    api.inventory(model?.fleet ?? '', { signal }),
  );
  return (
    <FieldFrame
      description={props.schema.description}
      error={inventory.error}
      isLoading={inventory.isLoading}
    >
      {!model && <Text as="p">{t('field.placement.modelFirst')}</Text>}
      {model && inventory.value && (
        <Questions
          places={placesFor(inventory.value, model)}
          value={readPlacement(props.formData)}
          onChange={props.onChange}
        />
      )}
    </FieldFrame>
  );
};
