import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserType } from 'playwright-core';
import { CannotLook } from './cannot-look.js';

/**
 * The check drives the browser by `playwright-core`, an optional peer of this package: it is well kept, has no dependencies, brings
 * no browser along, and drives any Chromium, Chrome or Edge that is installed. A dependency of our own would be installed by every
 * shop that only imports the client. Puppeteer's core would do as well, but needs a folder of further packages.
 */
const DRIVERS = ['playwright-core', 'playwright', '@playwright/test'];
const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge'];
const CHANNELS = ['chrome', 'msedge'];

const NO_DRIVER =
  'The check drives a browser by playwright-core, which is not installed: run "npx --package=vitrina --package=playwright-core ' +
  'vitrina check <address>", or install it with "npm install --save-dev playwright-core".';
const NO_BROWSER =
  'No browser was found: install Chromium, Google Chrome or Microsoft Edge, give the path of one with --browser, or run ' +
  '"npx playwright-core install chromium".';

export interface OpenedBrowser {
  browser: Browser;
  /** Where it was found, in words. */
  found: string;
  close: () => Promise<void>;
}

/** Finds the driver beside this package, or in the project from which the command is run. */
const loadDriver = async (): Promise<BrowserType> => {
  for (const from of [import.meta.url, pathToFileURL(join(process.cwd(), 'package.json')).href]) {
    const { resolve } = createRequire(from);
    for (const name of DRIVERS) {
      try {
        const file = pathToFileURL(resolve(name)).href;
        const module = (await import(file)) as { chromium?: BrowserType; default?: { chromium: BrowserType } };
        const chromium = module.chromium ?? module.default?.chromium;
        if (chromium) return chromium;
      } catch {
        // It is not installed there.
      }
    }
  }
  throw new CannotLook(NO_DRIVER);
};

const onPath = (): string | undefined => {
  // On other systems a program of that name may be a wrapper that opens a window of the user's own browser.
  if (process.platform !== 'linux') return undefined;
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return PROGRAMS.flatMap((name) => folders.map((folder) => join(folder, name))).find((file) => existsSync(file));
};

/** Opens the browser at the path, or the first that is found: on the PATH, where Chrome and Edge are installed, or Playwright's own. */
export const openBrowser = async (path?: string): Promise<OpenedBrowser> => {
  if (path !== undefined && !existsSync(path)) {
    throw new CannotLook(`There is no browser at ${path}: give the path of a Chromium, Chrome or Edge with --browser.`);
  }
  const chromium = await loadDriver();
  const program = path ?? onPath();
  const ways = [
    ...(program === undefined
      ? CHANNELS.map((channel) => ({ found: `the installed ${channel}`, options: { channel } }))
      : [{ found: program, options: { executablePath: program } }]),
    ...(path === undefined ? [{ found: "Playwright's own", options: {} }] : []),
  ];
  const failures: string[] = [];
  // The page is a stranger's, so the browser's sandbox is used wherever the system allows it: not as root, for example.
  const isRoot = process.getuid?.() === 0;
  for (const { found, options } of ways) {
    for (const chromiumSandbox of isRoot ? [false] : [true, false]) {
      try {
        const browser = await chromium.launch({ ...options, chromiumSandbox });
        return { browser, found, close: () => browser.close() };
      } catch (error) {
        const [line = ''] = String(error instanceof Error ? error.message : error).split('\n');
        failures.push(`${found}: ${line}`);
      }
    }
  }
  throw new CannotLook(program === undefined ? NO_BROWSER : `The browser did not start: ${failures[0] ?? program}`);
};
