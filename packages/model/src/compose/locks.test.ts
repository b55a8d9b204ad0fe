import { edits } from '../__fixtures__/composed';
import { complaints } from '../__fixtures__/loaded';
import { BASE, PROD, replace, STANDARD, WEB } from '../__fixtures__/smallFleet';
import type { FleetEdits } from '../__fixtures__/smallFleet';

describe('a lock', () => {
  const BREACH = '{name: web, values: {title: mine}}';
  const LATER: [string, FleetEdits][] = [
    [
      'model',
      {
        [STANDARD]: replace('components:\n', `components:\n    - ${BREACH}\n`),
      },
    ],
    [
      'variant',
      {
        [STANDARD]: replace(
          '- name: big\n',
          `- name: big\n      components: [${BREACH}]\n`,
        ),
        [PROD]: replace('provider: metal', 'variant: big\n  provider: metal'),
      },
    ],
    ['cluster', { [PROD]: replace('{replicas: 2}', '{title: mine}') }],
  ];
  it.each(LATER)('set in a parent binds a %s', (_layer, breach) => {
    const told = complaints(breach).join('\n');
    expect(told).toContain("web: values.title can't be changed");
    expect(told).toContain(`${BASE}:19 marks it required.`);
  });

  it('of a later layer closes what an earlier one left open', () => {
    const narrowed = {
      [STANDARD]: replace(
        'components:\n',
        'components:\n    - {name: web, required: true, values: {replicas: 3}}\n',
      ),
    };
    expect(complaints(narrowed)).toEqual([
      `${PROD}:11:38  web: values.replicas can't be changed
  ${STANDARD}:15 marks it required.
  Nothing of it may be changed here.`,
    ]);
    expect(
      complaints({
        ...narrowed,
        [PROD]: replace('{replicas: 2}', '{replicas: 3, title: hello}'),
      }),
    ).toEqual([]);
  });

  it('holds the version that the provider pins', () => {
    const required = {
      [BASE]: replace(
        '  components:\n',
        '  components:\n    - {name: local-storage, required: true}\n',
      ),
    };
    expect(complaints(required)).toEqual([
      `${STANDARD}:15:40  local-storage can't be made patchable
  ${BASE}:17 marks it required.
  Nothing of it may be changed here.`,
    ]);
    expect(
      complaints({
        [BASE]: required[BASE],
        [STANDARD]: replace('patchable: true', 'version: 2.0.0'),
      }).join('\n'),
    ).toContain("local-storage can't be changed from 1.0.0 to 2.0.0");
  });

  const HOSTS: [item: string, told: string[]][] = [
    ['{name: main, port: 81}', []],
    ['{name: main, tls: {on: false}}', ['values.hosts.main.tls.on']],
    [
      '{name: more, port: 80}',
      ['values.hosts.more.name', 'values.hosts.more.port'],
    ],
    ['{name: side, port: 80}', []],
    ['{name: side, port: null}', ['values.hosts.side.port']],
  ];
  it.each(HOSTS)('opens an item of a list by its name: %s', (item, told) => {
    const all = complaints({
      [WEB]: edits(
        [
          'title: hello}',
          'title: hello, hosts: [{name: side, port: 80}, {name: main, port: 80, tls: {on: true}}]}',
        ],
        ['title: {type: string}}', 'title: {type: string}, hosts: {}}'],
      ),
      [BASE]: replace('/values/replicas', '/values/hosts/main/port'),
      [PROD]: replace('{replicas: 2}', `{hosts: [${item}]}`),
    });
    const fields = all.map(line => /values\.[\w.]+/.exec(line)?.[0]);
    expect(fields).toEqual(told);
  });

  it('keeps a component on once it is required', () => {
    expect(
      complaints({
        [BASE]: replace(
          'required: true',
          'required: true\n      enabled: false',
        ),
      }),
    ).toContain(`${BASE}:20:16  web can't be required and disabled`);
  });
});

describe('a cluster', () => {
  it('opens nothing to itself that others brought', () => {
    const brought = {
      [STANDARD]: replace(
        '{name: local-storage, patchable: true}',
        '{name: local-storage}',
      ),
      [PROD]: replace(
        'components:\n',
        'components:\n    - {name: local-storage, patchable: true}\n',
      ),
    };
    expect(complaints(brought)).toEqual([
      `${PROD}:11:40  a cluster can't make local-storage patchable
  ${STANDARD}:15 names it.
  Set its values instead, or ask for patchable: true in the model.`,
    ]);
  });

  it('on a draft is told so', () => {
    expect(
      complaints({
        [STANDARD]: replace('  extends', '  draft: true\n  extends'),
      }),
    ).toEqual([`${PROD}:6:10  warning: standard 1.0.0 is a draft`]);
  });
});
