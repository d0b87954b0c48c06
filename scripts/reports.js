import { existsSync, readFileSync, rmSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';

/** The JSON reports that the test runners write. */
export const UNIT_REPORTS = ['.reports/unit.json', '.reports/model.json'];
/** Written by `second-attempts.js`, as the report of Vitest does not say which tests were tried again. */
export const SECOND_ATTEMPTS = '.reports/second-attempts.json';
export const E2E_REPORTS = ['.reports/e2e.json', '.reports/engines.json'];

/** Enough lines of an error to show the expected and the received value. */
const MAX_ERROR_LINES = 12;

export const clearReports = () => {
  for (const file of [...UNIT_REPORTS, ...E2E_REPORTS, SECOND_ATTEMPTS]) rmSync(file, { force: true });
};

/** @param {string} file @param {any} [instead] where it was not written @returns {any} */
const read = (file, instead = {}) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : instead);

/** @param {string} name @param {string | undefined} message */
const describe = (name, message = 'it did not run') => {
  const lines = stripVTControlCharacters(message).split('\n').filter(Boolean);
  return [name, ...lines.slice(0, MAX_ERROR_LINES).map((line) => `    ${line}`)].join('\n');
};

/**
 * @param {Record<string, any>} suite of Playwright
 * @param {(status: string) => boolean} isWanted
 * @returns {string[]}
 */
const browserTests = ({ suites = [], specs = [] }, isWanted) => [
  ...specs.flatMap((/** @type {Record<string, any>} */ { file, line, title, tests }) =>
    tests
      .filter((/** @type {Record<string, any>} */ { status }) => isWanted(status))
      .map((/** @type {Record<string, any>} */ { projectName, results }) =>
        describe(`[${projectName}] ${file}:${line} ${title}`, results[0]?.error?.message),
      ),
  ),
  ...suites.flatMap((/** @type {Record<string, any>} */ inner) => browserTests(inner, isWanted)),
];

/**
 * Counts the tests that passed and failed, and returns the names of the failed ones with their errors, and of those that passed
 * only when they were tried again: browsers on a busy machine are late now and then. A skipped test counts as failed.
 */
export const countTests = () => {
  let passed = 0;
  let failed = 0;
  /** @type {string[]} */
  const failures = [];
  /** @type {string[]} */
  const passedLater = read(SECOND_ATTEMPTS, []);
  for (const file of UNIT_REPORTS) {
    const {
      numPassedTests = 0,
      numFailedTests = 0,
      numPendingTests = 0,
      numTodoTests = 0,
      testResults = [],
    } = read(file);
    passed += numPassedTests;
    failed += numFailedTests + numPendingTests + numTodoTests;
    for (const { name, message, assertionResults } of testResults) {
      // A file that could not be loaded has a message and no tests.
      if (message && !assertionResults.length) failures.push(describe(name, message));
      for (const { status, fullName, failureMessages = [] } of assertionResults) {
        if (status !== 'passed') failures.push(describe(fullName, failureMessages[0]));
      }
    }
  }
  for (const file of E2E_REPORTS) {
    const report = read(file);
    const { expected = 0, unexpected = 0, flaky = 0, skipped = 0 } = report.stats ?? {};
    passed += expected + flaky;
    failed += unexpected + skipped;
    failures.push(
      ...(report.errors ?? []).map((/** @type {Record<string, any>} */ error) => describe(file, error.message)),
    );
    failures.push(...browserTests(report, (status) => status !== 'expected' && status !== 'flaky'));
    passedLater.push(...browserTests(report, (status) => status === 'flaky'));
  }
  return { passed, failed, failures, passedLater };
};
