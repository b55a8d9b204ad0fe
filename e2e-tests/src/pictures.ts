import { Page } from '@playwright/test';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';

const PICTURES = join(resolve('..'), 'docs', 'images');

/** Keeps a picture for the README, when pictures are asked for. */
export async function picture(page: Page, name: string): Promise<void> {
  if (process.env.FLOTILLA_PICTURES) {
    await mkdir(PICTURES, { recursive: true });
    await page.screenshot({ path: join(PICTURES, `${name}.png`) });
  }
}
