import type { Change } from '@flotilla/backstage-plugin-flotilla-common';
import { loadFleet, renderAll, renderFleet } from '@flotilla/model';
import type { PlanBase } from '../plans/planInSteps';
import { tinyFleet } from './TestFleet';

/** Reaches every cluster. */
export const SET_THE_CLOCK: Change = {
  kind: 'EditFiles',
  title: 'Set the clock',
  files: [
    {
      path: 'components/clock/1.0.0/manifests/clock.yaml',
      content: `apiVersion: v1
kind: ConfigMap
metadata: {name: clock, namespace: default}
data: {time: one}
`,
    },
  ],
};

/** A fleet at a merged commit, rendered as it should be. */
export function planBase(clusters: number): PlanBase {
  const names = Array.from({ length: clusters }, (_, i) => `prod-${i}`);
  const written = tinyFleet(Object.fromEntries(names.map(name => [name, {}])));
  const { fleet } = loadFleet(written);
  const rendered = fleet ? renderFleet(fleet).files : [];
  return {
    name: 'tiny',
    commit: '0123456789abcdef0123456789abcdef01234567',
    render: renderAll(new Map([...written, ...rendered])),
    refused: [],
    repository: { url: 'https://git.example/tiny/fleet' },
  };
}
