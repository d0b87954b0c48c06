import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { SECOND_ATTEMPTS } from './reports.js';

/** A reporter of Vitest, which makes it with `new`: adds the tests that passed only when they were tried again to the list of the runs before. */
export default class {
  /** @type {string[]} */
  #names = [];

  /** @param {import('vitest/node').TestCase} test */
  onTestCaseResult(test) {
    if (test.diagnostic()?.flaky) this.#names.push(test.fullName);
  }

  onTestRunEnd() {
    const before = existsSync(SECOND_ATTEMPTS) ? JSON.parse(readFileSync(SECOND_ATTEMPTS, 'utf8')) : [];
    mkdirSync('.reports', { recursive: true });
    writeFileSync(SECOND_ATTEMPTS, JSON.stringify([...before, ...this.#names]));
  }
}
