import type { EngineReport } from '@flotilla/backstage-plugin-flotilla-common';
import { sinceApplied } from './engineSince';

function engine(appliedRevision: string, appliedAt: string): EngineReport {
  return {
    kind: 'Flux',
    sourceReady: 'True',
    suspended: false,
    ready: 'True',
    stages: [],
    appliedRevision,
    appliedAt,
  };
}

const at = (minute: number) => `2026-11-22T01:0${minute}:00Z`;

describe('a revision is applied since it was first told of', () => {
  const held = { engine: JSON.stringify(engine('main@sha1:a', at(1))) };

  it('though the engine looks at it again at every interval', () => {
    expect(sinceApplied(engine('main@sha1:a', at(2)), held)).toEqual(
      engine('main@sha1:a', at(1)),
    );
  });

  it('and another one since then', () => {
    const next = engine('main@sha1:b', at(2));
    expect(sinceApplied(next, held)).toEqual(next);
    expect(sinceApplied(next, undefined)).toEqual(next);
  });

  it('and says nothing of an engine that nothing is told of', () => {
    expect(sinceApplied(undefined, held)).toBeUndefined();
  });
});
