import type { KeyValue } from '../base/env.js';
import { parseObject, stringify } from '../base/json.js';

const MAX_REPORTED = 50;

/** An action that was reported, and when, in Unix ms. */
type Told = [key: string, platform: unknown, at: unknown];

/**
 * What is remembered of the shop between pages, under the same key and in the same form as in the page's own script. Other scripts
 * may have written anything there. What a sandbox does not use is kept as it is: the page's script checks what it reads.
 */
export const createShopMemory = (storage: KeyValue, storageKey: string, platform: string, now: () => number) => {
  const read = (): { told: Told[]; cart?: unknown } => {
    const stored = parseObject(storage.get(storageKey));
    const list: unknown[] = Array.isArray(stored?.told) ? stored.told : [];
    const told = list.filter((one): one is Told => Array.isArray(one) && typeof one[0] === 'string');
    return { ...stored, told };
  };
  const change = (fields: object) => void storage.set(storageKey, stringify({ ...read(), ...fields }));
  return {
    read,
    change,
    /** Marks an action as reported. Returns `true` the first time, and `false` if it was reported before. */
    once(key: string): boolean {
      const { told } = read();
      if (told.some((one) => one[0] === key)) return false;
      change({ told: [...told, [key, platform, now()]].slice(-MAX_REPORTED) });
      return true;
    },
  };
};

export type ShopMemory = ReturnType<typeof createShopMemory>;
