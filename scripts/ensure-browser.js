import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { argv, env, execPath, getuid, platform } from 'node:process';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/** @param {string} name */
const onPath = (name) =>
  (env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name))
    .find((file) => existsSync(file));

/**
 * The Chromium that the browser tests run in: the one that E2E_CHROMIUM names, one on the PATH, or Playwright's own.
 *
 * @returns {string | undefined}
 */
export const findBrowser = () => {
  const asked = env.E2E_CHROMIUM;
  if (asked && !existsSync(asked)) {
    throw new Error(`E2E_CHROMIUM is "${asked}", where there is no file; give the path of a Chromium, or unset it.`);
  }
  if (asked) return asked;
  // Elsewhere what is called so on the PATH may be a wrapper that opens a window of the user's own browser.
  const found = platform === 'linux' ? NAMES.map(onPath).find((file) => file !== undefined) : undefined;
  if (found) return found;
  const own = chromium.executablePath();
  return own && existsSync(own) ? own : undefined;
};

/**
 * @param {string} command
 * @param {string[]} words
 * @param {Record<string, string>} [variables]
 */
const run = (command, words, variables) =>
  spawnSync(command, words, { stdio: 'inherit', env: { ...env, ...variables } }).status === 0;

const installFromPlaywright = () => {
  const folder = dirname(createRequire(import.meta.url).resolve('playwright/package.json'));
  return run(execPath, [join(folder, 'cli.js'), 'install', 'chromium']);
};

const installFromDebian = () => {
  if (platform !== 'linux' || getuid?.() !== 0 || !onPath('apt-get')) return false;
  const quiet = { DEBIAN_FRONTEND: 'noninteractive' };
  // Another installation may be under way: wait for its lock instead of failing.
  const patience = ['-o', 'DPkg::Lock::Timeout=300'];
  return (
    run('apt-get', [...patience, 'update'], quiet) &&
    run('apt-get', [...patience, 'install', '-y', '--no-install-recommends', 'chromium'], quiet)
  );
};

/**
 * Finds a Chromium, or installs one.
 *
 * @returns {string} its path
 */
export const ensureBrowser = () => {
  for (const install of [() => true, installFromPlaywright, installFromDebian]) {
    const browser = install() ? findBrowser() : undefined;
    if (browser) return browser;
  }
  throw new Error(
    'No Chromium was found and none could be installed: install one with your package manager or with "npx playwright install chromium", or set E2E_CHROMIUM to the path of one.',
  );
};

if (argv[1] === fileURLToPath(import.meta.url)) {
  try {
    console.log(`The browser tests run in ${ensureBrowser()}.`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
