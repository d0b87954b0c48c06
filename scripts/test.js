/**
 * `npm test`: all checks, from lint to end-to-end tests in real browsers; `npm run check` is the same without the browsers. The
 * last line says how many tests passed and failed, as the runners report it. A skipped test counts as failed.
 */
import { argv, chdir, exit } from 'node:process';
import { fileURLToPath } from 'node:url';
import { build } from './build.js';
import { checkPackages } from './check-packages.js';
import { install } from './install.js';
import { clearReports, countTests, UNIT_REPORTS } from './reports.js';
import { runStep } from './run-step.js';

const [UNIT_REPORT, MODEL_REPORT] = UNIT_REPORTS;
/** One test in thousands meets a moment in which the machine is busy. What passes only then is named at the end. */
const AGAIN = ['--retries=1'];
const MODEL = 'test/model/vitest.config.ts';

/**
 * @param {string | undefined} report the file for the runner's JSON report
 * @param {string[]} more
 */
const runTests = (report, ...more) =>
  runStep('vitest', [
    'run',
    ...more,
    '--retry=1',
    '--reporter=default',
    '--reporter=json',
    '--reporter=./scripts/second-attempts.js',
    `--outputFile.json=${report}`,
  ]);

/**
 * Runs programs two at a time. What one prints stays together.
 *
 * @param {[command: string, ...words: string[]][]} programs the longest first
 */
const runTogether = async (programs) => {
  const waiting = [...programs];
  let isGood = true;
  const runNext = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [command, ...words] = next;
      const ended = await runStep(command, words, (output) => output.trim() && console.log(output));
      if (!ended) console.log(`${next.join(' ')} has failed.`);
      isGood &&= ended;
    }
  };
  await Promise.all([runNext(), runNext()]);
  return isGood;
};

chdir(fileURLToPath(new URL('..', import.meta.url)));
clearReports();

/** @type {[name: string, run: () => Promise<boolean>][]} */
const steps = [
  ['build', build],
  // Each of them uses one core.
  [
    'format, lint, types and dependency rules',
    () =>
      runTogether([
        ['eslint', '--max-warnings', '0', '.'],
        ['tsc', '-p', 'tsconfig.test.json'],
        ['tsc', '-p', 'tsconfig.json'],
        ['prettier', '--check', '--log-level', 'warn', '.'],
        ['depcruise', 'src', 'collector/src', '--config', '.dependency-cruiser.cjs'],
      ]),
  ],
  // Before the unit tests, which compare the sizes in the README with the measured ones.
  ['size', () => runStep('node', ['scripts/size.js'])],
  ['servers', () => runStep('node', ['scripts/ensure-servers.js'])],
  ['unit tests', () => runTests(UNIT_REPORT)],
  ['model of delivery', () => runTests(MODEL_REPORT, '--config', MODEL)],
  ['package', checkPackages],
];
if (!argv.includes('--no-e2e')) {
  steps.push(
    ['browsers', () => runStep('node', ['scripts/ensure-browser.js', '--engines'])],
    ['end-to-end tests', () => runStep('playwright', ['test', ...AGAIN])],
    [
      'delivery in three engines',
      () => runStep('playwright', ['test', '--config', 'e2e/engines/playwright.config.ts', ...AGAIN]),
    ],
  );
}

/** @type {string[]} */
const broken = [];
if (!(await install())) broken.push('installation');
for (const [name, run] of broken.length ? [] : steps) {
  console.log(`\n— ${name}`);
  if (await run()) continue;
  broken.push(name);
  // Without a build or browsers the other steps cannot run.
  if (name === 'build' || name === 'browsers') break;
}

const { passed, failed, failures, passedLater } = countTests();
if (passedLater.length) console.log(`\nPassed only when tried again:\n${passedLater.join('\n')}`);
// Printed again, because the first failures have scrolled out of view by now.
if (failures.length) console.log(`\nFailed:\n${failures.join('\n')}`);
console.log(broken.length ? `\nNot in order: ${broken.join(', ')}.` : '\nAll in order.');
console.log(`${passed} passed, ${failed} failed`);
exit(broken.length || failed || !passed ? 1 : 0);
