import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { KubeConfig, makeInformer } from '@kubernetes/client-node';
import type { KubernetesListObject } from '@kubernetes/client-node';

/**
 * The least that can watch: informers of the client library on the kinds that the agent watches, and nothing done with
 * what they hold. What the agent needs beyond that is its own.
 */
const [file, ...resources] = process.argv.slice(2);
const config = new KubeConfig();
config.loadFromString(readFileSync(file, 'utf8'));
const agent = new Agent({ keepAlive: true });

async function list(path: string): Promise<KubernetesListObject<object>> {
  const server = config.getCurrentCluster()?.server ?? '';
  const options = {};
  await config.applyToHTTPSOptions(options);
  return new Promise((resolve, reject) => {
    request(`${server}${path}`, { ...options, agent }, response => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve(JSON.parse(Buffer.concat(chunks).toString())),
      );
    })
      .on('error', reject)
      .end();
  });
}

async function watch(resource: string): Promise<void> {
  const informer = makeInformer(config, resource, () => list(resource));
  informer.on('error', error => {
    process.stderr.write(`${resource}: ${error}\n`);
  });
  await informer.start();
}

Promise.all(resources.map(watch)).then(
  () => process.stdout.write('watching\n'),
  error => {
    process.stderr.write(`${error}\n`);
    process.exit(1);
  },
);
