import { TestRepository } from '@flotilla/testbed';
import {
  isJsonObject,
  JsonObject,
  listAt,
  mergePatch,
  parseJson,
  stringAt,
} from '../../objects/json';
import { KubeObject } from '../../objects/KubeObject';
import { SimulatedCluster } from '../../SimulatedCluster';
import { SimulatedFleet } from '../../SimulatedFleet';
import { StatusError } from '../../store/StatusError';
import { Target } from '../../store/Target';
import { Answer, ContractCluster, Outcome } from '../ContractCluster';

/** A simulated cluster: it is read over HTTP and changed in process. */
export class SimulatedContract implements ContractCluster {
  private constructor(
    readonly repository: TestRepository,
    readonly fleet: SimulatedFleet,
    readonly cluster: SimulatedCluster,
  ) {}

  static async start(): Promise<SimulatedContract> {
    const repository = new TestRepository();
    repository.commit({ 'fleet.yaml': 'kind: Fleet\n' });
    const fleet = await SimulatedFleet.start({
      gitUrl: repository.folder,
      engineInterval: 3600,
      speed: 1000,
    });
    const cluster = await fleet.createCluster({
      name: 'dev',
      kubernetesVersion: '1.36.3',
      bootstrapped: false,
    });
    return new SimulatedContract(repository, fleet, cluster);
  }

  async stop(): Promise<void> {
    await this.fleet.stop();
    this.repository.remove();
  }

  async get(path: string, accept = 'application/json'): Promise<Answer> {
    const [, token] =
      /token: (\S+)/.exec(this.cluster.kubeconfig('admin')) ?? [];
    const response = await fetch(`${this.cluster.server}${path}`, {
      headers: { authorization: `Bearer ${token}`, accept },
    });
    const text = await response.text();
    const body = parseJson(text);
    return {
      status: response.status,
      contentType: response.headers.get('content-type') ?? '',
      body: isJsonObject(body) ? body : {},
      text,
    };
  }

  create(object: KubeObject, manager: string): Promise<Outcome> {
    return this.#write(api => api.create(object, { manager }));
  }

  apply(object: KubeObject, manager: string, force = false): Promise<Outcome> {
    return this.#write(api => api.apply(object, { manager, force }));
  }

  patch(target: Target, patch: JsonObject, manager: string): Promise<Outcome> {
    return this.#write(api =>
      api.update(
        target,
        draft => {
          const patched = mergePatch(draft, patch);
          for (const key of Object.keys(draft)) delete draft[key];
          Object.assign(draft, patched);
        },
        { manager },
      ),
    );
  }

  scale(target: Target, replicas: number, manager: string): Promise<Outcome> {
    return this.#write(api => api.scale(target, replicas, manager));
  }

  delete(target: Target): Promise<Outcome> {
    return this.#write(api => api.delete(target));
  }

  async compact(): Promise<void> {
    this.cluster.http.compact();
  }

  async #write(
    write: (api: SimulatedCluster['api']) => unknown,
  ): Promise<Outcome> {
    try {
      write(this.cluster.api);
      return 'done';
    } catch (error) {
      return refusal(error);
    }
  }
}

function refusal(error: unknown): Outcome {
  if (!(error instanceof StatusError)) throw error;
  return {
    code: error.code,
    reason: error.reason,
    fields: listAt(error.details, 'causes').map(
      cause => stringAt(cause, 'field') ?? '',
    ),
  };
}
