import type {
  Access,
  Cluster,
  ClusterShape,
  ComponentEntry,
  Model,
  Provider,
  Variable,
} from '../kinds';
import { lineageOf, modelTitle } from '../load/lineage';
import { Names } from '../load/names';
import type { FleetSources, Sourced } from '../load/sources';
import { versionKey } from '../load/sources';
import { Complaints } from '../source/complaints';
import { isRecord } from '../source/pointer';
import { suggestion } from '../source/suggest';
import type { SourceFile } from '../source/sourceFile';
import { merge, Trace } from './merge';

/** One layer of a cluster: what a model, a variant or the cluster's own file adds. */
export interface Layer {
  /** In words: "base 2.1.0", "variant gpu of standard 1.4.0", "cluster prod-eu-1". */
  title: string;
  source: SourceFile;
  /** Where the layer stands in its file. */
  pointer: string;
  defaults?: Record<string, unknown>;
  fixed?: Record<string, unknown>;
  /** Values that win over every default: only the cluster's own. */
  variables?: Record<string, unknown>;
  cluster?: ClusterShape;
  capabilities?: string[];
  components?: ComponentEntry[];
  access?: Access[];
  workspaces?: string[];
  /** It is the cluster's own file, the last word there is. */
  ofCluster?: boolean;
}

/** A variable as all that declare it say together. */
export interface Declaration {
  variable: Variable;
  /** Who spoke last: in words ("base 2.1.0", "provider eks 1.2.0") and where. */
  by: string;
  source: SourceFile;
  pointer: string;
  /** How many declare it. */
  speakers: number;
  /** Who said what of it. */
  trace: Trace;
}

/** What a cluster is composed from, before anything is merged. */
export interface Ground {
  model: Sourced<Model>;
  lineage: Sourced<Model>[];
  provider: Sourced<Provider>;
  /** Models from the oldest, then their variants of the chosen name. The cluster's own layer comes after. */
  layers: Layer[];
  declarations: Map<string, Declaration>;
}

/** What is chosen: by a cluster's file, or by somebody who fills in a form. */
export interface Choice {
  model: { name: string; version: string };
  variant?: string;
  provider: string;
}

/** Most clusters of a fleet stand on the same ground as others. */
const grounds = new WeakMap<FleetSources, Map<string, Ground>>();

/** Finds everything that a choice names, or complains. Pointers are those of a cluster's file. */
export function groundOf(
  fleet: FleetSources,
  choice: Choice,
  to: Complaints,
): Ground | undefined {
  const { model, variant, provider } = choice;
  const key = JSON.stringify([model, variant, provider]);
  const known = grounds.get(fleet) ?? new Map<string, Ground>();
  grounds.set(fleet, known);
  const alike = known.get(key);
  if (alike) return alike;
  const before = to.problems.length;
  const ground = findGround(fleet, choice, to);
  // What is wrong must be said to everyone whom it concerns.
  if (ground && to.problems.length === before) known.set(key, ground);
  return ground;
}

function findGround(
  fleet: FleetSources,
  choice: Choice,
  to: Complaints,
): Ground | undefined {
  const { name, version } = choice.model;
  const model = fleet.models.get(versionKey(choice.model));
  if (!model) {
    const path = `models/${name}/${version}/model.yaml`;
    if (fleet.files.has(path) || fleet.unread.has(path)) {
      to.addFollowing('/spec/model', `${path} has errors of its own`);
    } else {
      // In the words of who read the file and tells it too: what is said alike is shown once.
      new Names(fleet).versioned(to, 'models', choice.model, '/spec/model');
    }
    return undefined;
  }
  const lineage = lineageOf(fleet, model);
  if ('broken' in lineage) {
    to.addFollowing(
      '/spec/model',
      `an ancestor of ${modelTitle(model)} is ${
        lineage.broken === 'missing'
          ? `missing: ${lineage.parent}`
          : 'its own descendant'
      }`,
    );
    return undefined;
  }
  const provider = providerOf(fleet, lineage.models, choice.provider, to);
  const layers = layersOf(lineage.models, choice.variant, to);
  if (!provider || !layers) return undefined;
  const declarations = declarationsOf(lineage.models, provider);
  return { model, lineage: lineage.models, provider, layers, declarations };
}

/** The version of a provider that the youngest model with a list of providers pins. */
function providerOf(
  fleet: FleetSources,
  lineage: readonly Sourced<Model>[],
  name: string,
  to: Complaints,
): Sourced<Provider> | undefined {
  const speaking = [...lineage].reverse().find(m => m.spec.providers);
  const listed = speaking?.spec.providers ?? [];
  const ref = listed.find(p => p.name === name);
  if (!speaking || !ref) {
    const told = to.problems.length;
    new Names(fleet).unversioned(to, 'providers', name, '/spec/provider');
    if (to.problems.length > told) return undefined;
    const title = modelTitle(speaking ?? lineage[lineage.length - 1]);
    to.add('/spec/provider', `${title} doesn't run on ${name}`, {
      remedy: suggestion(
        name,
        listed.map(p => p.name),
      ),
    });
    return undefined;
  }
  const provider = fleet.providers.get(versionKey(ref));
  if (!provider) {
    to.addFollowing(
      '/spec/provider',
      `provider ${ref.name} ${ref.version} is missing or has errors of its own`,
    );
  }
  return provider;
}

function layersOf(
  lineage: readonly Sourced<Model>[],
  variantName: string | undefined,
  to: Complaints,
): Layer[] | undefined {
  const layers: Layer[] = lineage.map(model => ({
    ...model.spec,
    // A model's `variables` declare; they set nothing.
    variables: undefined,
    title: modelTitle(model),
    source: model.source,
    pointer: '/spec',
  }));
  if (variantName === undefined) return layers;
  const known: string[] = [];
  const chosen: Layer[] = [];
  for (const model of lineage) {
    (model.spec.variants ?? []).forEach((variant, index) => {
      known.push(variant.name);
      if (variant.name !== variantName) return;
      chosen.push({
        ...variant,
        title: `variant ${variantName} of ${modelTitle(model)}`,
        source: model.source,
        pointer: `/spec/variants/${index}`,
      });
    });
  }
  if (chosen.length > 0) return [...layers, ...chosen];
  const title = modelTitle(lineage[lineage.length - 1]);
  to.add('/spec/variant', `${title} has no variant ${variantName}`, {
    remedy: suggestion(variantName, known),
  });
  return undefined;
}

/** The cluster's own file as the last layer. */
export function clusterLayer(cluster: Sourced<Cluster>): Layer {
  const { variables, components } = cluster.spec;
  return {
    title: `cluster ${cluster.metadata.name}`,
    source: cluster.source,
    pointer: '/spec',
    variables,
    components,
    ofCluster: true,
  };
}

/** The variables of a provider and of a line of models; what several declare merges by name. */
export function declarationsOf(
  lineage: readonly Sourced<Model>[],
  provider?: Sourced<Provider>,
): Map<string, Declaration> {
  const declarations = new Map<string, Declaration>();
  const declaring = [
    ...(provider ? [{ from: provider, by: providerTitle(provider) }] : []),
    ...lineage.map(model => ({ from: model, by: modelTitle(model) })),
  ];
  for (const { from, by } of declaring) {
    (from.spec.variables ?? []).forEach((variable, i) => {
      const { source } = from;
      const pointer = `/spec/variables/${i}`;
      const before = declarations.get(variable.name);
      const trace = before?.trace ?? new Trace();
      const { schema, required } = variable;
      const over = { layer: by, source, pointer: `${pointer}/schema` };
      const merged = merge(
        before?.variable.schema ?? {},
        { ...over, value: schema },
        trace,
      );
      declarations.set(variable.name, {
        variable: {
          name: variable.name,
          required: required ?? before?.variable.required,
          schema: isRecord(merged) ? merged : {},
        },
        by,
        source,
        pointer,
        speakers: (before?.speakers ?? 0) + 1,
        trace,
      });
    });
  }
  return declarations;
}

/** A provider's name and version as people say it: "provider eks 1.2.0". */
export function providerTitle({ metadata, spec }: Provider): string {
  return `provider ${metadata.name} ${spec.version}`;
}
