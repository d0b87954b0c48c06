import { chromium, firefox, webkit } from '@playwright/test';
import type { Browser, LaunchOptions } from '@playwright/test';
import { basename } from 'node:path';
import { findBrowser, isOwnBrowser, missingSentence } from '../../../scripts/ensure-browser.js';
import { launchOptions } from '../../support/browsers.ts';
import type { Engine } from './driver.ts';
import { createPlaywrightDriver } from './playwright-driver.ts';
import { startWebKit } from './start-webkit.ts';

const drive = (name: Engine['name'], browser: Browser): Engine => ({
  name,
  newDriver: () => createPlaywrightDriver(browser),
  stop: () => browser.close(),
});

/** Starts the browser that was found for an engine, with its driver. */
export const startEngine = async (name: Engine['name']): Promise<Engine> => {
  const path = findBrowser(name);
  if (!path) throw new Error(missingSentence(name));
  if (name === 'chromium') return drive(name, await chromium.launch(launchOptions()));
  if (name === 'firefox') {
    // A Firefox as Mozilla builds it is driven over WebDriver BiDi, by a channel that Playwright does not document. Playwright
    // 1.65 sends Firefox 153 a command that it does not have; 1.64 works (2026-11).
    const options: LaunchOptions = isOwnBrowser(name, path) ? {} : { channel: 'moz-firefox' };
    return drive(name, await firefox.launch({ ...options, executablePath: path, timeout: 90_000 }));
  }
  return basename(path) === 'WebKitWebDriver'
    ? startWebKit(path)
    : drive(name, await webkit.launch({ executablePath: path }));
};
