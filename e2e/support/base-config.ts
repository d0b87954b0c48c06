import type { PlaywrightTestConfig } from '@playwright/test';
import { fileURLToPath } from 'node:url';
import { launchOptions } from './browsers.ts';

/** The configuration that the end-to-end tests share with those of delivery in each engine. `report` names the JSON file. */
export const baseConfig = (report: string): PlaywrightTestConfig => ({
  globalSetup: fileURLToPath(new URL('build-examples.ts', import.meta.url)),
  retries: 0,
  forbidOnly: !!process.env.CI,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [
    ['list'],
    ['json', { outputFile: fileURLToPath(new URL(`../../.reports/${report}.json`, import.meta.url)) }],
  ],
});

export const chromium: NonNullable<PlaywrightTestConfig['projects']>[number] = {
  name: 'chromium',
  use: {
    browserName: 'chromium',
    launchOptions: launchOptions(),
    actionTimeout: 10_000,
    navigationTimeout: 20_000,
  },
};
