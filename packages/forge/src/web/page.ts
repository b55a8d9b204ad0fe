import { html, Html } from './html';

/** Where a page stands: links to what is above it. */
export interface Crumb {
  label: string;
  href: string;
}

/** A whole page around its content. */
export function page(title: string, crumbs: Crumb[], content: Html): string {
  return html`<!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/-/forge.css" />
      </head>
      <body>
        <a class="skip" href="#content">Skip to the content</a>
        <aside aria-label="About this page">
          <p class="banner">
            <strong>Local stand-in for the Git host.</strong> Data stays on this
            machine.
          </p>
        </aside>
        <header>
          <nav aria-label="Where you are">
            ${crumbs.map(
              (crumb, at) =>
                html`${at > 0 && ' / '}<a href="${crumb.href}"
                    >${crumb.label}</a
                  >`,
            )}
          </nav>
        </header>
        <main id="content" tabindex="-1">${content}</main>
      </body>
    </html>`.text;
}

/** `2026-11-21T14:33:15Z` as a person reads it, exact for machines. */
export function time(at: string): Html {
  const shown = at.replace('T', ' ').replace(/:\d\dZ$/, ' UTC');
  return html`<time datetime="${at}">${shown}</time>`;
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
