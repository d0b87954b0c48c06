import { existsSync, statSync } from 'node:fs';
import { runStep } from './run-step.js';

/** npm writes this file last, so it tells when the packages were installed. */
const INSTALLED = 'node_modules/.package-lock.json';
const WANTED = 'package-lock.json';

/**
 * Installs the packages that the lockfile names, unless that was done since the lockfile changed.
 *
 * @returns {Promise<boolean>} whether they are there
 */
export const install = async () => {
  if (existsSync(INSTALLED) && statSync(INSTALLED).mtimeMs >= statSync(WANTED).mtimeMs) return true;
  console.log('Installing packages …');
  return runStep('npm', ['ci', '--no-audit', '--no-fund']);
};
