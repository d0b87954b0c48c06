import { defineConfig } from '@playwright/test';
import { baseConfig, chromium } from './e2e/support/base-config.ts';

export default defineConfig({
  ...baseConfig('e2e'),
  testDir: 'e2e',
  // They have a configuration and a command of their own: npm run e2e:engines.
  testIgnore: 'engines/**',
  // For two cores: each test spends most of its time waiting.
  workers: 3,
  projects: [chromium],
});
