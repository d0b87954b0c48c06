import { defineConfig } from '@playwright/test';
import { baseConfig, chromium } from './e2e/base-config.ts';

export default defineConfig({
  ...baseConfig('e2e'),
  testDir: 'e2e',
  // They have a configuration and a command of their own: npm run e2e:engines.
  testIgnore: 'engines/**',
  // Two cores: the browser takes one, the collector and the tests take the other.
  workers: 1,
  projects: [chromium],
});
