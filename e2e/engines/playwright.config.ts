import { defineConfig } from '@playwright/test';
import type { PlaywrightTestConfig } from '@playwright/test';
import { baseConfig, chromium } from '../support/base-config.ts';

/** What every engine has to pass; a file for one engine alone has its name in front of `.spec.ts`. */
const engineTests: Pick<PlaywrightTestConfig, 'testMatch' | 'testIgnore'> = {
  testMatch: '*.spec.ts',
  testIgnore: '*.chromium.spec.ts',
};

/** Tests that wait as long as a visitor would; the others shift the page's clock. */
const realTime = /@full/;

export default defineConfig({
  ...baseConfig('engines'),
  testDir: '.',
  ...(process.env.E2E_FULL ? { grep: realTime } : { grepInvert: realTime }),
  // For two cores: each test spends most of its time waiting, for a page to load or for a collector that is slow.
  workers: 2,
  projects: [
    chromium,
    { name: 'firefox', ...engineTests, use: { browserName: 'firefox' } },
    { name: 'webkit', ...engineTests, use: { browserName: 'webkit' } },
  ],
});
