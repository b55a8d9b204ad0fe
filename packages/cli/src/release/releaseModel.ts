import { editYaml } from '@flotilla/model';
import type { FleetSources, Model, YamlEdit } from '@flotilla/model';
import { WrongInput } from '../exitCodes';
import { printProblems } from '../output/problems';
import { newest, nextVersion, upgradeRange } from './nextVersion';
import type { Bump } from './nextVersion';

/** What to release. */
export interface ReleaseWish {
  model: string;
  /** The version to start from; without one the newest. */
  from?: string;
  /** A version, or how far to go. */
  to: string | Bump;
  /** Release the models that extend it too, and those that extend them. */
  cascade: boolean;
  /** Component name → its version in the released model. */
  components: ReadonlyMap<string, string>;
}

/** One model version that a release makes. */
export interface Release {
  model: string;
  from: string;
  to: string;
}

/** The releases and the files that make them; nothing is written yet. */
export interface ReleasePlan {
  releases: Release[];
  /** New files by their path. */
  files: Map<string, string>;
  /** Models that go on to extend the version before. */
  left: { model: string; version: string }[];
}

/**
 * Plans the next version of a model, and with `cascade` of the models that extend it: each is a copy of
 * the version before in which only what must differ is edited.
 *
 * @throws WrongInput where there is no such model, or a version is there already
 */
export function planRelease(
  fleet: FleetSources,
  wish: ReleaseWish,
): ReleasePlan {
  const from = wish.from ?? newest(versionsOf(fleet, wish.model));
  if (from === undefined || !fleet.models.has(`${wish.model}/${from}`)) {
    throw noSuchModel(fleet, wish.model, wish.from);
  }
  const first = { model: wish.model, from, to: nextVersion(from, wish.to) };
  const plan: ReleasePlan = { releases: [], files: new Map(), left: [] };
  release(fleet, plan, first, [
    ...draftEdits(fleet, first),
    ...componentEdits(fleet, first, wish.components),
  ]);
  const bump = bumpOf(first);
  // A release makes more to follow: the list grows while it's walked.
  for (const parent of plan.releases) {
    for (const child of childrenOf(fleet, parent)) {
      if (!wish.cascade) {
        plan.left.push({ model: child.model, version: child.from });
        continue;
      }
      const to = nextVersion(child.from, bump);
      release(fleet, plan, { ...child, to }, [
        { op: 'set', pointer: '/spec/extends/version', value: parent.to },
      ]);
    }
  }
  return plan;
}

function versionsOf(fleet: FleetSources, name: string): string[] {
  return [...fleet.models.values()]
    .filter(({ metadata }) => metadata.name === name)
    .map(({ spec }) => spec.version);
}

/** The newest version of each model that extends this very version. */
function childrenOf(
  fleet: FleetSources,
  { model, from }: Release,
): Omit<Release, 'to'>[] {
  const names = new Set(
    [...fleet.models.values()].map(({ metadata }) => metadata.name),
  );
  return [...names].sort().flatMap(name => {
    const version = newest(versionsOf(fleet, name));
    const parent = fleet.models.get(`${name}/${version}`)?.spec.extends;
    return version !== undefined &&
      parent?.name === model &&
      parent.version === from
      ? [{ model: name, from: version }]
      : [];
  });
}

/** Children go as far as their parent: a patch below is a patch above. */
function bumpOf({ from, to }: Release): Bump {
  const [a, b] = [from, to].map(version => version.split('.'));
  if (a[0] !== b[0]) return 'major';
  return a[1] !== b[1] ? 'minor' : 'patch';
}

function release(
  fleet: FleetSources,
  plan: ReleasePlan,
  one: Release,
  edits: readonly YamlEdit[],
): void {
  const { model, from, to } = one;
  const folder = `models/${model}/${from}/`;
  const target = `models/${model}/${to}/`;
  for (const [path, text] of fleet.files) {
    if (!path.startsWith(folder)) continue;
    const copy = target + path.slice(folder.length);
    if (fleet.files.has(copy) || plan.files.has(copy)) {
      throw new WrongInput(
        `${copy} is there already\n  A released version never changes: choose another one.`,
      );
    }
    plan.files.set(
      copy,
      path.endsWith('/model.yaml')
        ? edited(copy, text, [
            ...versionEdits(fleet.models.get(`${model}/${from}`), one),
            ...edits,
          ])
        : text,
    );
  }
  plan.releases.push(one);
}

function versionEdits(
  model: Model | undefined,
  { from, to }: Release,
): YamlEdit[] {
  const range = upgradeRange(from, to, model?.spec.upgrades?.from);
  return [
    { op: 'set', pointer: '/spec/version', value: to },
    { op: 'set', pointer: '/spec/upgrades/from', value: range },
  ];
}

/** Who releases a model by its name ends its draft; a model that only follows its parent stays one. */
function draftEdits(fleet: FleetSources, { model, from }: Release): YamlEdit[] {
  const draft = fleet.models.get(`${model}/${from}`)?.spec.draft;
  return draft === undefined ? [] : [{ op: 'remove', pointer: '/spec/draft' }];
}

function componentEdits(
  fleet: FleetSources,
  { model, from }: Release,
  components: ReadonlyMap<string, string>,
): YamlEdit[] {
  const entries = fleet.models.get(`${model}/${from}`)?.spec.components ?? [];
  return [...components].map(([name, version]) => {
    const index = entries.findIndex(entry => entry.name === name);
    if (index < 0) {
      throw new WrongInput(
        `${model} ${from} names no component ${name}\n  It names: ${entries
          .map(entry => entry.name)
          .join(', ')}.`,
      );
    }
    if (!fleet.components.has(`${name}/${version}`)) {
      throw new WrongInput(
        `there is no component ${name} ${version}\n  Bring it first: flotilla component vendor, or components/${name}/${version}/.`,
      );
    }
    return {
      op: 'set',
      pointer: `/spec/components/${index}/version`,
      value: version,
    };
  });
}

function edited(
  path: string,
  text: string,
  edits: readonly YamlEdit[],
): string {
  const result = editYaml(path, text, edits);
  if (result.text !== undefined) return result.text;
  throw new WrongInput(printProblems(result.problems, false).trimEnd());
}

function noSuchModel(
  fleet: FleetSources,
  name: string,
  version: string | undefined,
): WrongInput {
  const known = [...fleet.models.keys()].sort().join(', ');
  return new WrongInput(
    `there is no model ${[name, version]
      .filter(Boolean)
      .join(' ')}\n  There are: ${known.replace(/\//g, ' ')}.`,
  );
}
