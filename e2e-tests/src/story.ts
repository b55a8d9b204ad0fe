import { AxeBuilder } from '@axe-core/playwright';
import { test as base, expect, Page } from '@playwright/test';
import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';
import { browserLaunch } from './browser';

const ROOT = resolve('..');
const PICTURES = join(ROOT, 'docs', 'images');

/** One browser with one signed-in person for the whole story. */
export const test = base.extend<object, { portal: Page; url: string }>({
  url: [
    async ({}, use) => {
      await use(process.env.FLOTILLA_URL ?? 'http://localhost:7007');
    },
    { scope: 'worker' },
  ],
  portal: [
    async ({ url }, use) => {
      const browser = await chromium.launch(await browserLaunch());
      const context = await browser.newContext({
        baseURL: url,
        viewport: { width: 1280, height: 800 },
        reducedMotion: 'reduce',
      });
      const page = await context.newPage();
      await signIn(page);
      await use(page as Page);
      await browser.close();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
});

export { expect };

async function signIn(page: Page): Promise<void> {
  await page.goto('/');
  await page.getByRole('button', { name: 'Enter' }).click();
}

/** Makes something happen in the demo, as `npm run demo` does. */
export async function demo(...words: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      ...['--require', '@backstage/cli/config/nodeTransform.cjs'],
      join(ROOT, 'packages/workbench/src/demo/main.ts'),
      ...['--state', process.env.FLOTILLA_STATE ?? join(ROOT, '.flotilla')],
      ...words,
    ],
    { cwd: ROOT },
  );
  return stdout;
}

/** Fails on what axe calls serious or critical. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'])
    .analyze();
  const serious = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => ({
      id,
      help,
      where: nodes.map(node => node.target.join(' ')).slice(0, 5),
    }));
  expect(serious).toEqual([]);
}

/** Keeps a picture for the README and for whoever reviews a change. */
export async function picture(page: Page, name: string): Promise<void> {
  if (process.env.FLOTILLA_PICTURES) {
    await mkdir(PICTURES, { recursive: true });
    await page.screenshot({ path: join(PICTURES, `${name}.png`) });
  }
}
