import { ControlPlane, KubeResponse } from '@flotilla/testbed';
import { isJsonObject, JsonObject, listAt, stringAt } from '../../objects/json';
import { KubeObject } from '../../objects/KubeObject';
import { Target, targetOf } from '../../store/Target';
import { Answer, ContractCluster, Outcome } from '../ContractCluster';
import { collectionPath, objectPath, pathOf } from '../paths';

const MERGE = 'application/merge-patch+json';
const APPLY = 'application/apply-patch+yaml';

/** A real API server: what is asked of it is asked over HTTP. */
export class RealCluster implements ContractCluster {
  constructor(readonly kubernetes: ControlPlane) {}

  async get(path: string, accept = 'application/json'): Promise<Answer> {
    const { status, headers, body, text } = await this.kubernetes.request(
      path,
      { headers: { accept } },
    );
    return {
      status,
      contentType: String(headers['content-type']),
      body: isJsonObject(body) ? body : {},
      text,
    };
  }

  create(object: KubeObject, manager: string): Promise<Outcome> {
    return this.#write(collectionPath(targetOf(object)), {
      method: 'POST',
      body: object,
      query: { fieldManager: manager },
    });
  }

  apply(object: KubeObject, manager: string, force = false): Promise<Outcome> {
    return this.#write(pathOf(object), {
      method: 'PATCH',
      contentType: APPLY,
      body: object,
      query: { fieldManager: manager, force: String(force) },
    });
  }

  patch(target: Target, body: JsonObject, manager: string): Promise<Outcome> {
    return this.#write(objectPath(target), {
      method: 'PATCH',
      contentType: MERGE,
      body,
      query: { fieldManager: manager },
    });
  }

  scale(target: Target, replicas: number, manager: string): Promise<Outcome> {
    return this.#write(`${objectPath(target)}/scale`, {
      method: 'PATCH',
      contentType: MERGE,
      body: { spec: { replicas } },
      query: { fieldManager: manager },
    });
  }

  delete(target: Target): Promise<Outcome> {
    return this.#write(objectPath(target), {
      method: 'DELETE',
      query: { propagationPolicy: 'Background' },
    });
  }

  compact(): Promise<void> {
    return this.kubernetes.compact();
  }

  async #write(
    path: string,
    sent: {
      method: string;
      body?: JsonObject;
      contentType?: string;
      query: Record<string, string>;
    },
  ): Promise<Outcome> {
    const { query, ...init } = sent;
    return outcome(
      await this.kubernetes.request(
        `${path}?${new URLSearchParams(query)}`,
        init,
      ),
    );
  }
}

function outcome({ status, body }: KubeResponse): Outcome {
  if (status < 300) return 'done';
  const refusal = isJsonObject(body) ? body : {};
  return {
    code: status,
    reason: stringAt(refusal, 'reason') ?? '',
    fields: listAt(refusal, 'details', 'causes').map(
      cause => stringAt(cause, 'field') ?? '',
    ),
  };
}
