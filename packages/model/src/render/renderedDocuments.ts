/** One object of a rendered file, not parsed yet: most are of no interest. */
export interface RenderedDocument {
  kind?: string;
  name?: string;
  text: string;
  /** The line of the file where it begins. */
  line: number;
}

/** The objects of a file as rendering prints it. */
export function documentsIn(rendered: string): RenderedDocument[] {
  let line = 1;
  return rendered.split(/^---$/m).map(text => {
    const document = {
      kind: /^kind: (.*)$/m.exec(text)?.[1],
      name: /^ {2}name: (.*)$/m.exec(text)?.[1],
      text,
      line,
    };
    line += text.split('\n').length - 1;
    return document;
  });
}
