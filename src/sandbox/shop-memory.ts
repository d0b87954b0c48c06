import type { KeyValue } from '../base/env.js';
import { stringify } from '../base/json.js';
import { readStoredShop } from '../facts/stored-shop.js';

const MAX_REPORTED = 50;

/** What is remembered of the shop between pages, under the same key and in the same form as in the page's own script. */
export const createShopMemory = (storage: KeyValue, storageKey: string, platform: string, now: () => number) => {
  const read = () => readStoredShop(storage.get(storageKey));
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
