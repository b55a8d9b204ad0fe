import { isDeepStrictEqual } from 'node:util';
import {
  DRY_RUN,
  KubeObject,
  PROBE_ANNOTATION,
  dryRunPolicy,
} from '@flotilla/drift';
import { json } from '../json';
import { KubeError } from '../kube/KubeError';
import { TryingApi } from './TryingApi';

const POLICIES =
  '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies';
const BINDINGS =
  '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings';

/** Makes sure that the agent's account can do no more than dry-runs, before it does any. */
export class DryRunGuard {
  constructor(
    private readonly api: TryingApi,
    /** The agent's own. */
    private readonly namespace: string,
  ) {}

  /**
   * Reads the policy and its binding.
   *
   * @returns why dry-runs may not be used; undefined where both are what they should be
   * @throws Error when that can't be known now
   */
  async unfit(signal: AbortSignal): Promise<string | undefined> {
    const { policy, binding } = dryRunPolicy(this.namespace);
    return (
      (await this.#differs('policy', POLICIES, policy, signal)) ??
      (await this.#differs('binding', BINDINGS, binding, signal))
    );
  }

  async #differs(
    what: string,
    path: string,
    expected: KubeObject,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    try {
      const live = json.map(await this.api.read(`${path}/${DRY_RUN}`, signal));
      if (json.map(live.metadata).deletionTimestamp !== undefined) {
        return `the ${what} ${DRY_RUN} is being deleted`;
      }
      return isDeepStrictEqual(live.spec, expected.spec)
        ? undefined
        : `the ${what} ${DRY_RUN} isn't what this agent knows: it may allow more than dry-runs`;
    } catch (error) {
      if (error instanceof KubeError && error.status === 404) {
        return `the ${what} ${DRY_RUN} isn't there`;
      }
      throw error;
    }
  }

  /**
   * Asks the server for something that nobody but the policy refuses. A policy that is stored isn't enforced yet, or by
   * that server not yet.
   *
   * @returns why nothing may be tried yet; undefined where it may
   * @throws Error when that can't be known now
   */
  async idle(signal: AbortSignal): Promise<string | undefined> {
    const { namespace } = this;
    const name = 'flotilla-agent';
    const path = `/apis/coordination.k8s.io/v1/namespaces/${namespace}/leases/${name}`;
    const lease: KubeObject = {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: { name, namespace, annotations: { [PROBE_ANNOTATION]: '' } },
    };
    try {
      await this.api.tryApply(path, lease, `${name}-probe`, signal);
      return `the policy ${DRY_RUN} isn't enforced yet`;
    } catch (error) {
      const isRefusal = error instanceof KubeError && error.status === 403;
      if (isRefusal && error.message.includes(`'${DRY_RUN}'`)) return undefined;
      throw error;
    }
  }
}
