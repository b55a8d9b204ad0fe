import { CorrectedDrift } from '../types';
import { Fights } from './fights';

const START = Date.parse('2026-11-21T09:00:00Z');
const at = (seconds: number) => new Date(START + seconds * 1000).toISOString();

function correction(seconds: number, manager = 'my-operator'): CorrectedDrift {
  return {
    ref: { group: 'apps', version: 'v1', kind: 'Deployment', name: 'web' },
    fields: [
      { op: 'replace', path: '/spec/x', fieldPath: '.spec.x', severity: 'low' },
    ],
    manager: { name: manager, operation: 'Update' },
    correctedBy: { name: 'kustomize-controller', operation: 'Apply' },
    detectedAt: at(seconds - 3),
    correctedAt: at(seconds),
    count: 1,
  };
}

function fightsAfter(times: number[]) {
  const fights = new Fights();
  for (const seconds of times) fights.add(correction(seconds));
  return fights.current(at(times[times.length - 1]));
}
const every = (seconds: number, times: number) =>
  Array.from({ length: times }, (_, i) => i * seconds);

describe('a fight', () => {
  it('names both managers, the fields and how often', () => {
    expect(fightsAfter(every(5, 7))).toEqual([
      {
        ref: expect.objectContaining({ name: 'web' }),
        managers: ['my-operator', 'kustomize-controller'],
        fieldPaths: ['.spec.x'],
        since: at(0),
        count: 7,
      },
    ]);
  });

  it('is seen, too, when the engine looks once a minute', () => {
    expect(fightsAfter(every(60, 6))).toHaveLength(1);
  });

  it('is none when somebody tries now and then', () => {
    expect(fightsAfter(every(3600, 24))).toEqual([]);
    expect(fightsAfter(every(5, 2))).toEqual([]);
  });

  it('is over some time after the last blow', () => {
    const fights = new Fights();
    for (const seconds of every(5, 7)) fights.add(correction(seconds));
    expect(fights.current(at(60))).toHaveLength(1);
    expect(fights.current(at(3 * 3600))).toEqual([]);
  });

  it('is between two: several people who try once each do not fight', () => {
    const fights = new Fights();
    every(5, 7).forEach((seconds, i) =>
      fights.add(correction(seconds, `person-${i}`)),
    );
    expect(fights.current(at(35))).toEqual([]);
  });
});
