import { KubeObject } from '@flotilla/drift';

const NAMESPACES = 10;

/** Of so many objects a third are workloads, a third services, a third configuration; none of them runs. */
export function benchObjects(count: number): KubeObject[] {
  const objects: KubeObject[] = [];
  for (let number = 0; number < NAMESPACES; number++) {
    objects.push({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: namespaceOf(number) },
    });
  }
  const kinds = [workload, service, configuration];
  for (let number = 0; objects.length < count; number++) {
    objects.push(kinds[number % kinds.length](number));
  }
  return objects;
}

function namespaceOf(number: number): string {
  return `bench-${number % NAMESPACES}`;
}

function metadata(number: number) {
  const name = `thing-${number}`;
  return { name, namespace: namespaceOf(number), labels: { app: name } };
}

/** As it is named, one by one. */
export function workload(number: number): KubeObject {
  const { labels } = metadata(number);
  const resources = {
    requests: { cpu: '100m', memory: '64Mi' },
    limits: { memory: '128Mi' },
  };
  const env = ['A', 'B', 'C', 'D'].map(name => ({ name, value: `${number}` }));
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: metadata(number),
    spec: {
      replicas: 0,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          containers: [
            {
              name: 'app',
              image: 'registry.example/app:1.0',
              ports: [{ containerPort: 8080 }],
              env,
              resources,
            },
          ],
        },
      },
    },
  };
}

function service(number: number): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: metadata(number),
    spec: {
      // Ranges of tests are small.
      clusterIP: 'None',
      selector: metadata(number).labels,
      ports: [{ name: 'http', port: 80, targetPort: 8080 }],
    },
  };
}

function configuration(number: number): KubeObject {
  const lines = Array.from(
    { length: 20 },
    (_, line) => `key-${line}=${number}`,
  );
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: metadata(number),
    data: { 'app.properties': lines.join('\n'), mode: 'production' },
  };
}
