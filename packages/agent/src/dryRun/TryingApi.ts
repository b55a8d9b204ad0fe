import { KubeObject } from '@flotilla/drift';
import { json } from '../json';
import { KubeConnection, bodyOf } from '../kube/KubeConnection';
import { isKubeObject } from '../kube/kubeObject';

/** Asks the API server what would become of objects. It sends nothing that isn't a read or a dry-run. */
export class TryingApi {
  constructor(private readonly connection: KubeConnection) {}

  /** @throws KubeError when the API refuses, Error when it can't be reached */
  async read(path: string, signal: AbortSignal): Promise<unknown> {
    const call = { method: 'GET', path, signal } as const;
    return json.parse(await bodyOf(await this.connection.send(call)));
  }

  /**
   * Server-side apply as somebody's field manager, tried only: what was there before is there afterwards.
   *
   * @throws KubeError when the API refuses, Error when it can't be reached
   */
  async tryApply(
    path: string,
    object: KubeObject,
    fieldManager: string,
    signal: AbortSignal,
  ): Promise<KubeObject> {
    const response = await this.connection.send({
      method: 'PATCH',
      path,
      query: { dryRun: 'All', force: true, fieldManager },
      body: {
        type: 'application/apply-patch+yaml',
        text: JSON.stringify(object),
      },
      signal,
    });
    const answer = json.parse(await bodyOf(response));
    if (!isKubeObject(answer)) throw new Error(`${path}: no object in answer`);
    return answer;
  }

  close(): void {
    this.connection.close();
  }
}
