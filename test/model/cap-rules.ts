import type { Page } from './fake-page.ts';
import { worth } from './ledger.ts';
import type { Ledger, Tracked } from './ledger.ts';

const MOST_EVENTS = 1_500;
const MOST_CHARACTERS = 1_000_000;
/** Where an ad blocker is assumed. */
const MOST_BLOCKED = 100;

/** When a full queue may lose an event, and which one. */
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
    /** It was put behind the others. */
    wasMoved: (page: Page, id: string) => boolean;
    /** What is in storage, by id. */
    storedTexts: () => Map<string, string>;
    report: (problem: string) => void;
  },
) => {
  const busyIn = (page: Page) => new Set([...page.open].flatMap(({ ids, way }) => (way === 'beacon' ? [] : ids)));

  return {
    /** A page drops an event because its queue is full. */
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
        // Tabs cannot tell whose event is older within a millisecond, or after the clock was set back.
        const isBefore = victim.page === page && event.id < id && !wasMoved(page, id);
        if (worth(event.action) < worth(victim.action) || (isBefore && worth(event.action) === worth(victim.action))) {
          report(`${says}, though ${event.label} should make room first`);
        }
      }
    },
    /** After an event was tracked. */
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
