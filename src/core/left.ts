import type { KeyValue } from './env';
import { isPlainObject } from './copy';
import type { Entry } from './queue';

/** Enough for an ordinary page; the others are found by their age. */
const MOST = 300;

/**
 * What a page that ends tells the next one: which events it leaves, and when it handed each to a request that nobody
 * will see answered (0: not at all). Saves repeats and waiting; losing it does no harm.
 */
export const createLeft = (storage: KeyValue, key: string, now: () => number, patience: number) => {
  const read = (): Map<string, number> => {
    const left = new Map<string, number>();
    try {
      const record: unknown = JSON.parse(storage.get(key) ?? '');
      if (isPlainObject(record)) {
        for (const [id, at] of Object.entries(record)) if (typeof at === 'number') left.set(id, at);
      }
    } catch {
      // Nothing there, or garbage.
    }
    return left;
  };
  return {
    read,
    write(entries: Entry[]) {
      const left = read();
      for (const [id, at] of left) if (at && Math.abs(now() - at) > patience) left.delete(id);
      for (const entry of entries) left.set(entry.id, entry.busy ? now() : entry.handedAt);
      if (left.size) storage.set(key, JSON.stringify(Object.fromEntries([...left].slice(-MOST))));
      else if (storage.get(key) !== null) storage.remove(key);
    },
    forget: () => storage.remove(key),
  };
};

export type Left = ReturnType<typeof createLeft>;
