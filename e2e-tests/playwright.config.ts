import { defineConfig } from '@playwright/test';

// The story is told in order, in one portal: one worker, no second try.
export default defineConfig({
  testDir: './src',
  testMatch: '**/*.test.ts',
  outputDir: './test-results',
  workers: 1,
  retries: 0,
  timeout: 180_000,
  expect: { timeout: 20_000 },
  globalSetup: './src/globalSetup.ts',
  use: { trace: 'retain-on-failure', screenshot: 'only-on-failure' },
});
