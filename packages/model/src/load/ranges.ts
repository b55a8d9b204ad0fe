import { satisfies, validRange } from 'semver';
import type { Component, Model } from '../kinds';
import { Complaints } from '../source/complaints';
import { modelTitle } from './lineage';
import type { FleetSources, Sourced } from './sources';
import { versionKey } from './sources';

/** A range of versions that can't be read, or one that can't be meant. */
export function upgradeProblems(model: Sourced<Model>, to: Complaints): void {
  const { upgrades, version } = model.spec;
  const from = upgrades?.from;
  if (from === undefined || !isRange(from, '/spec/upgrades/from', to)) return;
  if (satisfies(version, from)) {
    to.warn(
      '/spec/upgrades/from',
      `${from} has ${version} itself in it`,
      'Name only the versions that clusters come from.',
    );
  }
}

export function requiredRangeProblems(
  component: Sourced<Component>,
  to: Complaints,
): void {
  const range = component.spec.requires?.kubernetes;
  if (range !== undefined) isRange(range, '/spec/requires/kubernetes', to);
}

function isRange(range: string, pointer: string, to: Complaints): boolean {
  if (validRange(range) !== null) return true;
  to.add(pointer, `${JSON.stringify(range)} isn't a range of versions`, {
    remedy: 'Write one such as >=1.3.0 <1.4.0.',
  });
  return false;
}

/** What is released never changes, so nothing of it may rest on a draft. */
export function draftProblems(
  fleet: FleetSources,
  { spec }: Sourced<Model>,
  to: Complaints,
): void {
  const parent = spec.extends && fleet.models.get(versionKey(spec.extends));
  if (spec.draft || !parent?.spec.draft) return;
  to.add('/spec/extends', `${modelTitle(parent)} is a draft`, {
    remedy: 'Release it first, or make this one a draft too.',
  });
}
