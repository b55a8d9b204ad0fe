import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { Select } from '@backstage/ui';
import type { Fleet } from '@flotilla/backstage-plugin-flotilla-common';
import { flotillaApiRef } from '../api';
import { flotillaTranslationRef } from '../translation';
import { useLoaded } from './useLoaded';

/** The fleets that a change can be made in. */
export function useFleets() {
  const api = useApi(flotillaApiRef);
  return useLoaded('fleets', signal => api.fleets({ signal }));
}

/** Which fleet; not asked where there is only one. */
export const FleetSelect = (props: {
  fleets: Fleet[];
  value?: string;
  onChange: (name: string) => void;
}) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  if (props.fleets.length < 2) return null;
  return (
    <Select
      label={t('field.fleet')}
      options={props.fleets.map(({ name }) => ({ id: name, label: name }))}
      value={props.value ?? null}
      onChange={name => name && props.onChange(String(name))}
    />
  );
};
