import type { KeyValue } from '../base/env.js';
import { parseObject, stringify } from '../base/json.js';
import { attemptAsync } from './async-storage.js';
import type { AsyncArea } from './async-storage.js';

/** Records that are kept besides events: the endpoint's retry wait and the shop's state. */
const SHARED_NAMES = ['~wait', '~shop'];
/** The ids of the stored events and handover notes, because a sandbox cannot list keys. */
const ID_LIST = '~ids';
/** An event, or the note of an ended page. */
const ID = /^(~left:)?[\da-f-]{36}$/;

/** The ids of the stored events; `undefined` if storage does not answer. */
const readIds = async (area: AsyncArea, prefix: string): Promise<string[] | undefined> => {
  const text = await attemptAsync(() => area.getItem(prefix + ID_LIST));
  if (text === undefined) return undefined;
  const { ids } = parseObject(`{"ids":${text}}`) ?? {};
  // Another script may have written anything.
  return Array.isArray(ids) ? ids.filter((id) => typeof id === 'string' && ID.test(id)) : [];
};

/** Names of a destination's further records for the stored events of those ids. */
type Records = (ids: string[]) => string[];

/** Removes all that is stored for a business. */
export const eraseStorage = async (area: AsyncArea, prefix: string, records?: Records): Promise<void> => {
  const ids = (await readIds(area, prefix)) ?? [];
  await Promise.all(
    [...ids, ...SHARED_NAMES, ID_LIST, ...(records?.(ids) ?? [])].map((name) =>
      attemptAsync(() => area.removeItem(prefix + name)),
    ),
  );
};

/**
 * A copy of the page's storage in memory. It is read once, and changes are written later. Events have the same keys as in the page's
 * own script, so a page of the same origin sends what a sandbox has left.
 */
export const openStorage = async (area: AsyncArea, prefix: string, records?: Records) => {
  const memory = new Map<string, string>();
  const dirty = new Set<string>();
  /** Keys that the page has or had. Another key is missing there because it could not be written. */
  const stored = new Set<string>();
  /** Ids of events that were stored and are removed. */
  const removedIds = new Set<string>();
  let isStored = true;
  let isErased = false;
  let writing: Promise<void> | undefined;

  /** The notes of ended pages are listed as events are, since each has a key of its own. */
  const isListed = (key: string) => !/^~(?!left:)/.test(key.slice(prefix.length));
  /** Reads these records from the page, unless a newer value waits to be written. */
  const load = (names: string[]) =>
    Promise.all(
      names.map(async (name) => {
        const key = prefix + name;
        const text = await attemptAsync(() => area.getItem(key));
        if (text === undefined || dirty.has(key)) return;
        if (text !== null) {
          memory.set(key, text);
          stored.add(key);
        } else if (!memory.has(key) || stored.has(key)) {
          if (isListed(key)) removedIds.add(name);
          memory.delete(key);
        }
      }),
    );

  const write = async (key: string, value?: string) => {
    if (isErased) return;
    isStored = !!(await attemptAsync(async () => {
      await (value === undefined ? area.removeItem(key) : area.setItem(key, value));
      return stored.add(key);
    }));
  };
  /** Writes the list of events for later sandboxes. Other sandboxes may have added theirs, so the list is merged. */
  const writeIdList = async () => {
    const noted = await readIds(area, prefix);
    const own = [...memory.keys()].filter(isListed).map((key) => key.slice(prefix.length));
    const ids = [...new Set([...(noted ?? []), ...own])].filter((id) => !removedIds.has(id));
    if (noted) await write(prefix + ID_LIST, ids[0] && stringify(ids));
  };
  const writeDirty = async () => {
    while (dirty.size) {
      // Events before the shop's state, which says that they were reported: the page may end between two writes.
      const keys = [...dirty].sort((one, other) => +isListed(other) - +isListed(one));
      dirty.clear();
      // The list is written first. An id without an event does no harm, but an event without an id would stay for ever.
      if (keys.some((key) => isListed(key) && memory.has(key))) await writeIdList();
      await Promise.all(keys.map((key) => write(key, memory.get(key))));
      if (keys.some((key) => isListed(key) && !memory.has(key))) await writeIdList();
    }
    writing = undefined;
  };
  const markDirty = (key: string) => {
    dirty.add(key);
    writing ??= Promise.resolve().then(writeDirty);
  };
  /** Resolves when all that was set is stored, or when storage has failed or takes too long. */
  const drained = async () => void (await attemptAsync(async () => writing));
  /** Reads what other tabs and sandboxes have changed. */
  const refresh = async () => {
    await drained();
    await load(SHARED_NAMES);
  };

  /** Reads all records. */
  const reload = async () => {
    await drained();
    const own = [...memory.keys()].filter(isListed).map((key) => key.slice(prefix.length));
    const ids = [...new Set([...((await readIds(area, prefix)) ?? []), ...own])];
    await load([...ids, ...SHARED_NAMES, ...(records?.(ids) ?? [])]);
  };
  await reload();

  const storage: KeyValue = {
    keys: () => [...memory.keys()],
    get: (key) => memory.get(key) ?? null,
    set(key, value) {
      memory.set(key, value);
      removedIds.delete(key.slice(prefix.length));
      markDirty(key);
      return isStored;
    },
    remove(key) {
      if (!memory.delete(key)) return;
      removedIds.add(key.slice(prefix.length));
      markDirty(key);
    },
  };
  return {
    storage,
    refresh,
    reload,
    drained,
    /** Ends all writing. Resolves when a write that has begun is done. */
    close() {
      isErased = true;
      return drained();
    },
  };
};
