import type { Env } from '../base/env.js';
import { parseObject } from '../base/json.js';
import { idTime } from '../events/ids.js';
import type { DropReason } from '../types/tracker.js';
import { importance } from './entry.js';
import type { Entry } from './entry.js';

const MOST_EVENTS = 1_500;
const MOST_HOPELESS = 100;
const MOST_CHARACTERS = 1_000_000;
/** Longer than a request may take, so that a living page has had its try. */
const ORPHANED_AFTER = 30_000;
/** Events of a page that are named to the next; the others are found by their age. */
const MOST_LEFT = 300;
/** The queue of one business: one storage key for each event, so that tabs never write over each other. */
export const createQueue = (
  { storage, now }: Env,
  /** Begins every key of this queue. */
  prefix: string,
  onDrop: (entry: Entry, reason: DropReason) => void,
  /** Nothing has ever reached the endpoint from here. */
  isHopeless: () => boolean,
) => {
  const leftKey = `${prefix}~left`;
  const entries = new Map<string, Entry>();
  /** As browsers count against their limit. */
  let characters = 0;
  /** Events of other pages, as of the last look. */
  let others = 0;
  let othersCharacters = 0;

  const hold = (id: string, action: string, text: string, stored: boolean, adopted: boolean, handedAt?: number) => {
    entries.set(id, { id, action, text, stored, adopted, backlog: adopted, handedAt });
    characters += text.length;
  };

  const forget = ({ id, text }: Entry) => {
    if (entries.delete(id)) characters -= text.length;
  };

  const remove = (entry: Entry) => {
    forget(entry);
    storage.remove(prefix + entry.id);
  };

  /** Forgets what another page has dealt with. The key is left alone: where storage failed for a moment, it is adopted again. */
  const forgetGone = () => {
    for (const entry of entries.values()) if (entry.adopted && storage.get(prefix + entry.id) === null) forget(entry);
  };

  const drop = (entry: Entry, reason: DropReason) => {
    remove(entry);
    onDrop(entry, reason);
  };

  /** Moves an event behind all others. */
  const last = (entry: Entry) => {
    entries.delete(entry.id);
    entries.set(entry.id, entry);
  };

  /**
   * Takes over what pages that are gone have left behind, or `all` that is stored; garbage under our own keys is removed.
   * @returns `true` if there is more, which may become free later
   */
  const adopt = (all?: boolean): boolean => {
    const left = parseObject(storage.get(leftKey)) ?? {};
    others = othersCharacters = 0;
    for (const key of storage.keys()) {
      const id = key.slice(prefix.length);
      if (!key.startsWith(prefix) || id[0] === '~' || entries.has(id)) continue;
      const text = storage.get(key);
      // Gone since, or storage fails for a moment.
      if (text === null) continue;
      const event = parseObject(text);
      const age = now() - idTime(id);
      if (event?.id !== id || !event.action) storage.remove(key);
      // A negative age means that the clock was set back; waiting it out could take days.
      else if (all || id in left || !(age >= 0 && age < ORPHANED_AFTER)) {
        hold(id, String(event.action), text, true, true, Number(left[id]) || 0);
      } else {
        others++;
        othersCharacters += text.length;
      }
    }
    // Ids sort by age, so a backlog comes before what this page has added since.
    for (const id of [...entries.keys()].sort()) last(entries.get(id) as Entry);
    return others > 0;
  };

  const makeRoom = () => {
    const most = isHopeless() ? MOST_HOPELESS : MOST_EVENTS;
    const isFull = () => entries.size + others > most || characters + othersCharacters > MOST_CHARACTERS;
    if (isFull() && others) adopt(true);
    if (isFull()) forgetGone();
    for (const rank of [0, 1, 2]) {
      for (const entry of entries.values()) {
        if (!isFull()) return;
        if (!entry.busy && importance(entry) === rank) drop(entry, 'queue_full');
      }
    }
  };

  return {
    entries,
    remove,
    /** Stores an event before it returns. */
    add(id: string, action: string, text: string) {
      hold(id, action, text, storage.set(prefix + id, text), false);
      makeRoom();
    },
    adopt,
    forgetGone,
    /**
     * What a page that ends tells the next one: which events it leaves, and when it handed each over, 0 for not at all. Saves
     * repeats and waiting; losing it does no harm.
     */
    leave() {
      if (!entries.size) return;
      const left = [...entries.values()].map((entry) => {
        // Should this page come back, another may have delivered it meanwhile.
        entry.adopted = entry.backlog = entry.stored;
        return [entry.id, entry.busy ? now() : (entry.handedAt ?? 0)];
      });
      storage.set(leftKey, JSON.stringify(Object.fromEntries(left.slice(-MOST_LEFT))));
    },
    makeRoom,
    last,
    clear(reason: DropReason) {
      adopt(true);
      for (const entry of [...entries.values()]) drop(entry, reason);
    },
  };
};

export type Queue = ReturnType<typeof createQueue>;
