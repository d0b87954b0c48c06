import { chromium } from '@playwright/test';
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBrowser } from '../../../scripts/ensure-browser.js';
import { launchOptions } from '../../support/browsers.ts';

/**
 * A Chromium whose tabs are hidden when another one is shown. Where Playwright starts the browser, and wherever it brings its
 * defaults, every page believes for ever that it is looked at.
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
    // A process group of its own, so that the browser's children end with it.
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
