import { loadFleet } from '@flotilla/model';
import { tinyFleet } from '../__testUtils__/TestFleet';
import { planSentences } from './sentences';

/** What is told of a removal's next step where the file says that it has come so far. */
function told(
  provider: 'existing' | 'metal',
  { at, step }: { at: string; step: number },
) {
  const files = tinyFleet({
    'mgmt-1': {},
    'prod-1': { provider, managedBy: 'mgmt-1' },
  });
  const path = 'clusters/prod-1/cluster.yaml';
  files.set(path, `${files.get(path)}${at}`);
  const { fleet } = loadFleet(files);
  return planSentences(
    { kind: 'RemoveCluster', cluster: 'prod-1', step },
    { base: fleet, after: fleet, reached: [], files: [], parts: [] },
  );
}

const OVER = '  lifecycle: Decommissioning\n  removal: {step: 9}\n';

describe('what is said of the end of a removal', () => {
  it('is that machines go, where Flotilla makes them', () => {
    expect(told('metal', { at: OVER, step: 10 })).toContain(
      'prod-1 leaves the fleet: its machines are deleted.',
    );
  });

  it('is that the rest keeps running, where somebody else made the machines', () => {
    expect(told('existing', { at: OVER, step: 10 })).toContain(
      'prod-1 leaves the fleet: what is left of it keeps running.',
    );
  });

  it('is nothing, where that step is refused', () => {
    expect(told('metal', { at: '', step: 10 })).toEqual(['0 files are yours.']);
  });
});
