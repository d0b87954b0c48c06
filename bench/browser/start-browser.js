import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from './connect.js';

/** @import { Readable, Writable } from 'node:stream' */
/** @import { Protocol } from './connect.js' */

const ARGUMENTS = [
  '--headless',
  '--no-sandbox',
  '--no-first-run',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-extensions',
  '--remote-debugging-pipe',
];

/**
 * A Chromium that is spoken to by nothing but the DevTools domains that a measurement needs. A test driver listens to
 * the network of every page, which makes each request of a page a good deal dearer than visitors know it.
 *
 * @param {string} path the browser's executable
 * @param {string[]} [more] arguments
 */
export const startBrowser = async (path, more = []) => {
  const profile = await mkdtemp(join(tmpdir(), 'vitrina-bench-'));
  const child = spawn(path, [...ARGUMENTS, ...more, `--user-data-dir=${profile}`, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    // A process group of its own, so that the browser's children end with it.
    detached: true,
  });
  /** @type {Promise<void>} */
  const ended = new Promise((resolve) => child.once('exit', () => resolve()).once('error', () => resolve()));
  const browser = connect(/** @type {Writable} */ (child.stdio[3]), /** @type {Readable} */ (child.stdio[4]), ended);

  const close = async () => {
    if (child.pid && child.exitCode === null && child.signalCode === null) process.kill(-child.pid, 'SIGKILL');
    await ended;
    await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };

  try {
    const { product } = await browser.send('Browser.getVersion');
    return { ...browser, version: String(product), close };
  } catch (error) {
    await close();
    throw error;
  }
};

/** @typedef {Protocol & { version: string, close: () => Promise<void> }} Browser */
