import {
  ControlPlane,
  FLUX,
  Installation,
  Installed,
  asFluxSends,
} from '@flotilla/testbed';
import { compareObject } from '../compare/compareObject';
import { treeOf } from '../managers/ownedFields';
import { KubeObject, objectRef } from '../object';
import { isWithin } from '../path/fieldPath';
import { base64Of } from '../scalar/base64';
import { canonicalJson } from '../scalar/canonicalJson';
import type { KindSchema } from '../schema/openApiSchema';
import { FieldDrift, ObjectDrift } from '../types';
import { controllerChanges, faultsOf, requestsOf } from './controllerChanges';
import { serverDifferences } from './dryRun';
import { Expectation } from './expectation';
import { HandChange, changeByHand } from './handChanges';
import { servedSchemas } from './servedSchemas';

/** What became of one change by hand: what the engine got wrong, and where server and engine disagree. */
export interface Outcome {
  missed: string[];
  disagreements: string[];
}

/** A change by a controller, with what was wrongly said of it. */
export interface Told {
  manager: string;
  faults: string[];
}

/** Products on a real API server, held against what Git says of them. */
export class OnServer {
  readonly installed: Installed[] = [];
  readonly installation: Installation;
  readonly #schemas = new Map<string, KindSchema>();
  #rootCertificates: Promise<string> | undefined;

  constructor(private readonly kubernetes: ControlPlane) {
    this.installation = new Installation(kubernetes);
  }

  /** Takes up what has been installed, with the schemas that the server has of it. */
  async add(installed: readonly Installed[]): Promise<void> {
    this.installed.push(...installed);
    const kinds = this.there
      .map(one => kindKeyOf(one.desired))
      .filter(kind => !this.#schemas.has(kind));
    const served = await servedSchemas(this.kubernetes, new Set(kinds));
    for (const [kind, schema] of served) this.#schemas.set(kind, schema);
  }

  get there(): Installed[] {
    return this.installed.filter(one => !one.refused);
  }

  compare(desired: KubeObject, live: KubeObject | undefined): ObjectDrift {
    return compareObject({
      desired,
      live,
      applied: true,
      schema: this.#schemas.get(kindKeyOf(desired)),
      autoscalers: this.#autoscalers,
      now: new Date().toISOString(),
    });
  }

  get #autoscalers(): KubeObject[] {
    return this.there.flatMap(one =>
      one.live?.kind === 'HorizontalPodAutoscaler' ? one.live : [],
    );
  }

  /** What is said of an object as it was installed; nothing where it is as it should be. */
  finding({ product, desired, live }: Installed): string[] {
    const {
      state,
      fields,
      reason = '',
      degraded = '',
    } = this.compare(desired, live);
    if (state === 'Excluded') return [];
    if (state === 'InSync' && !degraded) return [];
    const paths = fields.map(({ op, fieldPath }) => `${op} ${fieldPath}`);
    return [
      `${product} ${titleOf(desired)}: ${state} ${reason}${degraded} ${paths}`,
    ];
  }

  async read(path: string): Promise<KubeObject | undefined> {
    const { status, body } = await this.kubernetes.request(path);
    return status === 200 && isObject(body) ? body : undefined;
  }

  /**
   * Changes an object by hand, looks at what is said of it, and puts it back.
   *
   * @returns undefined where the server allows no such change of this object
   */
  async tryChange(
    { desired, product }: Installed,
    change: HandChange,
    random: () => number,
  ): Promise<Outcome | undefined> {
    const path = await this.installation.path(desired);
    const before = await this.read(path);
    if (!before || this.compare(desired, before).state !== 'InSync') {
      return undefined;
    }
    const sent = asFluxSends(desired, product);
    const subject = {
      kubernetes: this.kubernetes,
      path,
      live: before,
      manifest: { ...sent, metadata: desired.metadata },
      random,
    };
    const expected = await changeByHand(subject, change);
    if (!expected) return undefined;
    const read = await this.read(path);
    const live = read?.metadata.deletionTimestamp ? undefined : read;
    const drift = this.compare(desired, live);
    const title = `${change} ${titleOf(desired)}`;
    const outcome = {
      missed: isTold(drift, expected)
        ? []
        : [`${title}: ${JSON.stringify({ expected, drift })}`],
      disagreements: live
        ? await this.disagreements(title, { desired, product, live })
        : [],
    };
    await this.#restore(path, sent);
    if (expected.undo) {
      const { query = '', ...undo } = expected.undo;
      await this.kubernetes.request(`${path}${query}`, undo);
    }
    return outcome;
  }

  /**
   * Lets controllers write to an object what they write to such ones, looks at what is said of each change, and puts
   * it back.
   *
   * @returns for each change who made it, and what was wrong
   */
  async tryControllers({ desired, product, live }: Installed): Promise<Told[]> {
    if (!live) return [];
    const path = await this.installation.path(desired);
    const told: Told[] = [];
    this.#rootCertificates ??= this.#readRootCertificates();
    const caBundle = await this.#rootCertificates;
    const around = { autoscalers: this.#autoscalers, caBundle };
    for (const change of controllerChanges(desired, live, around)) {
      const { manager, subresource } = change;
      const at = `${path}${subresource ? `/${subresource}` : ''}`;
      const { make, undo } = requestsOf(live, change);
      const query = `?fieldManager=${manager}`;
      const { status, text } = await this.kubernetes.request(at + query, make);
      const after = status < 300 && (await this.read(path));
      const drift = after && this.compare(desired, after);
      const faults = drift
        ? [
            ...this.finding({ desired, product, live: after }),
            ...faultsOf(change, { desired, live: after }, drift),
          ]
        : [`refused: ${text.slice(0, 300)}`];
      const title = `${manager} ${titleOf(desired)}`;
      told.push({ manager, faults: faults.map(one => `${title}: ${one}`) });
      await this.kubernetes.request(at + query, undo);
      await this.kubernetes.apply(path, asFluxSends(desired, product), FLUX);
    }
    return told;
  }

  async #readRootCertificates(): Promise<string> {
    const path = '/api/v1/namespaces/default/configmaps/kube-root-ca.crt';
    const read = await this.read(path);
    return base64Of(String(treeOf(read?.data)['ca.crt']));
  }

  /** What can't be put back in place was deleted, and is gone in a moment: it is put back then. */
  async #restore(path: string, sent: object): Promise<void> {
    for (let i = 0; i < 20; i++) {
      const read = await this.read(path);
      if (!read?.metadata.deletionTimestamp) break;
      await new Promise(resolve => setTimeout(resolve, 100));
    }
    await this.kubernetes.apply(path, sent, FLUX);
  }

  /** Where the server, asked to try to apply what Git says, names other places than the engine does. */
  async disagreements(
    title: string,
    { desired, product, live }: Installed,
  ): Promise<string[]> {
    if (!live) return [];
    const path = await this.installation.path(desired);
    const sent = asFluxSends(desired, product);
    const server = await serverDifferences(this.kubernetes, path, sent, live);
    if (!Array.isArray(server)) return [`${title}: ${server.refused}`];
    const { fields } = this.compare(desired, live);
    const ours = fields.filter(one => one.op !== 'add');
    const unknown = server.filter(
      at => !fields.some(one => isSamePlace(one, at)),
    );
    const alone = ours.filter(one => !server.some(at => isSamePlace(one, at)));
    return [
      ...unknown.map(at => `${title}: only the server says ${at}`),
      ...alone.map(one => `${title}: only we say ${one.fieldPath}`),
    ];
  }
}

/** The state, and nothing but what was changed, with its author. */
function isTold(drift: ObjectDrift, expected: Expectation): boolean {
  const { place, author, state } = expected;
  if (drift.state !== state) return false;
  if (!place) return true;
  const isRight = (field: FieldDrift) => {
    const { time, ...manager } = field.manager ?? { time: undefined };
    return (
      isToldAt(field, place) &&
      canonicalJson(manager) === canonicalJson(author ?? {})
    );
  };
  return drift.fields.length > 0 && drift.fields.every(isRight);
}

/** At the very place; of a list or map that is owned as a whole it is told what in it differs. */
function isToldAt(
  { fieldPath }: FieldDrift,
  place: NonNullable<Expectation['place']>,
): boolean {
  const isWhole = typeof place.value === 'object';
  return isWhole
    ? isWithin(fieldPath, place.fieldPath)
    : fieldPath === place.fieldPath;
}

/**
 * What is gone, or replaced as a whole, we tell once and the server leaf by leaf; of a list or map that is owned as a
 * whole we tell what in it differs, and the server the whole.
 */
function isSamePlace({ fieldPath }: FieldDrift, place: string): boolean {
  return isWithin(place, fieldPath) || isWithin(fieldPath, place);
}

function kindKeyOf(object: KubeObject): string {
  const { group, version, kind } = objectRef(object);
  return `${group}/${version}/${kind}`;
}

export function titleOf({ kind, metadata }: KubeObject): string {
  return `${kind} ${metadata.namespace ?? ''}/${metadata.name}`;
}

function isObject(value: unknown): value is KubeObject {
  return typeof value === 'object' && value !== null && 'metadata' in value;
}
