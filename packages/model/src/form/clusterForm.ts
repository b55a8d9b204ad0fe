import { placeComponents } from '../compose/capabilities';
import { composeEntries } from '../compose/entries';
import { groundOf } from '../compose/layers';
import type { Declaration, Ground } from '../compose/layers';
import { componentLayer } from '../compose/placement';
import { composeVariables } from '../compose/variables';
import type { ComposedVariables } from '../compose/variables';
import type { FleetSources } from '../load/sources';
import { versionKey } from '../load/sources';
import type { Problem } from '../problems';
import { Complaints } from '../source/complaints';

/** What a person may choose for a new cluster. @public */
export interface ClusterForm {
  /** JSON Schema of the variables still settable, with the chosen model's and variant's defaults. */
  schema: Record<string, unknown>;
  /** Variables that a layer fixes, and why. */
  locked: {
    name: string;
    title?: string;
    value: unknown;
    reason: string;
    path: string;
    line: number;
  }[];
  variants: { name: string; description?: string }[];
  /** What the cluster will have, whatever is chosen in the form. */
  components: {
    name: string;
    version: string;
    required: boolean;
    layer: string;
  }[];
  /** Why there is nothing to choose: an unknown model, provider or variant. */
  problems: Problem[];
}

/**
 * The form for a cluster of a model on a provider. An unknown model, provider or variant gives an
 * empty form and says why in `problems`.
 *
 * @public
 */
export function clusterForm(
  fleet: FleetSources,
  choice: {
    model: { name: string; version: string };
    provider: string;
    variant?: string;
  },
): ClusterForm {
  // There is no cluster file yet: complaints stand at the model that was chosen.
  const model = fleet.models.get(versionKey(choice.model));
  const source = model?.source ?? fleet.fleet.source;
  const choosing = new Complaints(source);
  const ground = groundOf(fleet, choice, choosing);
  if (!ground) {
    const schema = { type: 'object', properties: {} };
    return {
      schema,
      locked: [],
      variants: [],
      components: [],
      problems: choosing.problems,
    };
  }
  // What the person still has to fill in isn't a problem yet.
  const { composed } = composeVariables(
    ground,
    ground.layers,
    new Complaints(source),
  );
  return {
    schema: schemaOf(ground, composed),
    locked: lockedOf(ground, composed),
    variants: variantsOf(ground),
    components: componentsOf(fleet, ground, choosing),
    problems: choosing.problems,
  };
}

function schemaOf(
  ground: Ground,
  composed: ComposedVariables,
): Record<string, unknown> {
  const properties: Record<string, unknown> = {};
  const required: string[] = [];
  for (const [name, { variable }] of ground.declarations) {
    if (composed.fixed.has(name)) continue;
    const value = composed.values[name];
    properties[name] = {
      title: name,
      ...variable.schema,
      ...(value !== undefined && { default: value }),
    };
    if (variable.required) required.push(name);
  }
  return {
    type: 'object',
    properties,
    ...(required.length > 0 && { required }),
    additionalProperties: false,
  };
}

function lockedOf(
  ground: Ground,
  composed: ComposedVariables,
): ClusterForm['locked'] {
  return [...composed.fixed].map(([name, { value, layer }]) => {
    const title = titleOf(ground.declarations.get(name));
    return {
      name,
      ...(title !== undefined && { title }),
      value,
      reason: `fixed by ${layer.title}`,
      path: layer.source.path,
      line: layer.source.keyPositionOf(`${layer.pointer}/fixed/${name}`).line,
    };
  });
}

function titleOf(declaration: Declaration | undefined): string | undefined {
  const title = declaration?.variable.schema.title;
  return typeof title === 'string' ? title : undefined;
}

/** Variants of the whole line; a younger model's of the same name hides an older one's. */
function variantsOf({ lineage }: Ground): ClusterForm['variants'] {
  const variants = new Map<string, ClusterForm['variants'][number]>();
  for (const model of lineage) {
    for (const { name, description } of model.spec.variants ?? []) {
      variants.set(name, {
        name,
        ...(description !== undefined && { description }),
      });
    }
  }
  return [...variants.values()];
}

function componentsOf(
  fleet: FleetSources,
  ground: Ground,
  to: Complaints,
): ClusterForm['components'] {
  const { entries } = composeEntries(fleet, ground.provider, ground.layers);
  const placed = placeComponents(fleet, ground, ground.layers, entries, to);
  return [...placed.values()].map(entry => ({
    name: entry.state.name,
    version: entry.definition.spec.version,
    required: entry.state.lock !== undefined,
    layer: componentLayer(entry, ground),
  }));
}
