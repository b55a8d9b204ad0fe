import { HubClient } from '../hub/HubClient';
import { HubError } from '../hub/HubError';
import { AgentKey } from './AgentKey';
import { KeyStore } from './KeyStore';

/**
 * Puts a new key in the place of the agent's own. The new one is kept before the hub hears of it, and the old one until
 * the new one has been used: whenever this process ends, one of the two is good, and the next start goes on from there.
 *
 * @throws HubError when the hub takes neither
 */
export async function rotateKey(
  hub: HubClient,
  keyStore: KeyStore,
  signal: AbortSignal,
): Promise<void> {
  const stored = await keyStore.load();
  if (!stored) return;
  const nextKey = stored.nextKey ?? (await AgentKey.make());
  if (!stored.nextKey) await keyStore.save({ ...stored, nextKey });
  await change(hub, await AgentKey.of(nextKey), signal);
  await keyStore.save({ privateKey: nextKey, agentId: stored.agentId });
}

/** Says which key is next, and uses it. */
async function change(
  hub: HubClient,
  next: AgentKey,
  signal: AbortSignal,
): Promise<void> {
  let refusal: HubError | undefined;
  try {
    await hub.announceKey(next.publicKey, signal);
  } catch (error) {
    // The old key may be refused because the new one was used before, and only keeping that failed.
    if (!(error instanceof HubError && error.status === 401)) throw error;
    refusal = error;
  }
  const before = hub.key;
  hub.key = next;
  try {
    await hub.desired(undefined, signal);
  } catch (error) {
    // Whatever else is wrong, a hub that says so has taken the key.
    const isTaken = error instanceof HubError && error.status !== 401;
    if (!isTaken) {
      hub.key = before;
      throw refusal ?? error;
    }
  }
}
