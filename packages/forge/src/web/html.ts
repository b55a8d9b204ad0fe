const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text that is markup already; only `html` makes it. */
export class Html {
  constructor(readonly text: string) {}
}

type Part = Html | string | number | undefined | false | Part[];

function escape(text: string): string {
  return text.replace(/[&<>"']/g, character => ESCAPES[character] ?? '');
}

function markup(part: Part): string {
  if (part === undefined || part === false) return '';
  if (Array.isArray(part)) return part.map(markup).join('');
  return part instanceof Html ? part.text : escape(String(part));
}

/** Markup from a template; everything put into it is escaped. */
export function html(template: TemplateStringsArray, ...parts: Part[]): Html {
  return new Html(
    template.reduce(
      (text, literal, at) => text + markup(parts[at - 1]) + literal,
    ),
  );
}
