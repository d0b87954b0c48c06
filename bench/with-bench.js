import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBrowser } from '../scripts/ensure-browser.js';
import { startBrowser } from './browser/start-browser.js';
import { bundleContestants } from './bundle-contestants.js';
import { createContestants } from './contestants.js';
import { startServers } from './start-servers.js';

/**
 * Starts everything that a measurement needs, and ends it after the task, when that fails, and on Ctrl-C.
 *
 * @template T
 * @param {(bench: {
 *   browser: import('./browser/start-browser.js').Browser,
 *   servers: import('./start-servers.js').Servers,
 *   contestants: ReturnType<typeof createContestants>,
 *   sizes: import('./bundle-contestants.js').Sizes,
 * }) => Promise<T>} task
 * @returns {Promise<T>}
 */
export const withBench = async (task) => {
  const path = ensureBrowser();
  /** @type {(() => unknown)[]} */
  const undo = [];
  const close = async () => {
    for (const end of undo.splice(0).reverse()) await end();
  };
  // The browser is in a process group of its own, which Ctrl-C does not reach.
  const interrupt = () => void close().finally(() => process.exit(130));
  const signals = /** @type {const} */ (['SIGINT', 'SIGTERM']);
  for (const signal of signals) process.once(signal, interrupt);
  try {
    const folder = await mkdtemp(join(tmpdir(), 'vitrina-bench-'));
    undo.push(() => rm(folder, { recursive: true, force: true }));
    const sizes = await bundleContestants(folder);
    const servers = await startServers(folder);
    undo.push(servers.close);
    const browser = await startBrowser(path);
    undo.push(browser.close);
    return await task({ browser, servers, contestants: createContestants(servers), sizes });
  } finally {
    for (const signal of signals) process.off(signal, interrupt);
    await close();
  }
};
