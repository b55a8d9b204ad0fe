import type { FieldDrift } from '@flotilla/backstage-plugin-flotilla-common';

/** Fields told of one object; counts stay exact. */
export const FIELDS_PER_OBJECT = 100;

/** Characters of JSON told of one value. */
const VALUE_CHARACTERS = 1024;

/** Cuts long values for the way to the hub: a report must stay small. */
export function cutValues(field: FieldDrift): FieldDrift {
  const { desired, live } = field;
  return {
    ...field,
    ...(desired ? { desired: cut(desired) } : {}),
    ...(live ? { live: cut(live) } : {}),
  };
}

function cut(value: NonNullable<FieldDrift['live']>) {
  if (value.value === undefined) return value;
  const text =
    typeof value.value === 'string' ? value.value : JSON.stringify(value.value);
  if (text.length <= VALUE_CHARACTERS) return value;
  return {
    value: `${text.slice(0, VALUE_CHARACTERS)}… (${text.length} characters)`,
  };
}
