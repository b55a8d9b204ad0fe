import { KubeObject } from '@flotilla/drift';
import { json } from '../json';
import { KeyStore, StoredIdentity, readIdentity } from '../identity/KeyStore';
import { OwnObjects, OwnPlace, Overtaken } from './OwnObjects';

/** The name of the Secret: the rights that are given say it too. */
export const KEY_SECRET = 'flotilla-agent-key';
const ENTRY = 'identity.json';
const FOREVER = new AbortController().signal;

/** Keeps an agent's identity in a Secret of its own namespace, which it alone may read and write. */
export class SecretKeyStore implements KeyStore {
  readonly #place: OwnPlace;
  #known: KubeObject | undefined;

  constructor(private readonly objects: OwnObjects, namespace: string) {
    const name = KEY_SECRET;
    this.#place = { api: '/api/v1', resource: 'secrets', namespace, name };
  }

  /** @throws Error when there is a key that can't be read */
  async load(): Promise<StoredIdentity | undefined> {
    this.#known = await this.objects.read(this.#place, FOREVER);
    const entry = entryOf(this.#known);
    if (!entry) return undefined;
    const text = Buffer.from(entry, 'base64').toString('utf8');
    const { namespace, name } = this.#place;
    return readIdentity(text, `the Secret ${namespace}/${name}`);
  }

  /** @throws Overtaken when another process has written the key since it was read */
  async save(identity: StoredIdentity): Promise<void> {
    const text = Buffer.from(JSON.stringify(identity)).toString('base64');
    const data = { [ENTRY]: text };
    const known = this.#known;
    if (known) {
      this.#known = await this.#replace(known, data);
      return;
    }
    const { namespace, name } = this.#place;
    const object = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name, namespace },
      type: 'Opaque',
      data,
    };
    this.#known = await this.objects.create(this.#place, object, FOREVER);
  }

  /** Whoever only labels the Secret hasn't overtaken the key in it. */
  async #replace(
    known: KubeObject,
    data: Record<string, string>,
  ): Promise<KubeObject> {
    let object = known;
    for (;;) {
      try {
        const next = { ...object, data };
        return await this.objects.replace(this.#place, next, FOREVER);
      } catch (error) {
        if (!(error instanceof Overtaken)) throw error;
        const now = await this.objects.read(this.#place, FOREVER);
        if (!now || entryOf(now) !== entryOf(known)) throw error;
        object = now;
      }
    }
  }
}

function entryOf(secret: KubeObject | undefined): string {
  return json.text(json.map(secret?.data)[ENTRY]);
}
