import { sampleFleet } from '../__testUtils__/sampleFleet';
import { replace } from '../__fixtures__/smallFleet';
import { formatProblem } from '../problems';
import { loadFleet } from './loadFleet';

const FIRST = 'clusters/dc-berlin-1/cluster.yaml';
const SECOND = 'clusters/dc-berlin-2/cluster.yaml';
const LEIPZIG = 'clusters/dc-leipzig-1/cluster.yaml';
const VSPHERE = 'providers/vsphere/1.0.3/provider.yaml';
const sample = sampleFleet();

function complaints(edits: Record<string, (text: string) => string>) {
  const files = new Map(sample);
  for (const [path, edit] of Object.entries(edits)) {
    files.set(path, edit(sample.get(path) ?? ''));
  }
  return loadFleet(files).problems.map(formatProblem);
}

describe('the address of an API server', () => {
  it('is no other cluster’s', () => {
    expect(
      complaints({ [SECOND]: replace('10.20.9.10', '10.20.8.10') }),
    ).toEqual([
      `${SECOND}:11:26  the API server of dc-berlin-2 can't answer at 10.20.8.10: dc-berlin-1's does\n  ${FIRST}:11 gives 10.20.8.10 to dc-berlin-1.\n  Ask for an address of its own.`,
    ]);
  });

  it('is no other cluster’s on another provider', () => {
    const told = complaints({
      [LEIPZIG]: replace('10.30.4.10', '10.30.4.1'),
      [SECOND]: replace('10.20.9.10', '10.30.4.1'),
      [VSPHERE]: replace("pattern: '^10\\.20", "pattern: '^10\\.[23]0"),
    });
    expect(told).toEqual([
      expect.stringMatching(
        `^${LEIPZIG}:9:\\d+  the API server of dc-leipzig-1 can't answer at 10.30.4.1: dc-berlin-2's does`,
      ),
    ]);
  });

  it('may be that of a cluster with another manager, which is said', () => {
    const [told, ...others] = complaints({
      [SECOND]: text =>
        replace(
          '10.20.9.10',
          '10.20.8.10',
        )(replace('managedBy: mgmt-eu', 'managedBy: mgmt-us')(text)),
    });
    expect(others).toEqual([]);
    expect(told).toMatch(
      `${SECOND}:11:26  warning: the API server of dc-berlin-2`,
    );
    expect(told).toMatch(`See ${FIRST}:11.`);
  });

  it('is told where a default gives it to all', () => {
    const told = complaints({
      [FIRST]: replace('    controlPlaneAddress: 10.20.8.10\n', ''),
      [SECOND]: replace('    controlPlaneAddress: 10.20.9.10\n', ''),
      [VSPHERE]: replace(
        'title: Address of',
        'default: 10.20.1.1\n        title: Address of',
      ),
    });
    expect(told).toContainEqual(
      expect.stringMatching(
        `^${SECOND}:\\d+:\\d+  the API server of dc-berlin-2 can't answer at 10.20.1.1`,
      ),
    );
  });
});
