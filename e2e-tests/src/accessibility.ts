import { AxeBuilder } from '@axe-core/playwright';
import { expect, Page } from '@playwright/test';

/** What is Backstage's own, and wrong in it. */
const NOT_OURS = [
  // The tabs of its header name panels that it doesn't render.
  '[role="tablist"][aria-label="Toolbar tabs"]',
  // The name of this link leaves out the count that it shows.
  'nav a[href="/notifications"]',
];

const STANDARDS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'];

/** Fails on what axe calls serious or critical. */
export async function expectAccessible(page: Page): Promise<void> {
  const axe = new AxeBuilder({ page }).withTags(STANDARDS);
  // One by one: several at once would be a path through frames.
  NOT_OURS.forEach(selector => axe.exclude(selector));
  const { violations } = await axe.analyze();
  const serious = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => ({
      id,
      help,
      where: nodes.map(node => node.target.join(' ')).slice(0, 5),
    }));
  expect(serious).toEqual([]);
}
