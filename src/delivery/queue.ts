import { ACTION_PATTERN } from '../base/action-pattern.js';
import type { Env } from '../base/env.js';
import { parseObject, stringify, toWellFormed } from '../base/json.js';
import { idTime } from '../events/ids.js';
import type { DropReason } from '../types/tracker.js';
import { priority } from './queued-event.js';
import type { QueuedEvent } from './queued-event.js';

const MAX_EVENTS = 1_500;
const MAX_EVENTS_BLOCKED = 100;
const MAX_CHARACTERS = 1_000_000;
/**
 * Events of other pages are adopted at this age. A request of an ordinary size has ended by then, so a page that lives has tried to
 * send them. Longer would keep what a crashed tab has left from a visitor's short next visit.
 */
const ORPHAN_AGE_MS = 12_000;

/** The queue of one business. Each event has its own storage key, so that tabs never overwrite each other's events. */
export const createQueue = (
  { storage, now }: Env,
  /** Every key of this queue begins with it. */
  prefix: string,
  onDrop: (entry: QueuedEvent, reason: DropReason) => void,
  /** Whether an ad blocker is assumed; then the queue keeps few events. */
  isBlocked: () => boolean,
) => {
  /** Each ended page has a note of its own, whose key begins so. */
  const notePrefix = `${prefix}~left`;
  const entries = new Map<string, QueuedEvent>();
  /** Total length of the events in characters, since browsers count the limit of localStorage so. */
  let characters = 0;
  /** Events of other pages that `adopt` has seen and left there. */
  let foreignCount = 0;
  let foreignCharacters = 0;

  const hold = (entry: QueuedEvent) => {
    entries.set(entry.id, entry);
    characters += entry.json.length;
  };

  const forget = ({ id, json }: QueuedEvent) => {
    if (entries.delete(id)) characters -= json.length;
  };

  const remove = (entry: QueuedEvent) => {
    forget(entry);
    storage.remove(prefix + entry.id);
  };

  /**
   * Forgets adopted events whose key is gone, because another page has settled them. It removes no keys: if storage only failed
   * for a moment, the event is adopted again.
   */
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
   * Takes over the stored events of pages that have ended, or `all` stored events. Removes their notes, and keys that hold no
   * event.
   * @returns `true` if further events are stored, which may become free later
   */
  const adopt = (scope?: 'all'): boolean => {
    const keys = storage.keys();
    const left: Record<string, unknown> = {};
    for (const key of keys) {
      if (!key.startsWith(notePrefix)) continue;
      Object.assign(left, parseObject(storage.get(key)));
      storage.remove(key);
    }
    foreignCount = foreignCharacters = 0;
    for (const key of keys) {
      const id = key.slice(prefix.length);
      if (!key.startsWith(prefix) || id[0] === '~' || entries.has(id)) continue;
      const json = storage.get(key);
      // Another tab has removed the key since, or storage fails for a moment.
      if (json === null) continue;
      const { id: own, action } = parseObject(json) ?? {};
      const age = now() - idTime(id);
      if (own !== id || typeof action !== 'string' || !ACTION_PATTERN.test(action)) storage.remove(key);
      // If the age is negative, the clock was set back. Adopt the event, since its age may stay negative for days.
      else if (scope || id in left || !(age >= 0 && age < ORPHAN_AGE_MS)) {
        const handedAt = Number.isFinite(left[id]) ? (left[id] as number) : 0;
        hold({ id, action, json: toWellFormed(json), handedAt, stored: true, adopted: true, backlog: true });
      } else {
        foreignCount++;
        foreignCharacters += json.length;
      }
    }
    // Ids sort by age, so adopted events come before newer ones of this page.
    for (const id of [...entries.keys()].sort()) moveToBack(entries.get(id) as QueuedEvent);
    return foreignCount > 0;
  };

  /** Drops events of the lowest priority, oldest first, until the queue is within its limits. */
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
    /** Stores the events that are held in memory only. */
    store() {
      for (const entry of entries.values()) entry.stored ||= storage.set(prefix + entry.id, entry.json);
    },
    /**
     * Stores an event before it returns, unless storage refuses it, and evicts others if the queue is full.
     * @param isFirst only holds it in memory; `store` must follow in the next task
     */
    add(id: string, action: string, json: string, isFirst?: boolean) {
      hold({ id, action, json, handedAt: 0, stored: !isFirst && storage.set(prefix + id, json) });
      evict();
    },
    adopt,
    forgetGone,
    /**
     * Writes a note for the next page: the ids of the events that this page leaves, each with the time when it was sent, or 0.
     * The note saves repeated requests and waiting. If it is lost, nothing else is lost.
     * @param isTrusted `false`: what was sent may not have arrived, so the next page sends it at once
     */
    handOver(isTrusted?: boolean) {
      let last = '';
      const note: Record<string, number> = {};
      for (const entry of entries.values()) {
        // If this page comes back, another page may have delivered the event meanwhile.
        entry.adopted = entry.backlog = entry.stored;
        const sentAt = entry.inFlight || entry.handedAt;
        note[(last = entry.id)] = isTrusted ? sentAt : Math.min(0, sentAt);
      }
      if (last) storage.set(`${notePrefix}:${last}`, stringify(note));
    },
    evict,
    moveToBack,
    /** Drops all stored events of this business, also those of other pages. */
    clear(reason: DropReason) {
      adopt('all');
      for (const entry of [...entries.values()]) drop(entry, reason);
    },
  };
};

export type Queue = ReturnType<typeof createQueue>;
