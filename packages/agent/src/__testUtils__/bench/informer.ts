import { KubeConfig, makeInformer } from '@kubernetes/client-node';
import { KubeConnection, bodyOf } from '../../kube/KubeConnection';

/**
 * The least that can watch: informers of the client library on the kinds that the agent watches, and nothing done with
 * what they hold. What the agent needs beyond that is its own.
 */
const [file, ...resources] = process.argv.slice(2);

async function watch(resource: string): Promise<void> {
  const config = new KubeConfig();
  config.loadFromFile(file);
  const server = config.getCurrentCluster()?.server ?? '';
  const list = async () => {
    const connection = new KubeConnection({ kubeConfig: config });
    const { signal } = new AbortController();
    const answer = await connection.send({
      method: 'GET',
      path: resource,
      signal,
    });
    return JSON.parse(await bodyOf(answer));
  };
  const informer = makeInformer(config, resource, list);
  informer.on('error', error => {
    process.stderr.write(`${server}${resource}: ${error}\n`);
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
