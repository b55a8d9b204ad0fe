import { KubeObject } from '@flotilla/drift';

/** Of the engine's object that applies a part. */
export function partMetadata(
  part: string,
  cluster: string,
  namespace: string,
): KubeObject['metadata'] {
  return {
    name: part.replace('/', '-'),
    namespace,
    annotations: { 'flotilla.dev/part': part },
    labels: { 'flotilla.dev/cluster': cluster },
  };
}
