/** The model version that was chosen. */
export interface ModelAnswer {
  fleet: string;
  name: string;
  version: string;
}

/** Where a new cluster is to be. */
export interface PlacementAnswer {
  provider: string;
  managedBy?: string;
  variant?: string;
  labels: Record<string, string>;
}

/** The clusters that a workspace is to be on. */
export type TargetAnswer =
  | { fleet: string; names: string[] }
  | { fleet: string; matchLabels: Record<string, string> };

/** All answers of a form, as far as they are given and make sense. */
export interface Answers {
  model?: ModelAnswer;
  name?: string;
  owner?: string;
  placement?: PlacementAnswer;
  options?: Record<string, unknown>;
  target?: TargetAnswer;
  namespaces?: string[];
  access?: { role: string; group: string }[];
  quota?: { cpu?: string; memory?: string; pods?: string };
  fleet?: string;
  step?: number;
}

type Fields = Record<string, unknown>;

/** The value as an object; nothing when it's anything else. */
export const asObject = (value: unknown): Fields | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : undefined;

const asText = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

const asTexts = (value: unknown): string[] =>
  Array.isArray(value) ? value.flatMap(item => asText(item) ?? []) : [];

const asLabels = (value: unknown): Record<string, string> =>
  Object.fromEntries(
    Object.entries(asObject(value) ?? {}).flatMap(([key, text]) =>
      typeof text === 'string' && text !== '' ? [[key, text]] : [],
    ),
  );

/** Reads the value of the field that picks a model. */
export function readModel(value: unknown): ModelAnswer | undefined {
  const fields = asObject(value);
  const fleet = asText(fields?.fleet);
  const name = asText(fields?.name);
  const version = asText(fields?.version);
  return fleet && name && version ? { fleet, name, version } : undefined;
}

/** Reads the value of the field that says where. */
export function readPlacement(value: unknown): PlacementAnswer | undefined {
  const fields = asObject(value);
  const provider = asText(fields?.provider);
  if (!fields || !provider) return undefined;
  const managedBy = asText(fields.managedBy);
  const variant = asText(fields.variant);
  return {
    provider,
    ...(managedBy && { managedBy }),
    ...(variant && { variant }),
    labels: asLabels(fields.labels),
  };
}

/** Reads the value of the field that picks clusters. */
export function readTarget(value: unknown): TargetAnswer | undefined {
  const fields = asObject(value);
  const fleet = asText(fields?.fleet);
  if (!fields || !fleet) return undefined;
  return fields.matchLabels === undefined
    ? { fleet, names: asTexts(fields.names) }
    : { fleet, matchLabels: asLabels(fields.matchLabels) };
}

function readQuota(value: unknown): Answers['quota'] {
  const { cpu, memory, pods } = asLabels(value);
  const quota = {
    ...(cpu && { cpu }),
    ...(memory && { memory }),
    ...(pods && { pods }),
  };
  return Object.keys(quota).length > 0 ? quota : undefined;
}

function readAccess(value: unknown): Answers['access'] {
  if (!Array.isArray(value)) return undefined;
  return value.flatMap(item => {
    const role = asText(asObject(item)?.role);
    const group = asText(asObject(item)?.group);
    return role && group ? [{ role, group }] : [];
  });
}

/** Reads the answers of all pages, which the scaffolder hands to every field. */
export function readAnswers(formData: unknown): Answers {
  const fields = asObject(formData) ?? {};
  return {
    model: readModel(fields.model),
    name: asText(fields.name),
    owner: asText(fields.owner),
    placement: readPlacement(fields.placement),
    options: asObject(fields.options),
    target: readTarget(fields.target),
    namespaces: asTexts(fields.namespaces),
    access: readAccess(fields.access),
    quota: readQuota(fields.quota),
    fleet: asText(fields.fleet),
    step: typeof fields.step === 'number' ? fields.step : undefined,
  };
}

/** The same, from what a field component is given. */
export const answersOf = (formContext: unknown): Answers =>
  readAnswers(asObject(formContext)?.formData);
