import { openStore } from '../collector/dist/store/open-store.js';

/** Milliseconds in which a backlog has to drain. */
const PATIENCE = 60_000;
const PORTION = 2000;

/**
 * Waits until the store holds as many events as were acknowledged, and compares them.
 *
 * @param {string} database
 * @param {string[]} acknowledged ids
 * @returns {Promise<{ isRight: boolean, sentence: string }>}
 */
export const judge = async (database, acknowledged) => {
  const store = await openStore(database);
  try {
    const began = performance.now();
    const count = async () => (await store.actions()).reduce((total, action) => total + action.count, 0);
    while ((await count()) < acknowledged.length && performance.now() - began < PATIENCE) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const drained = performance.now() - began;
    const missing = new Set(acknowledged);
    const seen = new Set();
    let doubled = 0;
    for (let after = 0; ;) {
      const rows = await store.eventsAfter(after, PORTION);
      for (const { id } of rows) {
        if (seen.has(id)) doubled++;
        seen.add(id);
        missing.delete(id);
      }
      const last = rows.at(-1);
      if (!last) break;
      after = last.received_seq;
    }
    const isRight = missing.size === 0 && doubled === 0;
    const backlog = drained < 100 ? 'no backlog' : `drained in ${(drained / 1000).toFixed(1)} s`;
    const sentence = isRight
      ? `${acknowledged.length} acknowledged, none lost, none doubled, ${backlog}`
      : `${missing.size} of ${acknowledged.length} LOST, ${doubled} DOUBLED`;
    return { isRight, sentence };
  } finally {
    await store.close();
  }
};
