import { complaints } from '../__fixtures__/loaded';
import { METAL, replace } from '../__fixtures__/smallFleet';

const TEMPLATE = METAL.replace('provider.yaml', 'infrastructure/cluster.yaml');

it.each(['${null}', '${5}', '${cluster.labels}', '${""}'])(
  'says which object comes out without a name: %s',
  name => {
    const edit = replace(
      'name: ${cluster.name}-${pool.name}\n',
      `name: '${name}'\n`,
    );
    expect(complaints({ [TEMPLATE]: edit })).toEqual([
      expect.stringMatching(
        /^providers\/metal\/1.0.0\/infrastructure\/cluster.yaml:4:9 .*MachineDeployment: what expressions give has no/,
      ),
    ]);
  },
);

it.each([
  ['{a: b}', 'a map'],
  ['[workerPools]', 'a list'],
  ['pools', '"pools"'],
])('says what %s is, where worker pools are wanted', (written, told) => {
  const edit = replace('for-each: workerPools', `for-each: ${written}`);
  expect(complaints({ [TEMPLATE]: edit })).toEqual([
    expect.stringContaining(
      `flotilla.dev/for-each can't be ${told}\n  Write flotilla.dev/for-each: workerPools.`,
    ),
  ]);
});
