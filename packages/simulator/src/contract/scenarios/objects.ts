import { JsonObject } from '../../objects/json';
import { KubeObject } from '../../objects/KubeObject';

/** An object of a scenario. */
export function make(
  apiVersion: string,
  kind: string,
  namespace: string | undefined,
  name: string,
  content: JsonObject = {},
): KubeObject {
  const { metadata, ...rest } = content;
  return {
    apiVersion,
    kind,
    metadata: {
      name,
      ...(namespace ? { namespace } : {}),
      ...Object(metadata),
    },
    ...rest,
  };
}

const LABELS = { app: 'web' };

/** A pod as people write it: short, so that much of it is defaulted. */
export function podTemplate(spec: JsonObject = {}): JsonObject {
  return {
    metadata: { labels: LABELS },
    spec: {
      containers: [{ name: 'web', image: 'nginx:1.27.1' }],
      ...spec,
    },
  };
}

/** What selects {@link podTemplate}. */
export const SELECTOR: JsonObject = { matchLabels: LABELS };
