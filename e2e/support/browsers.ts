import type { LaunchOptions } from '@playwright/test';
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBrowser } from '../../scripts/ensure-browser.js';

/** Every host name resolves to this machine, so that shops can have real names and nothing is sent to the internet. */
const OWN_NAMES = '--host-resolver-rules=MAP * 127.0.0.1';
const QUIET = ['--disable-gpu', '--disable-quic', OWN_NAMES];

export const launchOptions = (): LaunchOptions => ({
  executablePath: findBrowser(),
  args: QUIET,
  // Playwright switches the back/forward cache off, but visitors have it on.
  ignoreDefaultArgs: ['--disable-back-forward-cache'],
});

/**
 * Starts a Chromium without a debugger, because under a debugger no page is prerendered. The page at the address has to drive
 * itself. Returns a function that ends the browser.
 */
export const startUnattendedBrowser = async (url: string): Promise<() => Promise<void>> => {
  const browser = findBrowser();
  if (!browser) throw new Error('No Chromium was found; run "node scripts/ensure-browser.js".');
  const profile = await mkdtemp(join(tmpdir(), 'vitrina-e2e-'));
  const child = spawn(
    browser,
    [
      '--headless',
      '--no-sandbox',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...QUIET,
      `--user-data-dir=${profile}`,
      url,
    ],
    // In a process group of its own, so that the browser's child processes end with it.
    { stdio: 'ignore', detached: true },
  );
  const ended = new Promise((resolve) => child.once('exit', resolve));
  return async () => {
    if (child.pid && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
    await ended;
    await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
};
