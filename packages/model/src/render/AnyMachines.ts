import { isRecord } from '../source/pointer';
import { ANY_CLUSTER, isStandIn, standInFor } from './anyCluster';
import type { BuiltObject } from './built';
import type { Filling } from './Filling';
import { canonical, hashOf } from './hash';
import { hasLastingOrder } from './kindOrder';
import { nameTemplates } from './machineTemplates';
import { addressesIn } from './machineNetworks';
import { isImmutable } from './templateNames';
import { hasUnique } from './uniqueProblems';

/** The hash in the name of a template that says something which is another text on each cluster. */
interface AnyHash {
  key: string;
  /** What the hash is made of. */
  text: string;
}

/** The machines of any cluster: there are stand-ins for its name, variables and hashes. */
export class AnyMachines {
  /** Those that say addresses: the same on every cluster, or its own. */
  readonly addressed: Record<'same' | 'own', readonly BuiltObject[]>;
  /** Those with fields that no two may have alike. */
  readonly unique: readonly BuiltObject[];

  private constructor(
    /** With templates by their full names. */
    readonly built: readonly BuiltObject[],
    /** Of a template that names another one after that one. */
    private readonly hashes: readonly AnyHash[],
    /** What templates are called without their hashes. */
    private readonly templates: readonly string[],
    /** What else is called something. */
    private readonly others: readonly string[],
  ) {
    const addressed = built.filter(
      ({ object }) => addressesIn(object).length > 0,
    );
    const isOwn = ({ object }: BuiltObject) =>
      addressesIn(object).some(isStandIn);
    this.addressed = {
      same: addressed.filter(one => !isOwn(one)),
      own: addressed.filter(isOwn),
    };
    this.unique = built.filter(hasUnique);
  }

  /**
   * @param given - with templates as their provider calls them
   * @returns nothing where names hang on more than can be told of any cluster
   */
  static of(given: readonly BuiltObject[]): AnyMachines | undefined {
    const templates = given
      .map(({ object }) => object)
      .filter(isImmutable)
      .map(({ metadata }) => metadata.name);
    if (!templates.every(startsWithName)) return undefined;
    const hashes: AnyHash[] = [];
    const { built } = nameTemplates(given, ({ metadata }, spec) => {
      const text = canonical(spec);
      if (!isStandIn(text)) return `${metadata.name}-${hashOf(text)}`;
      const key = `h${hashes.length}`;
      hashes.push({ key, text });
      return `${metadata.name}-${standInFor(key)}`;
    });
    if (!hasLastingOrder(built.map(({ object }) => object))) return undefined;
    const others = built
      .flatMap(({ object }) => namesIn(object))
      .filter(name => !startsWithName(withoutHash(name, hashes)));
    return new AnyMachines(built, hashes, templates, [...new Set(others)]);
  }

  /**
   * What a cluster has in place of stand-ins; nothing where something else in it is called as one of its templates, and
   * would be taken for a reference to it.
   */
  filling(cluster: Filling): Filling | undefined {
    const filling = this.hashes.reduce(
      (known, { key, text }) => known.with(key, hashOf(known.filled(text))),
      cluster,
    );
    if (this.templates.length === 0) return filling;
    const templates = new Set(this.templates.map(name => filling.filled(name)));
    return this.others.some(name => templates.has(filling.filled(name)))
      ? undefined
      : filling;
  }
}

/** Whether a text is a cluster's name and what makes it another one: different on each cluster, as others are. */
function startsWithName(text: string): boolean {
  return (
    text.startsWith(ANY_CLUSTER) &&
    !text.includes('\n') &&
    !isStandIn(text.slice(ANY_CLUSTER.length))
  );
}

function withoutHash(name: string, hashes: readonly AnyHash[]): string {
  return hashes.reduce(
    (text, { key }) => text.replace(standInFor(key), ''),
    name,
  );
}

function namesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(namesIn);
  if (!isRecord(value)) return [];
  const own = typeof value.name === 'string' ? [value.name] : [];
  return [...own, ...Object.values(value).flatMap(namesIn)];
}
