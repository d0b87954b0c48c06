import { defineConfig } from '@playwright/test';
import type { PlaywrightTestConfig } from '@playwright/test';
import { launchOptions } from '../browsers.ts';

/** What every engine has to pass; a file for one engine alone has its name in front of `.spec.ts`. */
const engineTests: Pick<PlaywrightTestConfig, 'testMatch' | 'testIgnore'> = {
  testMatch: '*.spec.ts',
  testIgnore: '*.chromium.spec.ts',
};

/** Tests that wait as long as a visitor would; the others shift the page's clock. */
const realTime = /@full/;

export default defineConfig({
  testDir: '.',
  globalSetup: '../build-examples.ts',
  ...(process.env.E2E_FULL ? { grep: realTime } : { grepInvert: realTime }),
  // For two cores: each test spends most of its time waiting, for a page to load or for a collector that is slow.
  workers: 2,
  retries: 0,
  forbidOnly: !!process.env.CI,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json', { outputFile: '../../.reports/engines.json' }]],
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
    { name: 'firefox', ...engineTests, use: { browserName: 'firefox' } },
    {
      name: 'webkit',
      ...engineTests,
      use: { browserName: 'webkit' },
    },
  ],
});
