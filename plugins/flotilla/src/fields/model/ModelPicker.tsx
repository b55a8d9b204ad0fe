import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import type { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import { Flex, Radio, RadioGroup, Select } from '@backstage/ui';
import { useEffect, useState } from 'react';
import { flotillaApiRef } from '../../api';
import { Quiet, Strong } from '../../common';
import { flotillaTranslationRef } from '../../translation';
import { type ModelAnswer, readModel } from '../answers';
import { FieldFrame } from '../FieldFrame';
import { FleetSelect, useFleets } from '../FleetSelect';
import { useLoaded } from '../useLoaded';
import { modelChoices, type ModelChoice, released } from './versions';

const Models = (props: {
  choices: ModelChoice[];
  value?: ModelAnswer;
  onPick: (choice: ModelChoice) => void;
}) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const { choices, value, onPick } = props;
  return (
    <RadioGroup
      label={t('field.model.name')}
      value={value?.name ?? null}
      onChange={name => {
        const choice = choices.find(one => one.name === name);
        if (choice) onPick(choice);
      }}
    >
      {choices.map(({ name, description }) => (
        <Radio key={name} value={name}>
          <span>
            <Strong>{name}</Strong>
            {description && <Quiet as="div">{description}</Quiet>}
          </span>
        </Radio>
      ))}
    </RadioGroup>
  );
};

/** Picks a fleet, a model of it, and a version; the newest released one unless another is wanted. */
export const ModelPicker = (
  props: FieldExtensionComponentProps<ModelAnswer>,
) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const api = useApi(flotillaApiRef);
  const { onChange, formData, schema } = props;
  const value = readModel(formData);
  const fleets = useFleets();
  const [chosen, setChosen] = useState<string | undefined>(value?.fleet);
  const fleet = chosen ?? fleets.value?.[0]?.name;
  const inventory = useLoaded(fleet, signal =>
    api.inventory(fleet ?? '', { signal }),
  );
  const choices = modelChoices(inventory.value?.models ?? []);
  const versions = choices.find(({ name }) => name === value?.name)?.versions;

  const pick = (choice: ModelChoice) => {
    const version = released(choice.versions) ?? choice.versions[0];
    if (fleet && version) {
      onChange({ fleet, name: choice.name, version: version.version });
    }
  };
  const [only, ...others] = choices;
  const isOnlyChoice = only && others.length === 0 && !value;
  useEffect(() => {
    if (isOnlyChoice) pick(only);
    // Once, when the choices arrive.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [isOnlyChoice]);

  return (
    <FieldFrame
      description={schema.description}
      error={fleets.error ?? inventory.error}
      isLoading={fleets.isLoading || inventory.isLoading}
    >
      <Flex direction="column" gap="4">
        <FleetSelect
          fleets={fleets.value ?? []}
          value={fleet}
          onChange={name => {
            setChosen(name);
            onChange(undefined);
          }}
        />
        {choices.length > 0 && (
          <Models choices={choices} value={value} onPick={pick} />
        )}
        {value && versions && (
          <Select
            label={t('field.model.version')}
            options={versions.map(({ version, draft }) => ({
              id: version,
              label: draft ? t('field.model.draft', { version }) : version,
            }))}
            value={value.version}
            onChange={version =>
              version && onChange({ ...value, version: String(version) })
            }
          />
        )}
      </Flex>
    </FieldFrame>
  );
};
