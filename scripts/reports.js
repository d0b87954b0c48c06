import { existsSync, readFileSync, rmSync } from 'node:fs';

/** What the runners of tests write. */
export const UNIT_REPORTS = ['.reports/unit.json', '.reports/model.json'];
export const E2E_REPORTS = ['.reports/e2e.json', '.reports/engines.json'];

export const clearReports = () => {
  for (const file of [...UNIT_REPORTS, ...E2E_REPORTS]) rmSync(file, { force: true });
};

/** @param {string} file @returns {Record<string, any>} */
const read = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {});

/** How many tests passed and failed. A skipped one has failed, and so has one that passed only when it was tried again. */
export const countTests = () => {
  let passed = 0;
  let failed = 0;
  for (const file of UNIT_REPORTS) {
    const { numPassedTests = 0, numFailedTests = 0, numPendingTests = 0, numTodoTests = 0 } = read(file);
    passed += numPassedTests;
    failed += numFailedTests + numPendingTests + numTodoTests;
  }
  for (const file of E2E_REPORTS) {
    const { expected = 0, unexpected = 0, flaky = 0, skipped = 0 } = read(file).stats ?? {};
    passed += expected;
    failed += unexpected + flaky + skipped;
  }
  return { passed, failed };
};
