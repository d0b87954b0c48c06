import { chromium } from '@playwright/test';
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBrowser } from '../../../scripts/ensure-browser.js';
import { launchOptions } from '../../support/browsers.ts';

/**
 * Starts a Chromium whose tabs become hidden when another tab is shown. In a browser that Playwright starts, or in a context with
 * its defaults, every page stays visible.
 */
export const startHideableBrowser = async () => {
  const profile = await mkdtemp(join(tmpdir(), 'vitrina-e2e-'));
  const child = spawn(
    ensureBrowser(),
    [
      '--headless',
      '--no-sandbox',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--remote-debugging-port=0',
      ...(launchOptions().args ?? []),
      `--user-data-dir=${profile}`,
      'about:blank',
    ],
    // In a process group of its own, so that the browser's child processes end with it.
    { stdio: ['ignore', 'ignore', 'pipe'], detached: true },
  );
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async () => {
    if (child.pid && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
    await ended;
    await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };

  try {
    const address = await new Promise<string>((resolve, reject) => {
      let said = '';
      child.stderr.on('data', (text) => {
        const found = /listening on (ws:\S+)/.exec((said += text));
        if (found?.[1]) resolve(found[1]);
      });
      child.once('exit', () => reject(new Error(`The browser has ended before it could be reached; it said: ${said}`)));
    });
    const browser = await chromium.connectOverCDP(address, { noDefaults: true, timeout: 30_000 });
    const [context] = browser.contexts();
    if (!context) throw new Error('The browser has no context.');
    return { context, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};
