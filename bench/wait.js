import { setTimeout as sleep } from 'node:timers/promises';

export { sleep };

/**
 * @param {string} what it is waited for, for the sentence when it does not come
 * @param {() => unknown} isThere
 * @param {number} [patience] in ms
 */
export const waitFor = async (what, isThere, patience = 30_000) => {
  const end = Date.now() + patience;
  while (!(await isThere())) {
    if (Date.now() > end) throw new Error(`The bench waited ${patience / 1000} s in vain for ${what}.`);
    await sleep(20);
  }
};
