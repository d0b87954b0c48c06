import type { DropReason } from '../types/tracker.js';
import type { Env } from '../base/env.js';
import { IDENTIFIED } from '../events/to-event.js';
import { idTime } from '../events/ids.js';
import { byteLength, parseObject } from '../base/json.js';

/** An event on its way. */
export interface Entry {
  id: string;
  action: string;
  /** The event as JSON: what is stored is what is sent. */
  text: string;
  /** UTF-8 bytes of the text, once they were counted. */
  bytes?: number;
  stored: boolean;
  /** Part of a request that has no answer yet. */
  busy?: boolean;
  /** When it was handed over to a request whose answer nobody will see. */
  handedAt?: number;
  /** Other tabs may send it too: it came from another page, or its first request failed. */
  backlog: boolean;
  /** It came from another page, or this one was away: somebody else may have dealt with it. */
  adopted: boolean;
  /** Only events of one group share a request; bisecting makes new groups. */
  group?: number;
  /** It was refused alone when that many events had been accepted. */
  refused?: number;
  /** A request with this event alone got no answer in time. */
  timedOut?: boolean;
}

const MOST_EVENTS = 1_500;
const MOST_HOPELESS = 100;
const MOST_CHARACTERS = 1_000_000;
/** Longer than a request may take, so that a living page has had its try. */
const ORPHANED_AFTER = 30_000;
/** Events of a page that are named to the next; the others are found by their age. */
const MOST_LEFT = 300;
/** How long an event that was handed over as its page ended is not sent again, in ms. */
export const PATIENCE = 60_000;

/** The less important an event, the sooner it makes room, and the later it leaves a closing page. */
export const importance = ({ action }: { action: string }): number =>
  action === 'page.viewed' ? 0 : /^order\.|^user\.id/.test(action) ? 2 : 1;

/** For how long an event is kept, in ms: one that names a person for a day, the others for a week. */
export const longestAge = ({ action }: { action: string }): number => (action === IDENTIFIED ? 1 : 7) * 86_400_000;

/** UTF-8 bytes; counted when it is sent, since a call of the page has no time for it. */
export const sizeOf = (entry: Entry): number => (entry.bytes ??= byteLength(entry.text));

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
