import type { KeyValue } from '../base/env.js';
import { parseObject } from '../base/json.js';

const MOST_TOLD = 50;

type Told = [key: string, platform: string, at: number];

/** What is remembered of the shop between pages, under the key and in the form of a page's own script. */
export const createShopMemory = (storage: KeyValue, storageKey: string, platform: string, now: () => number) => {
  const read = () => {
    const { told, ...rest } = parseObject(storage.get(storageKey)) ?? {};
    return { ...rest, told: Array.isArray(told) ? (told as Told[]) : [] } as Record<string, unknown> & { told: Told[] };
  };
  const change = (fields: object) => void storage.set(storageKey, JSON.stringify({ ...read(), ...fields }));
  return {
    read,
    change,
    /** `true` the first time. */
    once(key: string): boolean {
      const { told } = read();
      if (told.some((one) => one?.[0] === key)) return false;
      change({ told: [...told, [key, platform, now()]].slice(-MOST_TOLD) });
      return true;
    },
  };
};

export type ShopMemory = ReturnType<typeof createShopMemory>;
