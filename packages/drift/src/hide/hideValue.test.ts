import { Step } from '../path/step';
import { reportedValue } from './hideValue';

const CONFIG_MAP = { group: '', version: 'v1', kind: 'ConfigMap', name: 'c' };
const field = (...names: string[]): Step[] =>
  names.map(name => ({ kind: 'field', name }));

it.each([
  ['a plain setting', field('data', 'mode'), 'fast', false],
  ['a password by its name', field('data', 'DB_PASSWORD'), 'x', true],
  ['the name of a secret', field('spec', 'secretName'), 'tls', false],
  ['a switch about tokens', field('automountServiceAccountToken'), true, false],
  ['a URL with a password', field('data', 'url'), 'pg://me:pw@db/x', true],
  ['a URL without one', field('data', 'url'), 'https://db.example/x', false],
  [
    'a private key wherever it stands',
    field('data', 'file'),
    '-----BEGIN RSA PRIVATE KEY-----\nMII',
    true,
  ],
  [
    'a settings file with a password',
    field('data', 'app.yaml'),
    'mode: fast\ndb:\n  password: hunter2\n',
    true,
  ],
  [
    "kubectl's copy of the object",
    field(
      'metadata',
      'annotations',
      'kubectl.kubernetes.io/last-applied-configuration',
    ),
    '{"kind":"Secret","data":{"x":"aHVudGVyMg=="}}',
    true,
  ],
  [
    'a flag with a token',
    [...field('args'), { kind: 'index', index: 0 } as const],
    '--token=abc',
    true,
  ],
  [
    'a flag that says where a token is',
    [...field('args'), { kind: 'index', index: 0 } as const],
    '--token-file=/run/token',
    false,
  ],
  [
    'a password that is put in later',
    field('data', 'url'),
    'password=$(DB_PASSWORD)',
    false,
  ],
  [
    'the value of a variable with a telling name',
    [
      ...field('env'),
      { kind: 'keys', keys: { name: 'API_KEY' } } as const,
      ...field('value'),
    ],
    'abc',
    true,
  ],
])('%s', (_, steps, value, isHidden) => {
  const reported = reportedValue(value, CONFIG_MAP, steps, undefined);
  expect('hidden' in reported).toBe(isHidden);
});

it('hides within lists and maps, and leaves the rest to see', () => {
  const item = { name: 'DB_PASSWORD', value: 'hunter2' };
  const reported = reportedValue(
    [item, { name: 'MODE', value: 'fast' }],
    CONFIG_MAP,
    field('env'),
    undefined,
  );
  expect(reported).toEqual({
    value: [
      { name: 'DB_PASSWORD', value: '(hidden, 7 characters)' },
      { name: 'MODE', value: 'fast' },
    ],
  });
});
