import type { Env } from '../base/env.js';
import { parseObject } from '../base/json.js';
import { idTime } from '../events/ids.js';
import type { DropReason } from '../types/tracker.js';
import { priority } from './queued-event.js';
import type { QueuedEvent } from './queued-event.js';

const MAX_EVENTS = 1_500;
const MAX_EVENTS_BLOCKED = 100;
const MAX_CHARACTERS = 1_000_000;
/** Longer than a request may take, so that a living page has had its try. */
const ORPHAN_AGE_MS = 30_000;
/** Events of a page that are named to the next; the others are found by their age. */
const MAX_HANDOVER = 300;

/** The queue of one business: one storage key for each event, so that tabs never write over each other. */
export const createQueue = (
  { storage, now }: Env,
  /** Begins every key of this queue. */
  prefix: string,
  onDrop: (entry: QueuedEvent, reason: DropReason) => void,
  /** Nothing has ever reached the endpoint from here. */
  isBlocked: () => boolean,
) => {
  const handoverKey = `${prefix}~left`;
  const entries = new Map<string, QueuedEvent>();
  /** As browsers count against their limit. */
  let characters = 0;
  /** Events of other pages, as of the last look. */
  let foreignCount = 0;
  let foreignCharacters = 0;

  const hold = (id: string, action: string, json: string, stored: boolean, adopted: boolean, handedAt?: number) => {
    entries.set(id, { id, action, json, stored, adopted, backlog: adopted, handedAt });
    characters += json.length;
  };

  const forget = ({ id, json }: QueuedEvent) => {
    if (entries.delete(id)) characters -= json.length;
  };

  const remove = (entry: QueuedEvent) => {
    forget(entry);
    storage.remove(prefix + entry.id);
  };

  /** Forgets what another page has dealt with. The key is left alone: where storage failed for a moment, it is adopted again. */
  const forgetGone = () => {
    for (const entry of entries.values()) if (entry.adopted && storage.get(prefix + entry.id) === null) forget(entry);
  };

  const drop = (entry: QueuedEvent, reason: DropReason) => {
    remove(entry);
    onDrop(entry, reason);
  };

  /** Moves an event behind all others. */
  const moveToBack = (entry: QueuedEvent) => {
    entries.delete(entry.id);
    entries.set(entry.id, entry);
  };

  /**
   * Takes over what pages that are gone have left behind, or `all` that is stored; garbage under our own keys is removed.
   * @returns `true` if there is more, which may become free later
   */
  const adopt = (scope?: 'all'): boolean => {
    const handedOver = parseObject(storage.get(handoverKey)) ?? {};
    foreignCount = foreignCharacters = 0;
    for (const key of storage.keys()) {
      const id = key.slice(prefix.length);
      if (!key.startsWith(prefix) || id[0] === '~' || entries.has(id)) continue;
      const json = storage.get(key);
      // Gone since, or storage fails for a moment.
      if (json === null) continue;
      const event = parseObject(json);
      const age = now() - idTime(id);
      if (event?.id !== id || !event.action) storage.remove(key);
      // A negative age means that the clock was set back; waiting it out could take days.
      else if (scope || id in handedOver || !(age >= 0 && age < ORPHAN_AGE_MS)) {
        hold(id, String(event.action), json, true, true, Number(handedOver[id]) || 0);
      } else {
        foreignCount++;
        foreignCharacters += json.length;
      }
    }
    // Ids sort by age, so a backlog comes before what this page has added since.
    for (const id of [...entries.keys()].sort()) moveToBack(entries.get(id) as QueuedEvent);
    return foreignCount > 0;
  };

  const evict = () => {
    const maxEvents = isBlocked() ? MAX_EVENTS_BLOCKED : MAX_EVENTS;
    const isFull = () => entries.size + foreignCount > maxEvents || characters + foreignCharacters > MAX_CHARACTERS;
    if (isFull() && foreignCount) adopt('all');
    if (isFull()) forgetGone();
    for (const lowest of [0, 1, 2]) {
      for (const entry of entries.values()) {
        if (!isFull()) return;
        if (!entry.inFlight && priority(entry) === lowest) drop(entry, 'queue_full');
      }
    }
  };

  return {
    entries,
    remove,
    /** Stores an event before it returns. */
    add(id: string, action: string, json: string) {
      hold(id, action, json, storage.set(prefix + id, json), false);
      evict();
    },
    adopt,
    forgetGone,
    /**
     * What a page that ends tells the next one: which events it leaves, and when it handed each over, 0 for not at all. Saves
     * repeats and waiting; losing it does no harm.
     */
    handOver() {
      if (!entries.size) return;
      const list = [...entries.values()].map((entry) => {
        // Should this page come back, another may have delivered it meanwhile.
        entry.adopted = entry.backlog = entry.stored;
        return [entry.id, entry.inFlight ? now() : (entry.handedAt ?? 0)];
      });
      storage.set(handoverKey, JSON.stringify(Object.fromEntries(list.slice(-MAX_HANDOVER))));
    },
    evict,
    moveToBack,
    clear(reason: DropReason) {
      adopt('all');
      for (const entry of [...entries.values()]) drop(entry, reason);
    },
  };
};

export type Queue = ReturnType<typeof createQueue>;
