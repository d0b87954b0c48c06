import type { KeyValue } from '../base/env.js';
import { parseObject } from '../base/json.js';
import { attempt } from './async-storage.js';
import type { AsyncArea } from './async-storage.js';

/** What is kept beside events: the wait that the endpoint asked for, what an ended page has left, the shop. */
const SHARED = ['~wait', '~left', '~shop'];
/** Keys cannot be listed in sandboxes, so the ids of the events are kept in a list. */
const LIST = '~ids';

/** `undefined` where storage does not answer. */
const readIds = async (area: AsyncArea, prefix: string): Promise<string[] | undefined> => {
  const text = await attempt(() => area.getItem(prefix + LIST));
  if (text === undefined) return undefined;
  const { ids } = parseObject(`{"ids":${text}}`) ?? {};
  return Array.isArray(ids) ? ids.map(String) : [];
};

/** Removes everything that was ever kept for a business. */
export const eraseStorage = async (area: AsyncArea, prefix: string): Promise<void> => {
  const ids = (await readIds(area, prefix)) ?? [];
  await Promise.all([...ids, ...SHARED, LIST].map((name) => attempt(() => area.removeItem(prefix + name))));
};

/**
 * The page's storage in memory: read once, written behind. Events have the same keys as those of a page's own script, so that
 * a page of the same origin sends what a sandbox has left.
 */
export const openStorage = async (area: AsyncArea, prefix: string) => {
  const memory = new Map<string, string>();
  const dirty = new Set<string>();
  /** Ids of events that were here and are gone. */
  const gone = new Set<string>();
  let isStored = true;
  let isErased = false;
  let writing: Promise<void> | undefined;

  const isEvent = (key: string) => key[prefix.length] !== '~';
  /** Takes over what the page holds now. */
  const load = (names: string[]) =>
    Promise.all(
      names.map(async (name) => {
        const key = prefix + name;
        const text = await attempt(() => area.getItem(key));
        if (text === undefined || dirty.has(key)) return;
        if (text !== null) memory.set(key, text);
        else if (isEvent(key)) gone.add(name);
        else memory.delete(key);
      }),
    );

  const write = async (key: string, value?: string) => {
    if (isErased) return;
    isStored = !!(await attempt(async () => {
      await (value === undefined ? area.removeItem(key) : area.setItem(key, value));
      return true;
    }));
  };
  /** Tells later workers which events are here. Other workers may have noted theirs. */
  const note = async () => {
    const noted = await readIds(area, prefix);
    const own = [...memory.keys()].filter(isEvent).map((key) => key.slice(prefix.length));
    const ids = [...new Set([...(noted ?? []), ...own])].filter((id) => !gone.has(id));
    if (noted) await write(prefix + LIST, ids[0] && JSON.stringify(ids));
  };
  const pump = async () => {
    while (dirty.size) {
      // Events before the note that they were told, since the page may end between two writes.
      const keys = [...dirty].sort((one, other) => +isEvent(other) - +isEvent(one));
      dirty.clear();
      // First: an id without an event does no harm, an event that nobody knows of stays for ever.
      if (keys.some((key) => isEvent(key) && memory.has(key))) await note();
      await Promise.all(keys.map((key) => write(key, memory.get(key))));
      if (keys.some((key) => isEvent(key) && !memory.has(key))) await note();
    }
    writing = undefined;
  };
  const touch = (key: string) => {
    dirty.add(key);
    writing ??= Promise.resolve().then(pump);
  };
  /** Everything that was set is stored, or storage has failed, or takes too long. */
  const settled = async () => void (await attempt(async () => writing));
  /** Looks what others have changed. */
  const refresh = async () => {
    await settled();
    await load(SHARED);
  };

  await load([...((await readIds(area, prefix)) ?? []), ...SHARED]);

  const storage: KeyValue = {
    keys: () => [...memory.keys()],
    get: (key) => memory.get(key) ?? null,
    set(key, value) {
      memory.set(key, value);
      gone.delete(key.slice(prefix.length));
      touch(key);
      return isStored;
    },
    remove(key) {
      if (!memory.delete(key)) return;
      gone.add(key.slice(prefix.length));
      touch(key);
    },
  };
  return {
    storage,
    refresh,
    settled,
    /** From now on nothing is written; settles when what was begun has ended. */
    close() {
      isErased = true;
      return settled();
    },
  };
};
