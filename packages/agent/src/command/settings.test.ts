import { readSettings } from './settings';

const ENV = {
  FLOTILLA_HUB_URL: 'https://portal.example.com/api/flotilla/',
  FLOTILLA_FLEET: 'acme',
  FLOTILLA_CLUSTER: 'prod',
};

it('reads the environment, and flags before it', () => {
  expect(
    readSettings(['--cluster', 'edge', '--health-port', '0'], ENV),
  ).toMatchObject({
    hubUrl: 'https://portal.example.com/api/flotilla',
    fleet: 'acme',
    cluster: 'edge',
    healthPort: 0,
  });
});

it.each<[string[], Record<string, string>, RegExp]>([
  [[], {}, /^--hub-url, --fleet, --cluster missing/],
  [['--colour'], ENV, /Unknown option '--colour'/],
  [['--hub-url', 'portal'], ENV, /is not a URL; write it like/],
  [['--health-port', 'high'], ENV, /"high" is not a port/],
])('refuses %j with its remedy', (args, env, message) => {
  expect(() => readSettings(args, env)).toThrow(message);
});
