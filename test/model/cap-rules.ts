import type { Page } from './fake-page.ts';
import { worth } from './ledger.ts';
import type { Ledger, Tracked } from './ledger.ts';

const MOST_EVENTS = 1_500;
const MOST_CHARACTERS = 1_000_000;
/** The most events that a page keeps while it assumes an ad blocker. */
const MOST_BLOCKED = 100;

/** Rules for a full queue: when it may drop an event, and which one. */
export const createCapRules = (
  ledger: Ledger,
  {
    heldBy,
    mayBeBlocked,
    wasMoved,
    storedTexts,
    report,
  }: {
    heldBy: (page: Page) => Tracked[];
    mayBeBlocked: () => boolean;
    /** Whether the event was moved to the back of the queue. */
    wasMoved: (page: Page, id: string) => boolean;
    /** The stored events, by id. */
    storedTexts: () => Map<string, string>;
    report: (problem: string) => void;
  },
) => {
  const busyIn = (page: Page) => new Set([...page.open].flatMap(({ ids, way }) => (way === 'beacon' ? [] : ids)));

  return {
    /** Checks an event that a page drops because its queue is full. */
    dropped(page: Page, id: string) {
      const victim = ledger.get(id);
      if (!victim) return;
      const texts = storedTexts();
      texts.set(id, victim.text);
      const held = heldBy(page);
      for (const event of held) texts.set(event.id, event.text);
      const characters = [...texts.values()].reduce((sum, { length }) => sum + length, 0);
      const limit = mayBeBlocked() ? MOST_BLOCKED : MOST_EVENTS;
      const says = `${page.name} drops ${victim.label} because the queue is full`;
      if (texts.size <= limit && characters <= MOST_CHARACTERS) {
        report(`${says} of ${texts.size} events and ${characters} characters`);
      }
      const busy = busyIn(page);
      if (busy.has(id)) report(`${says}, though it is in a request`);
      for (const event of held) {
        if (event === victim || busy.has(event.id) || wasMoved(page, event.id)) continue;
        // Events of two tabs have no certain order within a millisecond, or after the clock was set back.
        const isBefore = victim.page === page && event.id < id && !wasMoved(page, id);
        if (worth(event.action) < worth(victim.action) || (isBefore && worth(event.action) === worth(victim.action))) {
          report(`${says}, though ${event.label} should make room first`);
        }
      }
    },
    /** Checks the size of the page's queue after an event was tracked. */
    tracked(page: Page) {
      const busy = busyIn(page);
      const waiting = heldBy(page).filter(({ id }) => !busy.has(id));
      const characters = waiting.reduce((sum, { text }) => sum + text.length, 0);
      if (waiting.length > MOST_EVENTS || characters > MOST_CHARACTERS) {
        report(`${page.name} holds ${waiting.length} events of ${characters} characters`);
      }
    },
  };
};

export type CapRules = ReturnType<typeof createCapRules>;
