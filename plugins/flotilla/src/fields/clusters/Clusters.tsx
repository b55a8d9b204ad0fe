import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import type { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import {
  Checkbox,
  CheckboxGroup,
  Flex,
  Radio,
  RadioGroup,
  Select,
  Text,
} from '@backstage/ui';
import type { InventoryCluster } from '@flotilla/backstage-plugin-flotilla-common';
import { useEffect } from 'react';
import { flotillaApiRef } from '../../api';
import { Quiet } from '../../common';
import { flotillaTranslationRef } from '../../translation';
import { readTarget, type TargetAnswer } from '../answers';
import { FieldFrame } from '../FieldFrame';
import { FleetSelect, useFleets } from '../FleetSelect';
import { useLoaded } from '../useLoaded';
import { labelChoices, matching } from './matching';

interface TargetProps {
  clusters: InventoryCluster[];
  target: TargetAnswer;
  onChange: (target: TargetAnswer) => void;
}

const ByName = ({ clusters, target, onChange }: TargetProps) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  return (
    <CheckboxGroup
      label={t('field.clusters.clusters')}
      value={'names' in target ? target.names : []}
      onChange={names => onChange({ fleet: target.fleet, names })}
    >
      {clusters.map(({ name, provider, labels }) => (
        <Checkbox key={name} value={name}>
          {name}{' '}
          <Quiet>
            {[provider, labels.env, labels.region].filter(Boolean).join(' · ')}
          </Quiet>
        </Checkbox>
      ))}
    </CheckboxGroup>
  );
};

/** An option that stands for any value of a label. */
const ANY = '-';

const ByLabels = ({ clusters, target, onChange }: TargetProps) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const wanted = 'matchLabels' in target ? target.matchLabels : {};
  const set = (key: string, value: string) => {
    const { [key]: _before, ...others } = wanted;
    onChange({
      fleet: target.fleet,
      matchLabels: value === ANY ? others : { ...others, [key]: value },
    });
  };
  return (
    <Flex direction="column" gap="3">
      {labelChoices(clusters).map(({ key, values }) => (
        <Select
          key={key}
          label={key}
          options={[
            { id: ANY, label: t('field.clusters.any') },
            ...values.map(value => ({ id: value, label: value })),
          ]}
          value={wanted[key] ?? ANY}
          onChange={value => set(key, String(value ?? ANY))}
        />
      ))}
    </Flex>
  );
};

const Matches = ({ clusters, target }: Omit<TargetProps, 'onChange'>) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const names = matching(clusters, target).map(({ name }) => name);
  return (
    <Text as="p" role="status" color="secondary">
      {names.length === 0
        ? t('field.clusters.none')
        : t('field.clusters.matches', {
            count: names.length,
            names: names.join(', '),
          })}
    </Text>
  );
};

/** Which clusters, by name or by labels. */
export const Clusters = (props: FieldExtensionComponentProps<TargetAnswer>) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const api = useApi(flotillaApiRef);
  const { onChange, formData, schema } = props;
  const target = readTarget(formData);
  const fleets = useFleets();
  const firstFleet = fleets.value?.[0]?.name;
  const isUnasked = target === undefined && firstFleet !== undefined;
  useEffect(() => {
    if (isUnasked) onChange({ fleet: firstFleet, names: [] });
    // Once, when the fleets arrive.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [isUnasked]);
  const inventory = useLoaded(target?.fleet, signal =>
    api.inventory(target?.fleet ?? '', { signal }),
  );
  const clusters = inventory.value?.clusters;
  return (
    <FieldFrame
      description={schema.description}
      error={fleets.error ?? inventory.error}
      isLoading={fleets.isLoading || inventory.isLoading}
    >
      {target && clusters && (
        <Flex direction="column" gap="4">
          <FleetSelect
            fleets={fleets.value ?? []}
            value={target.fleet}
            onChange={fleet => onChange({ fleet, names: [] })}
          />
          <RadioGroup
            label={t('field.clusters.how')}
            orientation="horizontal"
            value={'names' in target ? 'names' : 'labels'}
            onChange={how =>
              onChange(
                how === 'names'
                  ? { fleet: target.fleet, names: [] }
                  : { fleet: target.fleet, matchLabels: {} },
              )
            }
          >
            <Radio value="names">{t('field.clusters.byName')}</Radio>
            <Radio value="labels">{t('field.clusters.byLabels')}</Radio>
          </RadioGroup>
          {'names' in target ? (
            <ByName clusters={clusters} target={target} onChange={onChange} />
          ) : (
            <ByLabels clusters={clusters} target={target} onChange={onChange} />
          )}
          <Matches clusters={clusters} target={target} />
        </Flex>
      )}
    </FieldFrame>
  );
};
