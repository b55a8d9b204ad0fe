import { parseEvents, YAMLException } from 'js-yaml';
import type { Event } from 'js-yaml';
import { withBracketJoined } from './brackets';
import { YamlFault } from './fault';

const NOT_INDENTED = 'deficient indentation';
/** How much may be read again for brackets, in characters: a second's worth. */
const MAX_READ_AGAIN = 8_000_000;

/**
 * What stands in a YAML text, in order, with offsets.
 *
 * @throws YamlFault at the first place that isn't YAML, in words for who wrote it
 */
export function eventsOf(text: string, maxDepth: number): Event[] {
  let read = text;
  for (let again = 0; ; again += text.length) {
    try {
      return parseEvents(read, { maxDepth });
    } catch (error) {
      if (!(error instanceof YAMLException)) throw error;
      const offset = Math.min(error.mark?.position ?? 0, text.length);
      const joined =
        error.reason === NOT_INDENTED && again < MAX_READ_AGAIN
          ? withBracketJoined(read, offset)
          : undefined;
      if (joined === undefined) {
        throw faultOf(text, offset, error.reason, maxDepth);
      }
      read = joined;
    }
  }
}

type Told = { message: string; remedy?: string };

/** The parser's reasons that people meet, and what to do about them. */
const REASONS: Record<string, Told> = {
  'tab characters must not be used in indentation': {
    message: 'a tab as indentation',
    remedy: 'Indent with spaces.',
  },
  [NOT_INDENTED]: {
    message: 'a quote or bracket before this line is never closed',
    remedy: 'Close it, or indent what belongs to it.',
  },
  'unexpected end of the stream within a flow collection': {
    message: 'a bracket is never closed',
  },
  'unknown escape sequence': {
    message: 'no such escape sequence in double quotes',
    remedy: 'Write \\\\ for a backslash, or use single quotes.',
  },
  'missed comma between flow collection entries': {
    message: 'a comma or a closing bracket is missing before this',
  },
  'end of the stream or a document separator is expected': {
    message: 'this belongs to nothing above it',
    remedy: 'Look at the indentation.',
  },
};

function faultOf(
  text: string,
  offset: number,
  reason: string,
  maxDepth: number,
): YamlFault {
  const told = reason.startsWith('nesting exceeded')
    ? { message: `nested deeper than ${maxDepth} levels` }
    : REASONS[reason] ?? byPlace(text, offset, reason);
  return new YamlFault(offset, told.message, told.remedy);
}

/** The parser calls most things bad indentation; the character that it stopped at tells more. */
function byPlace(text: string, offset: number, reason: string): Told {
  const at = text[offset] ?? '';
  if (/[@`%]/.test(at)) {
    return {
      message: `a value can't start with ${at}`,
      remedy: 'Write the value in quotes.',
    };
  }
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  if (at === ':' && line.includes(':')) {
    return {
      message: 'a second ":" on the line',
      remedy: 'Write the value in quotes if it is text.',
    };
  }
  if (/[\]}]/.test(at)) {
    return { message: `a ${at} that closes nothing` };
  }
  // Text goes on in a line that is deeper: the parser stumbles over the ":" of its key only.
  if (
    reason.startsWith('bad indentation') &&
    (line.trim() === '' || (at === ':' && /^\s*[\w-]+$/.test(line)))
  ) {
    return {
      message: "this line's indentation fits nothing above it",
      remedy: 'Align it with what it belongs to.',
    };
  }
  if (reason.startsWith('can not read a block mapping entry')) {
    return {
      message: 'a key without its ":"',
      remedy: 'Write key: value, or indent the text below its key.',
    };
  }
  return { message: `not YAML: ${reason}` };
}
