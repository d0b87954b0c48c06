import type { DropReason } from '../types';
import { byteLength, isPlainObject } from './copy';
import type { KeyValue } from './env';
import { idTime } from './ids';

/** An event on its way. */
export interface Entry {
  id: string;
  action: string;
  /** The event as JSON: what is stored is what is sent, byte by byte. */
  text: string;
  /** UTF-8 bytes of the text. Its length in UTF-16 units is what counts against a browser's storage limit. */
  bytes: number;
  stored: boolean;
  /** Part of a request that has no answer yet, or handed over as the page went away. */
  busy: boolean;
  /** When it was handed over to a request whose answer nobody will see; 0 for never. */
  handedAt: number;
  /** Another tab may send it too: it came from another page, or its first request failed. */
  backlog: boolean;
  /** It came from another page, which may have delivered it meanwhile. */
  adopted: boolean;
  /** Only events of one group share a request; bisecting makes new groups. */
  group: number;
  /** It was refused alone, with this status, when that many events had been accepted. */
  refusedAlone?: { accepted: number; status: number };
  /** Requests with this event alone that got no answer in time. */
  timeouts: number;
}

const MOST_EVENTS = 1_500;
const MOST_CHARACTERS = 1_000_000;
/** Longer than a request may take, so that a living page has had its try. */
const ORPHANED_AFTER = 30_000;

/** The less important an event, the sooner it makes room, and the later it leaves a closing page. */
export const importance = ({ action }: { action: string }): number =>
  action === 'page.viewed' ? 0 : action.startsWith('order.') || action === 'user.identified' ? 2 : 1;

/** The queue of one business: one storage key for each event, so that tabs never write over each other. */
export const createQueue = (parts: {
  storage: KeyValue;
  /** Begins every key of this queue. */
  prefix: string;
  now: () => number;
  onDrop: (entry: Entry, reason: DropReason) => void;
}) => {
  const { storage, prefix, now } = parts;
  const entries = new Map<string, Entry>();
  let limit = MOST_EVENTS;
  let characters = 0;
  let elsewhere = { count: 0, characters: 0 };

  const hold = (more: Pick<Entry, 'id' | 'action' | 'text' | 'stored' | 'adopted'>): Entry => {
    const entry: Entry = {
      bytes: byteLength(more.text),
      busy: false,
      handedAt: 0,
      backlog: more.adopted,
      group: 0,
      timeouts: 0,
      ...more,
    };
    entries.set(entry.id, entry);
    characters += entry.text.length;
    return entry;
  };

  const remove = (entry: Entry) => {
    if (entries.delete(entry.id)) {
      characters -= entry.text.length;
    }
    storage.remove(prefix + entry.id);
  };

  /** Takes over stored events that `wanted` chooses; garbage under our own keys is removed. */
  const adopt = (wanted: (id: string) => boolean): number => {
    let taken = 0;
    elsewhere = { count: 0, characters: 0 };
    for (const key of storage.keys()) {
      const id = key.slice(prefix.length);
      if (!key.startsWith(prefix) || id[0] === '~' || entries.has(id)) continue;
      const text = storage.get(key);
      if (text === null) continue;
      if (!wanted(id)) {
        elsewhere.count++;
        elsewhere.characters += text.length;
        continue;
      }
      const action = readAction(text, id);
      if (!action) {
        storage.remove(key);
        continue;
      }
      taken++;
      hold({ id, action, text, stored: true, adopted: true });
    }
    if (taken) sort();
    return taken;
  };

  /** Ids sort by age, so a backlog comes before what this page has added since. */
  const sort = () => {
    const sorted = [...entries].sort(([one], [other]) => (one < other ? -1 : 1));
    entries.clear();
    for (const [id, entry] of sorted) entries.set(id, entry);
  };

  const full = () => entries.size + elsewhere.count > limit || characters + elsewhere.characters > MOST_CHARACTERS;

  const makeRoom = () => {
    if (full() && elsewhere.count) adopt(() => true);
    while (full()) {
      let victim: Entry | undefined;
      for (const entry of entries.values()) {
        if (!entry.busy && (!victim || importance(entry) < importance(victim))) victim = entry;
      }
      if (!victim) return;
      remove(victim);
      parts.onDrop(victim, 'queue_full');
    }
  };

  return {
    remove,
    entries: () => [...entries.values()],
    get size() {
      return entries.size;
    },
    /** Stores an event before it returns. */
    add(id: string, action: string, text: string): Entry {
      const entry = hold({ id, action, text, stored: storage.set(prefix + id, text), adopted: false });
      makeRoom();
      return entry;
    },
    /** `true` while another page has not delivered or dropped this event. */
    exists: (entry: Entry) => !entry.adopted || storage.get(prefix + entry.id) !== null,
    /**
     * Takes over what pages that are gone have left behind.
     * @param left the time at which a page that ended has handed over each event; 0 for not at all
     * @returns how many were taken, and whether others may become free later
     */
    adoptOrphans(left: Map<string, number>, patience: number) {
      const taken = adopt((id) => {
        const handed = left.get(id);
        const wait = handed === undefined ? ORPHANED_AFTER : handed ? patience : 0;
        const age = now() - (handed || idTime(id));
        // A negative age means that the clock was set back; waiting it out could take days.
        return age < 0 || age >= wait;
      });
      return { taken, later: elsewhere.count > 0 };
    },
    /** Keeps at most `count` events from now on. */
    limitTo(count: number) {
      limit = count;
      makeRoom();
    },
    /** Moves an event behind all others. */
    last(entry: Entry) {
      if (entries.delete(entry.id)) entries.set(entry.id, entry);
    },
    clear(reason: DropReason) {
      adopt(() => true);
      for (const entry of [...entries.values()]) {
        remove(entry);
        parts.onDrop(entry, reason);
      }
    },
  };
};

export type Queue = ReturnType<typeof createQueue>;

const readAction = (text: string, id: string): string | undefined => {
  try {
    const event: unknown = JSON.parse(text);
    if (isPlainObject(event) && event.id === id && typeof event.action === 'string') return event.action;
  } catch {
    // Not ours, or cut off.
  }
  return undefined;
};
