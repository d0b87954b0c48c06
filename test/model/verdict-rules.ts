import type { Answer } from '../../src/base/env.ts';
import type { DropReason } from '../../src/types/tracker.ts';
import type { Page, Request } from './fake-page.ts';
import { isJudged, isOff, isTemporary, madeAt } from './ledger.ts';
import type { Ledger } from './ledger.ts';

export type Verdict = DropReason | 'delivered';

interface Expectation {
  request: Request;
  /** By id: how the event must leave the queue. An event that must stay is absent. */
  must: Map<string, Verdict>;
  may: Map<string, Verdict>;
  /** The page may drop its whole queue. */
  mayEmpty: boolean;
  seen: Map<string, Verdict>;
}

/** What one page has learnt from answers about events and the account. */
interface Memory {
  accepted: number;
  /** By id: how many events had been accepted when this event was refused on its own. */
  refused: Map<string, number>;
  /** The same for refusals that a page may attribute to the account instead of the event. */
  doubtful: Map<string, number>;
  forbidden: number;
  /** Another event was accepted after two answers 403, so a filter may refuse single events. */
  mayFilter: boolean;
  expected?: Expectation;
}

const WEEK = 604_800_000;
const DAY = 86_400_000;

/** Rules of the protocol: which events each answer removes from the queue, and with which reason. */
export const createVerdictRules = (
  ledger: Ledger,
  clock: { time: () => number; now: () => number },
  report: (problem: string) => void,
) => {
  const memories = new Map<Page, Memory>();
  /** Ids of events that storage has once failed to find. */
  const lost = new Set<string>();
  /** When the business was switched off. `isDoubtful` means that pages may not know it. */
  let off: { at: number; isDoubtful: boolean } | undefined;

  const recall = (page: Page): Memory => {
    const memory = memories.get(page) ?? {
      accepted: 0,
      refused: new Map(),
      doubtful: new Map(),
      forbidden: 0,
      mayFilter: false,
    };
    memories.set(page, memory);
    return memory;
  };

  const isDue = (before: number | undefined, memory: Memory) => before !== undefined && before < memory.accepted;

  /** Returns what must happen after an answer, and remembers the answer for later predictions. */
  const predict = (request: Request, answer: Answer): Expectation => {
    const memory = recall(request.page);
    const { ids } = request;
    const { status, body } = answer;
    const expectation: Expectation = { request, must: new Map(), may: new Map(), mayEmpty: false, seen: new Map() };
    const { must, may } = expectation;
    const only = ids.length === 1 ? ids[0] : undefined;
    if (isJudged(answer)) {
      const results = (Array.isArray(body?.results) ? body.results : []) as { id: string; status: string }[];
      const rejected = new Set(results.filter((result) => result.status === 'rejected').map(({ id }) => id));
      for (const id of ids) must.set(id, rejected.has(id) ? 'refused' : 'delivered');
      const accepted = ids.filter((id) => !rejected.has(id)).length;
      memory.accepted += accepted;
      if (accepted) {
        memory.mayFilter ||= memory.forbidden > 1;
        memory.forbidden = 0;
      }
      // Within a day the answer belongs to an earlier request, which does not switch the business on again.
      if (off && clock.time() - off.at < DAY) off.isDoubtful = true;
      else off = undefined;
    } else if (status === 400 || status === 422 || status === 403) {
      if (status === 403 && !memory.mayFilter) memory.forbidden++;
      else if (only) {
        const isCertain = status !== 403 && !memory.doubtful.has(only);
        if (isDue(memory.refused.get(only), memory) && isCertain) must.set(only, 'refused');
        else if (isDue(memory.refused.get(only) ?? memory.doubtful.get(only), memory)) may.set(only, 'refused');
        const list = status === 403 ? memory.doubtful : memory.refused;
        // An event that was not dropped now keeps the count of its first refusal.
        if (!list.has(only)) list.set(only, memory.accepted);
      }
    } else if (status === 413) {
      if (only) must.set(only, 'too_large');
    } else if (isOff(answer)) {
      if (off && clock.time() - off.at >= DAY) {
        expectation.mayEmpty = true;
        if (!off.isDoubtful) for (const id of ids) must.set(id, 'switched_off');
      } else if (off?.isDoubtful) expectation.mayEmpty = true;
      off = { at: clock.time(), isDoubtful: off?.isDoubtful ?? false };
    } else if (isTemporary(answer)) {
      for (const id of ids) {
        // Identifications hold personal data, so they are kept for a day only.
        const longest = ledger.get(id)?.action === 'user.identified' ? DAY : WEEK;
        if (clock.now() - madeAt(id) > longest) must.set(id, 'expired');
      }
    }
    // A page may have forgotten an event that storage failed to find, or that another page has ended.
    for (const [id, verdict] of must) {
      if (!lost.has(id) && !ledger.get(id)?.isAcknowledged && !ledger.get(id)?.drops.length) continue;
      must.delete(id);
      may.set(id, verdict);
    }
    return expectation;
  };

  return {
    /** Predicts the effect of an answer. `answered` compares it once the page has handled the answer. */
    answering(request: Request, answer: Answer) {
      recall(request.page).expected = predict(request, answer);
    },
    /** Checks an event that leaves the queue for another reason than a full queue. */
    ended(page: Page, id: string, verdict: Verdict) {
      const memory = recall(page);
      const { expected } = memory;
      const says = `${page.name} ends ${ledger.label(id)} as ${verdict}`;
      if (!expected) return report(`${says}, though there was no answer`);
      expected.seen.set(id, verdict);
      memory.refused.delete(id);
      memory.doubtful.delete(id);
      if (verdict === 'switched_off' && expected.mayEmpty) return;
      const allowed = expected.must.get(id) ?? expected.may.get(id);
      if (allowed !== verdict)
        report(`${says}, though the answer to #${expected.request.number} says: ${allowed ?? 'keep it'}`);
    },
    /** Checks that the page has ended every event that the answer ends. */
    answered(page: Page) {
      const memory = recall(page);
      const { expected } = memory;
      memory.expected = undefined;
      if (!expected || page.gone) return;
      for (const [id, verdict] of expected.must) {
        const { number } = expected.request;
        if (expected.seen.has(id)) continue;
        report(`${page.name} keeps ${ledger.label(id)}, though the answer to #${number} says: ${verdict}`);
      }
    },
    /** Whether the page may send another event alone after two answers 403. */
    isProbing: (page: Page) => recall(page).forbidden > 1,
    mayFilter: (page: Page) => recall(page).mayFilter,
    wasRefusedAlone: (page: Page, id: string) => recall(page).refused.has(id) || recall(page).doubtful.has(id),
    /** Notes that pages may have lost this event and what they knew about it. */
    forget(id: string) {
      lost.add(id);
      for (const { refused, doubtful } of memories.values()) {
        const before = refused.get(id);
        if (before !== undefined) doubtful.set(id, before);
        refused.delete(id);
      }
    },
    /** Notes that pages may not know any more that the business is off: the clock has jumped or storage has failed. */
    doubt() {
      if (off) off.isDoubtful = true;
    },
  };
};

export type VerdictRules = ReturnType<typeof createVerdictRules>;
