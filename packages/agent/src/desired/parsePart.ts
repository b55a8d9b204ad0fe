import { KubeObject } from '@flotilla/drift';
import { Document, ParsedNode, parseAllDocuments } from 'yaml';
import { isKubeObject } from '../kube/kubeObject';
import { Unreadable } from './Unreadable';

/** A line of its own at the margin; within texts of a document, lines are indented. */
const DOCUMENT = /^---[ \t]*$/m;

/**
 * The objects of a rendered part, or of what a chart has made.
 *
 * @throws Unreadable that names the line, and quotes nothing
 */
export function parsePart(text: string): KubeObject[] {
  const objects: KubeObject[] = [];
  let linesBefore = 0;
  // One after the other: the syntax trees of all at once would take many times the memory of what they say.
  for (const one of text.split(DOCUMENT)) {
    objects.push(...documentsIn(one, linesBefore));
    linesBefore += endsIn(one);
  }
  return objects;
}

function documentsIn(text: string, linesBefore: number): KubeObject[] {
  const objects: KubeObject[] = [];
  for (const document of parseAllDocuments(text, { logLevel: 'silent' })) {
    const [error] = document.errors;
    const begin = document.contents?.range[0] ?? 0;
    const first = linesBefore + endsIn(text.slice(0, begin)) + 1;
    if (error) {
      // The parser's own message shows the lines around.
      const line = linesBefore + (error.linePos?.[0].line ?? 1);
      throw new Unreadable(`no YAML: ${error.code} at line ${line}`);
    }
    const value = valueOf(document, first);
    if (value !== null && value !== undefined) {
      if (!isKubeObject(value)) {
        throw new Unreadable(`not a Kubernetes object at line ${first}`);
      }
      objects.push(value);
    }
  }
  return objects;
}

function valueOf(document: Document<ParsedNode>, line: number): unknown {
  try {
    // Rendered text has no aliases; a limit keeps hostile ones from growing.
    return document.toJS({ maxAliasCount: 100 });
  } catch {
    // What is thrown names the alias, and `*hunter2` is one.
    throw new Unreadable(`an alias that can't be followed, after line ${line}`);
  }
}

function endsIn(text: string): number {
  return text.split('\n').length - 1;
}
