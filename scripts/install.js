import { existsSync, statSync } from 'node:fs';
import { runStep } from './run-step.js';

/** npm writes this file last, so its time says when the packages were installed. */
const INSTALLED = 'node_modules/.package-lock.json';
const WANTED = 'package-lock.json';

/**
 * Installs the packages of the lockfile, unless they were installed since the lockfile changed.
 *
 * @returns {Promise<boolean>} whether they are installed
 */
export const install = async () => {
  if (existsSync(INSTALLED) && statSync(INSTALLED).mtimeMs >= statSync(WANTED).mtimeMs) return true;
  console.log('Installing packages; this takes about a minute …');
  let said = '';
  const isInstalled = await runStep('npm', ['ci', '--no-audit', '--no-fund'], (output) => (said = output));
  // npm warns of packages that nobody here has chosen, which would hide what the command that was given says.
  if (!isInstalled) console.error(said);
  return isInstalled;
};
