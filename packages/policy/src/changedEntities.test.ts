import { atOnce } from '@flotilla/model';
import { entityChanges } from './changedEntities';
import { proposalOf } from './proposal';
import { edited, fleetWith, proposed } from './__testUtils__/smallFleet';
import type { Edits } from './__testUtils__/smallFleet';

const before = fleetWith();
const PROD = 'clusters/prod-1/cluster.yaml';

function changes(edits: Edits) {
  const change = proposed(before, edited(before, edits));
  return entityChanges(atOnce(proposalOf(change))).map(
    ({ operation, kind, name, fields }) => [operation, kind, name, fields],
  );
}

describe('entityChanges', () => {
  it('names the fields that differ', () => {
    expect(
      changes({ [PROD]: text => text.replace('workers: 3', 'workers: 9') }),
    ).toEqual([['UPDATE', 'Cluster', 'prod-1', ['/spec/variables/workers']]]);
  });

  it('sees no difference in comments, order and spacing', () => {
    expect(changes({ [PROD]: text => `# mine\n${text}\n` })).toEqual([]);
  });

  it('takes a rename for a DELETE and a CREATE', () => {
    const text = before.get(PROD) ?? '';
    const found = changes({
      [PROD]: null,
      'clusters/prod-2/cluster.yaml': text.replace('prod-1', 'prod-2'),
    });
    expect(found.map(([operation, , name]) => [operation, name])).toEqual([
      ['DELETE', 'prod-1'],
      ['CREATE', 'prod-2'],
    ]);
  });

  it("counts a manifest as its component's", () => {
    expect(
      changes({ 'components/web/1.0.0/manifests/web.yaml': 'kind: Other\n' }),
    ).toEqual([['UPDATE', 'Component', 'web', ['/spec/source']]]);
  });

  it('takes a file that cannot be read for a change of everything', () => {
    expect(changes({ [PROD]: 'spec: [' })).toEqual([
      ['UPDATE', 'Cluster', 'prod-1', ['']],
    ]);
  });
});
