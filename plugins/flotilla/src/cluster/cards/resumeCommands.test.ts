import { aCluster } from '../../__testUtils__/clusters';
import { resumeCommands } from './resumeCommands';

describe('resumeCommands', () => {
  const { sync } = aCluster();

  it('names each step that is suspended', () => {
    expect(resumeCommands(sync)).toEqual([
      'flux resume kustomization components-aws-load-balancer-controller --namespace flux-system',
    ]);
  });

  it('takes all at once when all are', () => {
    const stages = sync.stages.map(stage => ({
      ...stage,
      state: 'Suspended' as const,
    }));
    expect(resumeCommands({ ...sync, stages })).toEqual([
      'flux resume kustomization --all --namespace flux-system',
    ]);
  });

  it('names the root when no step is known to be', () => {
    expect(resumeCommands({ ...sync, stages: [] })).toEqual([
      'flux resume kustomization fleet --namespace flux-system',
    ]);
  });

  it('has nothing to say when nothing is suspended', () => {
    expect(resumeCommands({ ...sync, suspended: false })).toEqual([]);
  });
});
