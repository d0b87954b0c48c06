import { attempt } from '../../base/attempt.js';
import type { KeyValue } from '../../base/env.js';
import { stringify } from '../../base/json.js';
import { createStorage } from '../../browser/storage.js';
import { parseStored } from '../../facts/parse-stored.js';
import { toFingerprint } from '../../visitor/fingerprint.js';
import type { Memory } from '../adapter.js';

/** How long after a form was sent the next page may come. */
export const NEXT_PAGE_TIMEOUT_MS = 120_000;

/**
 * Keeps what the adapters of one business remember of one visitor, in the storage of the origin and in that of this tab.
 * @param prefix the beginning of all keys
 */
export const createMemories = (storage: KeyValue, prefix: string) => {
  const tab = createStorage('sessionStorage');
  /** Values that storage has refused, by key. */
  const refused = new Map<string, string>();
  let isOver = false;

  const open = (area: KeyValue, name: string) => {
    const key = prefix + name;
    return {
      read: () => attempt(() => parseStored(refused.get(key) ?? area.get(key) ?? '')),
      write(value: unknown) {
        if (isOver) return;
        const text = stringify(value);
        refused.delete(key);
        if (!area.set(key, text)) refused.set(key, text);
      },
      forget() {
        refused.delete(key);
        area.remove(key);
      },
    };
  };
  const erase = (area: KeyValue) => {
    for (const key of area.keys()) if (key.startsWith(`${prefix}shop:`)) area.remove(key);
  };
  const owner = open(storage, 'visitor');

  return {
    memoryOf(name: string): Memory {
      const note = open(tab, `shop:~${name}`);
      return {
        ...open(storage, `shop:${name}`),
        acrossPages: <T>(age: number) => ({
          keep: (value: T) => note.write([Date.now(), value]),
          read: () =>
            attempt(() => {
              const [at, value] = note.read() as [number, T];
              return Math.abs(Date.now() - at) < age ? value : undefined;
            }),
          forget: note.forget,
        }),
      };
    },
    /**
     * Says who the visitor is. If it is another visitor than before, all memories are erased.
     * @returns whether there was another visitor before
     */
    follow(session: string): boolean {
      const visitor = toFingerprint({ session });
      const before = owner.read();
      if (before === visitor) return false;
      refused.clear();
      erase(storage);
      erase(tab);
      owner.write(visitor);
      return !!before;
    },
    /** Ends all writing, and erases the memories of this tab. */
    stop() {
      isOver = true;
      erase(tab);
    },
  };
};
