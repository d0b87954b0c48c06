import { env } from 'node:process';

/** `npm run mutate` names the folder. */
const { MUTATED: folder = 'delivery' } = env;

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  plugins: ['@stryker-mutator/vitest-runner'],
  testRunner: 'vitest',
  // Nearly all tests are related to these folders, since each event goes through them.
  vitest: { configFile: 'test/mutation/vitest.config.ts', related: false },
  mutate: [`src/${folder}/**/*.ts`],
  // Texts are names that the types check, or sentences for a developer. An emptied one says nothing about a visitor.
  mutator: { excludedMutations: ['StringLiteral'] },
  coverageAnalysis: 'perTest',
  // What runs at import would need all tests for each change.
  ignoreStatic: true,
  concurrency: 1,
  thresholds: { high: 90, low: 80, break: null },
  incremental: true,
  incrementalFile: `.reports/mutation/${folder}.json`,
  tempDirName: '.reports/mutation/tmp',
  // Copied for each run, and no test of these folders needs them.
  ignorePatterns: ['dist', '.reports', 'e2e', 'bench', 'soak', 'docs', 'examples'],
  reporters: ['progress-append-only', 'clear-text', 'html'],
  htmlReporter: { fileName: `.reports/mutation/${folder}.html` },
  clearTextReporter: { logTests: false, reportTests: false },
};
