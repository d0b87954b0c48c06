import type { LaunchOptions } from '@playwright/test';
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBrowser } from '../../scripts/ensure-browser.js';

/** Every name leads to this machine, so that shops can have real ones, and nothing leaves it. */
const OWN_NAMES = '--host-resolver-rules=MAP * 127.0.0.1';
const QUIET = ['--disable-gpu', '--disable-quic', OWN_NAMES];

export const launchOptions = (): LaunchOptions => ({
  executablePath: findBrowser(),
  args: QUIET,
  // Playwright switches the back/forward cache off; visitors have it on.
  ignoreDefaultArgs: ['--disable-back-forward-cache'],
});

/**
 * A Chromium that nothing is attached to, since no page is prerendered under a debugger. The page at the address has to drive
 * itself. Returns how to end it.
 */
export const startUnattendedBrowser = async (url: string): Promise<() => Promise<void>> => {
  const browser = findBrowser();
  if (!browser) throw new Error('There is no Chromium; run "node scripts/ensure-browser.js".');
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
    // A process group of its own, so that the browser's children end with it.
    { stdio: 'ignore', detached: true },
  );
  const ended = new Promise((resolve) => child.once('exit', resolve));
  return async () => {
    if (child.pid && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
    await ended;
    await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
};
