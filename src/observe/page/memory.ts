import { attempt } from '../../base/attempt.js';
import type { KeyValue } from '../../base/env.js';
import { createStorage } from '../../browser/storage.js';
import { toFingerprint } from '../../visitor/fingerprint.js';
import type { Memory } from '../adapter.js';

/** How long a page may take to follow a form, in ms. */
export const NEXT_PAGE_TIMEOUT_MS = 120_000;

/**
 * What the adapters of one business remember of one visitor, in the storage of the origin and in that of this tab.
 * @param prefix begins the keys
 */
export const createMemories = (storage: KeyValue, prefix: string) => {
  const tab = createStorage('sessionStorage');
  /** What storage has not taken. */
  const refused = new Map<string, string>();
  let isOver = false;

  const open = (area: KeyValue, name: string) => {
    const key = prefix + name;
    return {
      read: () => refused.get(key) ?? area.get(key),
      write(text: string) {
        if (isOver) return;
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
          keep: (value: T) => note.write(JSON.stringify([Date.now(), value])),
          read: () =>
            // What is in storage may be anybody's.
            attempt(() => {
              const [at, value] = JSON.parse(note.read() ?? '') as [number, T];
              return Date.now() - at < age ? value : undefined;
            }),
          forget: note.forget,
        }),
      };
    },
    /**
     * Says who the visitor is. What is remembered of another one is forgotten.
     * @returns whether there was another one
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
    /** From now on nothing is remembered, and nothing stays behind in this tab. */
    stop() {
      isOver = true;
      erase(tab);
    },
  };
};
