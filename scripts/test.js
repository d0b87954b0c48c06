/**
 * `npm test`: everything, from lint to end-to-end in a real browser; `npm run check` is the same without the browser. The last
 * line says how many tests passed and failed, as the runners report it; a skipped test counts as failed.
 */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { argv, chdir, exit } from 'node:process';
import { fileURLToPath } from 'node:url';
import { build } from './build.js';
import { install } from './install.js';
import { runStep } from './run-step.js';

const UNIT_REPORT = '.reports/unit.json';
const E2E_REPORT = '.reports/e2e.json';

chdir(fileURLToPath(new URL('..', import.meta.url)));
for (const report of [UNIT_REPORT, E2E_REPORT]) rmSync(report, { force: true });

/** @type {[name: string, run: () => Promise<boolean>][]} */
const steps = [
  ['build', build],
  ['format', () => runStep('prettier', ['--check', '--log-level', 'warn', '.'])],
  ['lint', () => runStep('eslint', ['--max-warnings', '0', '.'])],
  [
    'types',
    async () => (await runStep('tsc', ['-p', 'tsconfig.json'])) && runStep('tsc', ['-p', 'tsconfig.test.json']),
  ],
  ['dependency rules', () => runStep('depcruise', ['src', '--config', '.dependency-cruiser.cjs'])],
  // Before the unit tests, which compare what the README says with what was weighed.
  ['size', () => runStep('node', ['scripts/size.js'])],
  [
    'unit tests',
    () => runStep('vitest', ['run', '--reporter=default', '--reporter=json', `--outputFile=${UNIT_REPORT}`]),
  ],
  [
    'package',
    async () => (await runStep('publint', ['--strict'])) && runStep('attw', ['--pack', '.', '--profile', 'esm-only']),
  ],
];
if (!argv.includes('--no-e2e')) {
  steps.push(
    ['browser', () => runStep('node', ['scripts/ensure-browser.js'])],
    ['end-to-end tests', () => runStep('playwright', ['test'])],
  );
}

/** @param {string} file */
const readReport = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined);

const count = () => {
  const unit = readReport(UNIT_REPORT) ?? {};
  const stats = readReport(E2E_REPORT)?.stats ?? {};
  const passed = (unit.numPassedTests ?? 0) + (stats.expected ?? 0);
  const skipped = (unit.numPendingTests ?? 0) + (unit.numTodoTests ?? 0) + (stats.skipped ?? 0);
  // A test that passed only when it was tried again has failed.
  return { passed, failed: (unit.numFailedTests ?? 0) + (stats.unexpected ?? 0) + (stats.flaky ?? 0) + skipped };
};

/** @type {string[]} */
const broken = [];
if (!(await install())) broken.push('installation');
for (const [name, run] of broken.length ? [] : steps) {
  console.log(`\n— ${name}`);
  if (await run()) continue;
  broken.push(name);
  // Without a build there is nothing to test.
  if (name === 'build' || name === 'browser') break;
}

const { passed, failed } = count();
console.log(broken.length ? `\nNot in order: ${broken.join(', ')}.` : '\nAll in order.');
console.log(`${passed} passed, ${failed} failed`);
exit(broken.length || failed || !passed ? 1 : 0);
