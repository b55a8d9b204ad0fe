import type { Dialect } from './dialect';
import { YamlFault } from './fault';
import type { YamlMap, YamlNode, YamlScalar } from './tree';

/** How many values aliases may repeat: past it a small file fills the memory. */
const MAX_REPEATED = 10_000;
/** Nobody reads more at once. */
const MAX_FAULTS = 20;

/** `<<` without quotes; in quotes it is a name like any other. */
export function isMerge(key: YamlNode): boolean {
  return (
    key.kind === 'scalar' &&
    key.text === '<<' &&
    (key.plain || key.tag === 'tag:yaml.org,2002:merge')
  );
}

class Construction {
  readonly faults: YamlFault[] = [];
  /** What aliases name, made once. */
  private readonly named = new Map<
    YamlNode,
    { value: unknown; size: number }
  >();
  private size = 0;
  private repeated = 0;

  constructor(private readonly dialect: Dialect) {}

  value(node: YamlNode): unknown {
    this.size += 1;
    switch (node.kind) {
      case 'scalar':
        return this.scalar(node);
      case 'list':
        if (node.flow) node.items.forEach(item => this.checkFlow(item));
        return node.items.map(item => this.value(item));
      case 'map':
        return this.map(node);
      default:
        return this.alias(node.start, node.target);
    }
  }

  private scalar(node: YamlScalar): unknown {
    const value = this.dialect.scalar(node);
    if (value === undefined) {
      const tag = node.tag?.replace(/^tag:yaml\.org,2002:/, '!!');
      this.fault(
        node,
        `the tag ${tag} isn't known here, or isn't what the value is`,
        'Remove it.',
      );
    } else if (typeof value === 'bigint') {
      this.report(
        node.start,
        `${node.text} is kept as ${Number(
          value,
        )}: so large a whole number loses digits`,
        'Write it in quotes if it is text, else in fewer digits.',
        this.dialect.lossIs,
      );
      return Number(value);
    } else if (typeof value === 'number' && !Number.isFinite(value)) {
      this.fault(
        node,
        `${node.text} isn't a number that JSON has`,
        `Write a number of at most 1.79e+308, or in quotes if it is text: ${JSON.stringify(
          node.text,
        )}.`,
      );
    }
    return value;
  }

  private alias(start: number, target: YamlNode): unknown {
    const known = this.named.get(target) ?? this.nameValue(target);
    const before = this.repeated;
    this.repeated += known.size;
    this.size += known.size;
    if (this.repeated <= MAX_REPEATED) return known.value;
    if (before <= MAX_REPEATED) {
      this.report(
        start,
        `aliases that repeat more than ${MAX_REPEATED} values`,
        'Write the values out.',
      );
    }
    return null;
  }

  private nameValue(target: YamlNode): { value: unknown; size: number } {
    const before = this.size;
    // Its own faults were found where it stands.
    const faults = this.faults.length;
    const value = this.value(target);
    this.faults.length = faults;
    const named = { value, size: this.size - before };
    this.size = before;
    this.named.set(target, named);
    return named;
  }

  private map(node: YamlMap): Record<string, unknown> {
    const map: Record<string, unknown> = {};
    const own = new Set<string>();
    for (const { key, value } of node.pairs) {
      if (isMerge(key)) {
        this.merge(map, key, value);
        continue;
      }
      if (node.flow) {
        this.checkFlow(key);
        this.checkFlow(value);
      }
      const name = this.name(key);
      const child = this.value(value);
      if (name === undefined) continue;
      if (own.has(name)) {
        this.fault(
          key,
          'this key stands twice in one map',
          'Keep one of them.',
        );
      }
      own.add(name);
      map[name] = child;
    }
    return map;
  }

  private checkFlow(node: YamlNode): void {
    if (node.kind !== 'scalar' || !node.plain) return;
    const { notInBrackets } = this.dialect;
    if (!notInBrackets) return;
    if (node.tight) {
      this.fault(
        node,
        `Kubernetes reads the ":" as part of ${node.text}`,
        'Write a space after it.',
      );
    }
    if (!notInBrackets.test(node.text)) return;
    this.fault(
      node,
      `Kubernetes reads ${node.text} as something else within brackets`,
      'Write it in quotes.',
    );
  }

  private name(key: YamlNode): string | undefined {
    const scalar = key.kind === 'alias' ? key.target : key;
    const name =
      scalar.kind === 'scalar' ? this.dialect.key(scalar) : undefined;
    if (name === undefined) {
      this.fault(key, 'a key that is not plain text', 'Use a word as key.');
    } else if (name === '__proto__') {
      this.fault(key, '"__proto__" can\'t be a key');
      return undefined;
    }
    return name;
  }

  /** Kubernetes' reader takes merged fields in the order of lines: what stands below wins. */
  private merge(
    map: Record<string, unknown>,
    key: YamlNode,
    value: YamlNode,
  ): void {
    if (!this.dialect.merges) {
      this.fault(
        key,
        'merge keys (<<) are not read here',
        'Write the values out.',
      );
      return;
    }
    const source = value.kind === 'alias' ? value.target : value;
    const maps = source.kind === 'list' ? [...source.items].reverse() : [value];
    for (const from of maps) {
      const target = from.kind === 'alias' ? from.target : from;
      if (target.kind === 'map') Object.assign(map, this.value(from));
      else this.fault(from, 'a merge key (<<) takes a map or a list of maps');
    }
  }

  private fault(node: YamlNode, message: string, remedy?: string): void {
    this.report(node.start, message, remedy);
  }

  private report(
    start: number,
    message: string,
    remedy?: string,
    severity: YamlFault['severity'] = 'error',
  ): void {
    if (this.faults.length < MAX_FAULTS) {
      this.faults.push(new YamlFault(start, message, remedy, severity));
    }
  }
}

/** The value of a tree as JSON has it, and all that keeps it from being one. */
export function valueOf(
  tree: YamlNode,
  dialect: Dialect,
): { value: unknown; faults: YamlFault[] } {
  const construction = new Construction(dialect);
  return { value: construction.value(tree), faults: construction.faults };
}
