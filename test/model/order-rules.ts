import type { Answer } from '../../src/base/env.ts';
import type { Page, Request } from './fake-page.ts';
import { isJudged, isTemporary } from './ledger.ts';
import type { Ledger, Tracked } from './ledger.ts';
import type { VerdictRules } from './verdict-rules.ts';

/** Milliseconds for which a page does not repeat what an earlier page had on its way when it closed, if the endpoint works. */
const PATIENCE = 60_000;
/** After so many milliseconds without an answer, pages doubt that the endpoint works. */
const SLOW = 3_000;

interface Own {
  /** Events that this page has tracked and not yet ended, oldest first. */
  held: Map<string, Tracked>;
  sent: Set<string>;
  /** Events that other tabs may send too, because a request with them has failed. */
  released: Set<string>;
  /** By id: how often a request with only this event timed out. */
  timeouts: Map<string, number>;
  hasLeft: boolean;
}

/** Rules for requests: events leave in order, one request is in flight at a time, and no event is repeated without need. */
export const createOrderRules = (
  ledger: Ledger,
  verdicts: VerdictRules,
  time: () => number,
  hasLocks: boolean,
  isStored: (id: string) => boolean,
  /** How many pages have been opened. */
  opened: () => number,
  report: (problem: string) => void,
) => {
  const pages = new Map<Page, Own>();
  /** The events that the last closed page has handed over, by when it has sent them, while nothing speaks against their arrival. */
  let handed: { sentAt: Map<string, number>; page: Page; newest: number } | undefined;

  const recall = (page: Page): Own => {
    const own = pages.get(page) ?? {
      held: new Map(),
      sent: new Set(),
      released: new Set(),
      timeouts: new Map(),
      hasLeft: false,
    };
    pages.set(page, own);
    return own;
  };
  const names = (ids: string[]) => ids.map(ledger.label).join(' ');
  const isShared = ({ held, released }: Own, id: string) => !held.has(id) || released.has(id);

  const checkOrder = (request: Request, own: Own) => {
    const { page, number, ids } = request;
    for (const other of page.open) {
      if (other.way === 'normal' && page.isVisible && other !== request) {
        report(`${page.name} sends #${number} while #${other.number} has no answer`);
      }
    }
    if (own.hasLeft || verdicts.isProbing(page) || verdicts.mayFilter(page)) return;
    const fresh = [...own.held.keys()].filter((id) => !own.sent.has(id));
    const going = ids.filter((id) => fresh.includes(id));
    if (going.join() !== fresh.slice(0, going.length).join()) {
      report(`${page.name} sends ${names(going)} in #${number}, though ${names(fresh.slice(0, 5))} … come first`);
    }
  };

  const isSlow = (page: Page) => [...page.open].some(({ at }) => time() - at >= SLOW);

  const checkRepeats = ({ page, number, ids, way }: Request, own: Own) => {
    if (isSlow(page)) handed = undefined;
    for (const id of ids) {
      const says = `${page.name} sends ${ledger.label(id)} in #${number}`;
      // Of several pages one reads the note, and the others know nothing of it.
      const isNext = page.number === opened() && handed?.newest === page.number - 1;
      const since = time() - (handed?.sentAt.get(id) ?? -Infinity);
      if (isNext && since < PATIENCE - 1)
        report(`${says}, though ${handed?.page.name} has sent it ${since} ms before and handed it over`);
      if (way !== 'normal') continue;
      if (ledger.get(id)?.isAcknowledged && !isStored(id) && !own.held.has(id)) report(`${says} after it was accepted`);
      if (!hasLocks || !isShared(own, id)) continue;
      // An event of the shared backlog is sent by one tab at a time.
      for (const [other, others] of pages) {
        if (other === page || other.gone || other.frozen || other.isStopped || others.hasLeft) continue;
        const isOpen = [...other.open].some((open) => open.way === 'normal' && open.ids.includes(id));
        if (isOpen && isShared(others, id)) report(`${says}, while ${other.name} sends it too`);
      }
    }
  };

  return {
    tracked: (event: Tracked) => void recall(event.page).held.set(event.id, event),
    /** The events that this page has tracked and not yet ended. */
    heldBy: (page: Page): Tracked[] => [...recall(page).held.values()],
    sending(request: Request) {
      const { page, ids, way } = request;
      const own = recall(page);
      if (page.isStopped) report(`${page.name} sends #${request.number} after it was stopped`);
      if (way === 'normal') checkOrder(request, own);
      checkRepeats(request, own);
      for (const id of ids) own.sent.add(id);
    },
    answering({ page, ids, at }: Request, answer: Answer) {
      const { released, timeouts } = recall(page);
      if (!isJudged(answer) || time() - at >= SLOW) handed = undefined;
      if (isTemporary(answer)) for (const id of ids) released.add(id);
      const [only = '', more] = ids;
      if (answer.timedOut && !more) timeouts.set(only, (timeouts.get(only) ?? 0) + 1);
    },
    /** Whether requests with only this event have timed out more than once. */
    hasTimedOut: (page: Page, id: string) => (recall(page).timeouts.get(id) ?? 0) > 1,
    ended(page: Page, id: string, isAccepted: boolean) {
      recall(page).held.delete(id);
      const event = ledger.get(id);
      if (event && isAccepted) event.isAcknowledged = true;
    },
    /**
     * Notes that the page has closed in order. The page after it knows what it has handed over, if `isTrusted`: the note is
     * stored, no other page is open, and the endpoint works.
     */
    left(page: Page, isTrusted: boolean) {
      recall(page).hasLeft = true;
      const sentAt = new Map([...page.open].flatMap(({ ids, at }) => ids.map((id) => [id, at] as const)));
      handed = isTrusted && sentAt.size && !isSlow(page) ? { sentAt, page, newest: opened() } : undefined;
    },
    doubt: () => void (handed = undefined),
  };
};

export type OrderRules = ReturnType<typeof createOrderRules>;
