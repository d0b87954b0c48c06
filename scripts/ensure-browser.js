import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { argv, env, execPath, getuid, platform } from 'node:process';
import { fileURLToPath } from 'node:url';
import { chromium, firefox, webkit } from '@playwright/test';

/** @typedef {'chromium' | 'firefox' | 'webkit'} Engine */

/**
 * `programs` are the names of a system's browser, `packages` those of its Debian packages. A system's WebKit is driven by its
 * WebKitWebDriver, which needs a display; Playwright's own WebKit needs neither.
 */
const ENGINES = {
  chromium: {
    name: 'Chromium',
    own: chromium,
    programs: ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'],
    packages: ['chromium'],
  },
  firefox: { name: 'Firefox', own: firefox, programs: ['firefox-esr', 'firefox'], packages: ['firefox-esr'] },
  webkit: { name: 'WebKit', own: webkit, programs: ['WebKitWebDriver'], packages: ['webkit2gtk-driver', 'xvfb'] },
};

/** @param {string} name */
const onPath = (name) =>
  (env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name))
    .find((file) => existsSync(file));

/** @param {Engine} engine */
const findInSystem = (engine) => {
  // On other systems a program of that name may be a wrapper that opens a window of the user's own browser.
  if (platform !== 'linux') return undefined;
  if (engine === 'webkit' && !env.DISPLAY && !onPath('Xvfb')) return undefined;
  return ENGINES[engine].programs.map(onPath).find((file) => file !== undefined);
};

/** @param {Engine} engine */
const findOwn = (engine) => {
  const path = ENGINES[engine].own.executablePath();
  return path && existsSync(path) ? path : undefined;
};

/**
 * Returns the path of the browser in which an engine's tests run, or of the program that drives it: the one that E2E_CHROMIUM,
 * E2E_FIREFOX or E2E_WEBKIT names, else one on the PATH, else Playwright's own. `undefined` if there is none.
 *
 * @param {Engine} [engine]
 * @returns {string | undefined}
 */
export const findBrowser = (engine = 'chromium') => {
  const variable = `E2E_${engine.toUpperCase()}`;
  const asked = env[variable];
  if (asked && !existsSync(asked)) {
    const { name } = ENGINES[engine];
    throw new Error(
      `${variable} is "${asked}", but there is no such file; set it to the path of a ${name}, or unset it.`,
    );
  }
  return asked || findInSystem(engine) || findOwn(engine);
};

/**
 * Whether this is Playwright's own build, which is patched and driven in its own way.
 *
 * @param {Engine} engine
 * @param {string} path
 */
export const isOwnBrowser = (engine, path) => path === ENGINES[engine].own.executablePath();

/**
 * Returns the error message for an engine that could not be found or installed.
 *
 * @param {Engine} engine
 */
export const missingSentence = (engine) => {
  const { name, packages } = ENGINES[engine];
  return (
    `No ${name} was found and none could be installed: install Debian's ${packages.join(' and ')}, ` +
    `run "npx playwright install --with-deps ${engine}", or set E2E_${engine.toUpperCase()} to the path of one.`
  );
};

/**
 * @param {string} command
 * @param {string[]} words
 * @param {Record<string, string>} [variables]
 */
const run = (command, words, variables) =>
  spawnSync(command, words, { stdio: 'inherit', env: { ...env, ...variables } }).status === 0;

const isRoot = platform === 'linux' && getuid?.() === 0;
let isUpdated = false;

/** @param {Engine} engine */
const installFromDebian = (engine) => {
  if (!isRoot || !onPath('apt-get')) return;
  const quiet = { DEBIAN_FRONTEND: 'noninteractive' };
  // Waits for the lock of another installation instead of failing.
  const lockTimeout = ['-o', 'DPkg::Lock::Timeout=300'];
  isUpdated ||= run('apt-get', [...lockTimeout, 'update'], quiet);
  run('apt-get', [...lockTimeout, 'install', '-y', '--no-install-recommends', ...ENGINES[engine].packages], quiet);
};

/** @param {Engine} engine */
const installFromPlaywright = (engine) => {
  const folder = dirname(createRequire(import.meta.url).resolve('playwright/package.json'));
  // Playwright's builds need libraries that only root can install.
  run(execPath, [join(folder, 'cli.js'), 'install', ...(isRoot ? ['--with-deps'] : []), engine]);
};

/**
 * Finds the browser of an engine, or installs one. Throws if neither works.
 *
 * @param {Engine} [engine]
 * @returns {string} its path
 */
export const ensureBrowser = (engine = 'chromium') => {
  for (const install of [() => {}, installFromDebian, installFromPlaywright]) {
    install(engine);
    const browser = findBrowser(engine);
    if (browser) return browser;
  }
  throw new Error(missingSentence(engine));
};

/**
 * Finds or installs all three engines, and logs each that is missing. A missing engine ends the run on CI; a missing Chromium ends
 * it everywhere. On a developer's machine the tests of another missing engine fail, each with the same sentence.
 *
 * @returns {boolean} whether the tests may start
 */
export const ensureEngines = () => {
  let isReady = true;
  for (const engine of /** @type {Engine[]} */ (Object.keys(ENGINES))) {
    try {
      console.log(`The tests in ${ENGINES[engine].name} run in ${ensureBrowser(engine)}.`);
    } catch (error) {
      console.error(error instanceof Error ? error.message : error);
      if (env.CI || engine === 'chromium') isReady = false;
    }
  }
  return isReady;
};

/** @returns {boolean} whether the tests of one engine may start */
const ensureChromium = () => {
  try {
    console.log(`The browser tests run in ${ensureBrowser()}.`);
    return true;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return false;
  }
};

if (argv[1] === fileURLToPath(import.meta.url)) {
  const isReady = argv.includes('--engines') ? ensureEngines() : ensureChromium();
  if (!isReady) process.exitCode = 1;
}
