import {
  NOW,
  desiredDeployment,
  liveDeployment,
  withField,
} from '../__testUtils__/objects';
import { IgnoreRule } from '../types';
import { compareObject } from '../compare/compareObject';
import { reportRules } from './ruleReport';

const rule = (more: Partial<IgnoreRule>): IgnoreRule => ({
  target: { kind: 'Deployment' },
  paths: ['/spec/replicas'],
  reason: 'scaled by hand',
  ...more,
});

function report(rules: IgnoreRule[]) {
  const drift = compareObject({
    desired: desiredDeployment(),
    live: withField(liveDeployment(), ['spec', 'replicas'], 5),
    applied: true,
    ignore: rules,
    now: NOW,
  });
  return reportRules(rules, [drift], NOW);
}

describe('what an ignore rule does', () => {
  it.each<[string, Partial<IgnoreRule>, string, string]>([
    ['ignores a difference', {}, 'Working', ''],
    ['excludes an object', { paths: undefined }, 'Working', ''],
    [
      'covers what does not differ',
      { paths: ['/spec/paused'] },
      'Idle',
      'Nothing that it covers differs now.',
    ],
    [
      'aims at nothing',
      { target: { kind: 'Deployment', name: 'wbe' } },
      'NoTarget',
      'It aims at no object of this cluster.',
    ],
    [
      'has expired',
      { expires: '2026-11-20' },
      'Expired',
      'It expired on 2026-11-20 and ignores nothing any more.',
    ],
    [
      'has a path that nobody can read',
      { paths: undefined, fieldPaths: ['spec..replicas'] },
      'Unreadable',
      '"spec..replicas" is not a field path (column 1); write it like .spec.containers[name="app"].image',
    ],
    [
      'has a pointer that is none',
      { paths: ['spec.replicas'] },
      'Unreadable',
      '"spec.replicas" is not a JSON pointer; write it like /spec/replicas',
    ],
    [
      'has a date that is none',
      { expires: 'soon' },
      'Unreadable',
      '"soon" is not a date; write it like 2027-01-31',
    ],
    [
      'has a name that is no pattern',
      { target: { name: 'web-(' } },
      'Unreadable',
      '"web-(" is not a regular expression',
    ],
  ])('that %s is told', (_, more, state, message) => {
    const given = rule(more);
    expect(report([given])).toEqual([
      { rule: given, state, message, ignored: state === 'Working' ? 1 : 0 },
    ]);
  });

  it('is told once for a rule that comes with several parts', () => {
    expect(report([rule({}), rule({})])).toHaveLength(1);
  });
});
