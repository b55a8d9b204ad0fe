import { KubeconfigClient } from './KubeconfigClient';

const NODES = ['node-1', 'node-2', 'node-3'];

/** Nodes for kwok to look after, so that pods have a place to go. */
export async function createNodes(client: KubeconfigClient): Promise<void> {
  for (const name of NODES) {
    const { status, body } = await client.request('/api/v1/nodes', {
      method: 'POST',
      body: {
        metadata: {
          name,
          labels: {
            'kubernetes.io/arch': 'amd64',
            'kubernetes.io/hostname': name,
            'kubernetes.io/os': 'linux',
          },
        },
      },
    });
    if (status !== 201 && status !== 409) {
      throw new Error(`no node ${name}: ${JSON.stringify(body)}`);
    }
  }
}
