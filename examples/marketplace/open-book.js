import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';

/** @import { Sale } from './sale.js' */
/**
 * @typedef {object} State
 * @property {string} key by which the collector encrypts its tokens
 * @property {string} clientSecret of the application
 * @property {{ access: string, refresh: string, until: number } | null} tokens the latest that were given
 * @property {Sale[]} sales the oldest first
 * @property {object[]} missed notifications that the collector did not take
 */
/** @typedef {Awaited<ReturnType<typeof openBook>>} Book */

/** Sales that are kept. */
const MOST = 50;

/** @returns {State} */
const fresh = () => ({
  key: randomBytes(32).toString('base64'),
  clientSecret: randomBytes(24).toString('base64url'),
  ...{ tokens: null, sales: [], missed: [] },
});

/**
 * What the played marketplace knows, in a file: after a restart the collector's database still knows the account and its orders.
 *
 * @param {string} path
 */
export const openBook = async (path) => {
  const text = await readFile(path, 'utf8').catch((error) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  /** @type {State} */
  const state = text === undefined ? fresh() : { ...fresh(), ...JSON.parse(text) };
  let writing = Promise.resolve();

  const write = async () => {
    await writeFile(`${path}.new`, JSON.stringify(state), { mode: 0o600 });
    await rename(`${path}.new`, path);
  };

  /** @param {(state: State) => void} make */
  const change = (make) => {
    make(state);
    state.sales.splice(0, state.sales.length - MOST);
    state.missed.splice(0, state.missed.length - MOST);
    const written = writing.then(write);
    // A failure is told to who has asked for the change, and the next one is written all the same.
    writing = written.catch(() => {});
    return written;
  };

  await change(() => {});
  return {
    /** @returns {Readonly<State>} */
    state: () => state,
    change,
    /** Resolves once all is written. */
    settle: () => writing,
  };
};
