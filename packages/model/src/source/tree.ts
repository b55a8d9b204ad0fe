import {
  COLLECTION_STYLE,
  EVENT_ID,
  getScalarValue,
  SCALAR_STYLE,
} from 'js-yaml';
import type { AliasEvent, DocumentEvent, Event, ScalarEvent } from 'js-yaml';
import { YamlFault } from './fault';
import { eventsOf } from './syntax';

/** Text as it stands: what it means is the dialect's to say. */
export interface YamlScalar {
  kind: 'scalar';
  /** Where it starts, in characters from the start of the file. */
  start: number;
  text: string;
  /** Without quotes, on one or more lines. */
  plain: boolean;
  /** The full name of an explicit tag; `!` for one that says "text". */
  tag?: string;
  /** Whether its ":" touches a bracket or comma; to YAML 1.1 the ":" is then part of the text. */
  tight?: true;
}

export interface YamlMap {
  kind: 'map';
  start: number;
  flow: boolean;
  pairs: { key: YamlNode; value: YamlNode }[];
}

export interface YamlList {
  kind: 'list';
  start: number;
  flow: boolean;
  items: YamlNode[];
}

export interface YamlAlias {
  kind: 'alias';
  start: number;
  name: string;
  target: YamlNode;
}

export type YamlNode = YamlScalar | YamlMap | YamlList | YamlAlias;

const CORE = 'tag:yaml.org,2002:';

class Reading {
  private readonly anchors = new Map<string, YamlNode | undefined>();
  private readonly handles = new Map([
    ['!', '!'],
    ['!!', CORE],
  ]);
  /** Where an empty value stands: after what was read before it. */
  private last = 0;

  constructor(
    private readonly text: string,
    private readonly events: readonly Event[],
    public at: number,
    document: DocumentEvent,
  ) {
    for (const directive of document.directives) {
      if (directive.kind === 'tag') {
        this.handles.set(directive.handle, directive.prefix);
      }
    }
  }

  node(): YamlNode {
    const event = this.events[this.at];
    this.at += 1;
    switch (event.type) {
      case EVENT_ID.SCALAR:
        return this.scalar(event);
      case EVENT_ID.ALIAS:
        return this.alias(event);
      case EVENT_ID.MAPPING:
      case EVENT_ID.SEQUENCE:
        return this.collection(event);
      default:
        throw new YamlFault(this.last, 'not YAML');
    }
  }

  private scalar(event: ScalarEvent): YamlNode {
    const empty = event.valueStart < 0;
    const opening = event.style === SCALAR_STYLE.PLAIN ? 0 : 1;
    const block =
      event.style === SCALAR_STYLE.LITERAL_BLOCK ||
      event.style === SCALAR_STYLE.FOLDED_BLOCK;
    const start = empty
      ? Math.max(this.afterColon(), event.tagEnd, event.anchorEnd)
      : event.valueStart - opening;
    const node: YamlScalar = {
      kind: 'scalar',
      start: block && !empty ? this.headerOf(event) : start,
      text: getScalarValue(this.text, event),
      plain: event.style === SCALAR_STYLE.PLAIN,
      ...this.tagOf(event),
      ...(!empty && this.isTight(event) && { tight: true }),
    };
    this.last = empty ? start : event.valueEnd;
    this.name(event, node);
    return node;
  }

  private afterColon(): number {
    const found = /^[ \t]*:/.exec(this.text.slice(this.last, this.last + 100));
    return this.last + (found?.[0].length ?? 0);
  }

  private isTight({ style, valueEnd }: ScalarEvent): boolean {
    return (
      style === SCALAR_STYLE.PLAIN &&
      this.text[valueEnd] === ':' &&
      /[[\]{},]/.test(this.text[valueEnd + 1] ?? '')
    );
  }

  /** A block's value starts on the line after its `|` or `>`. */
  private headerOf(event: ScalarEvent): number {
    const found = this.text
      .slice(this.last, event.valueStart)
      .search(/[|>][-+0-9]*[ \t]*(#[^\n]*)?\r?$/m);
    return found < 0 ? event.valueStart : this.last + found;
  }

  private alias(event: AliasEvent): YamlNode {
    const name = this.text.slice(event.anchorStart, event.anchorEnd);
    const start = event.anchorStart - 1;
    const target = this.anchors.get(name);
    if (!target) {
      throw new YamlFault(
        start,
        this.anchors.has(name)
          ? `the alias *${name} stands inside what it names`
          : `there is no anchor &${name} before this alias`,
      );
    }
    this.last = event.anchorEnd;
    return { kind: 'alias', start, name, target };
  }

  private collection(
    event: Extract<
      Event,
      { type: typeof EVENT_ID.MAPPING | typeof EVENT_ID.SEQUENCE }
    >,
  ): YamlNode {
    const { start } = event;
    const flow = event.style === COLLECTION_STYLE.FLOW;
    const node: YamlMap | YamlList =
      event.type === EVENT_ID.MAPPING
        ? { kind: 'map', start, flow, pairs: [] }
        : { kind: 'list', start, flow, items: [] };
    if (event.anchorStart >= 0) this.name(event, undefined);
    this.last = Math.max(this.last, start);
    while (this.events[this.at]?.type !== EVENT_ID.POP) {
      if (node.kind === 'list') node.items.push(this.node());
      else node.pairs.push({ key: this.node(), value: this.node() });
    }
    this.at += 1;
    this.name(event, node);
    return node;
  }

  private name(
    event: { anchorStart: number; anchorEnd: number },
    node: YamlNode | undefined,
  ): void {
    const { anchorStart, anchorEnd } = event;
    if (anchorStart < 0) return;
    const name = this.text.slice(anchorStart, anchorEnd);
    // YAML 1.2 allows more, and YAML 1.1 ends the name there and goes on with a value.
    if (!/^[-\w]+$/.test(name)) {
      throw new YamlFault(
        anchorStart,
        'an anchor is named with letters, digits, - and _',
      );
    }
    this.anchors.set(name, node);
  }

  private tagOf(event: ScalarEvent): { tag?: string } {
    if (event.tagStart < 0) return {};
    const written = this.text.slice(event.tagStart, event.tagEnd);
    if (written.startsWith('!<')) return { tag: written.slice(2, -1) };
    const handle = /^![^!]*!/.exec(written)?.[0] ?? '!';
    const prefix = this.handles.get(handle) ?? handle;
    return { tag: prefix + written.slice(handle.length) };
  }
}

const EMPTY: YamlScalar = { kind: 'scalar', start: 0, text: '', plain: true };

/**
 * The documents of a text, one at least, as trees that know where everything stands.
 *
 * @throws YamlFault at the first place that isn't YAML
 */
export function readTrees(text: string, maxDepth: number): YamlNode[] {
  const events = eventsOf(text, maxDepth);
  const trees: YamlNode[] = [];
  let at = 0;
  while (at < events.length) {
    const event = events[at];
    if (event.type !== EVENT_ID.DOCUMENT) throw new YamlFault(0, 'not YAML');
    const reading = new Reading(text, events, at + 1, event);
    trees.push(reading.node());
    // The event after the tree closes the document.
    at = reading.at + 1;
  }
  return trees.length > 0 ? trees : [EMPTY];
}
