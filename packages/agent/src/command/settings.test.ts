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
    health: { host: '127.0.0.1', port: 0 },
    verbose: false,
  });
});

it('keeps its key in its own namespace, and listens beyond localhost, only where told to', () => {
  const quiet = readSettings([], ENV);
  expect(quiet).not.toHaveProperty('own');
  expect(quiet).not.toHaveProperty('health');
  const told = readSettings(['--health-port', '8081'], {
    ...ENV,
    FLOTILLA_NAMESPACE: 'flotilla-system',
    FLOTILLA_IDENTITY: 'flotilla-agent-0',
    FLOTILLA_HEALTH_HOST: '0.0.0.0',
  });
  expect(told).toMatchObject({
    own: { namespace: 'flotilla-system', identity: 'flotilla-agent-0' },
    health: { host: '0.0.0.0', port: 8081 },
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
