import { test as base, expect, Page } from '@playwright/test';
import { chromium } from 'playwright-core';
import { browserLaunch } from './browser';

/** One browser with one signed-in person for the whole story. */
export const test = base.extend<object, { portal: Page }>({
  portal: [
    async ({}, use) => {
      const browser = await chromium.launch(await browserLaunch());
      const context = await browser.newContext({
        baseURL: process.env.FLOTILLA_URL,
        viewport: { width: 1280, height: 800 },
        reducedMotion: 'reduce',
      });
      context.setDefaultTimeout(30_000);
      const page = await context.newPage();
      await page.goto('/');
      await page.getByRole('button', { name: 'Enter' }).click();
      // Whoever leaves before this is shown is not signed in yet.
      await page.getByRole('link', { name: 'Settings' }).waitFor();
      await use(page);
      await browser.close();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
});

export { expect };

/** The cluster's tab in the catalog. */
export const clusterPath = (cluster: string): string =>
  `/catalog/acme/resource/${cluster}/fleet`;

/** The card with this heading. */
export const card = (page: Page, name: string) =>
  page.getByRole('region', { name, exact: true });

/** The rows of the page's table; the first of them is its head. */
export const rows = (page: Page) =>
  page.getByRole('grid', { name: 'Data table' }).getByRole('row');
