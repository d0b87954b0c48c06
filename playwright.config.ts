import { defineConfig } from '@playwright/test';
import { launchOptions } from './e2e/browsers.ts';

export default defineConfig({
  testDir: 'e2e',
  // They have a configuration and a command of their own: npm run e2e:engines.
  testIgnore: 'engines/**',
  globalSetup: './e2e/build-examples.ts',
  // Two cores: the browser takes one, the collector and the tests take the other.
  workers: 1,
  retries: 0,
  forbidOnly: !!process.env.CI,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json', { outputFile: '.reports/e2e.json' }]],
  projects: [
    {
      name: 'chromium',
      use: {
        browserName: 'chromium',
        launchOptions: launchOptions(),
        actionTimeout: 10_000,
        navigationTimeout: 20_000,
      },
    },
  ],
});
