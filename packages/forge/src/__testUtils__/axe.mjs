// Reads a JSON list of pages (HTML) and prints what axe objects to in each.
// A process of its own, as jsdom doesn't load inside jest. Colours need a
// browser: the end-to-end tests look at those.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { JSDOM } from 'jsdom';

const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const axe = readFileSync(axePath, 'utf8');
const pages = JSON.parse(readFileSync(0, 'utf8'));
const objections = [];
for (const page of pages) {
  const { window } = new JSDOM(page, { runScripts: 'outside-only' });
  window.eval(axe);
  const { violations } = await window.axe.run(window.document, {
    rules: { 'color-contrast': { enabled: false } },
  });
  objections.push(...violations.map(({ id, nodes }) => [id, nodes[0].html]));
}
process.stdout.write(JSON.stringify(objections));
