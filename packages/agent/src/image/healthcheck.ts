import { get } from 'node:http';

/** Asks the agent beside it whether it lives: the kubelet can't reach what listens on localhost alone. */
const port = process.env.FLOTILLA_HEALTH_PORT ?? '8081';
const timeout = 5_000;
const request = get(
  { host: '127.0.0.1', port, path: '/healthz', timeout },
  response => {
    response.resume();
    process.exitCode = response.statusCode === 200 ? 0 : 1;
  },
);
request.on('timeout', () => request.destroy(new Error('no answer')));
request.on('error', error => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
