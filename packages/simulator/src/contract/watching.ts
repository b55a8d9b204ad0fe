import {
  JsonObject,
  objectAt,
  parseJson,
  isJsonObject,
  stringAt,
} from '../objects/json';
import { ContractCluster } from './ContractCluster';

/** What one line of a watch says. */
export interface Event {
  type: string;
  object: JsonObject;
}

/** Seconds that a watch of the contract goes on. */
const WATCH_SECONDS = 2;

/** Watches until the server ends it, while something happens. */
export async function watchWhile(
  cluster: ContractCluster,
  path: string,
  query: Record<string, string>,
  act: () => Promise<unknown> = async () => {},
): Promise<Event[]> {
  const parameters = new URLSearchParams({
    watch: 'true',
    timeoutSeconds: String(WATCH_SECONDS),
    ...query,
  });
  const [{ text }] = await Promise.all([
    cluster.get(`${path}?${parameters}`),
    act(),
  ]);
  return text
    .trim()
    .split('\n')
    .map(line => parseJson(line))
    .filter(isJsonObject)
    .map(event => ({
      type: stringAt(event, 'type') ?? '',
      object: objectAt(event, 'object') ?? {},
    }));
}

/** `ADDED a`, in short. */
export function inShort({ type, object }: Event): string {
  return `${type} ${stringAt(object, 'metadata', 'name') ?? ''}`.trim();
}

/** The resource version that a list or an object has. */
export function versionOf(body: JsonObject): string {
  return stringAt(body, 'metadata', 'resourceVersion') ?? '';
}
