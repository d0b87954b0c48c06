import type { Answer } from '../../src/base/env.ts';
import type { DropReason } from '../../src/types/tracker.ts';
import type { Page, Request } from './fake-page.ts';
import { isJudged, isOff, isTemporary, madeAt } from './ledger.ts';
import type { Ledger } from './ledger.ts';

export type Verdict = DropReason | 'delivered';

interface Expectation {
  request: Request;
  /** By id: how the event leaves the queue; absent where it stays. */
  must: Map<string, Verdict>;
  may: Map<string, Verdict>;
  /** Everything is dropped. */
  mayEmpty: boolean;
  seen: Map<string, Verdict>;
}

/** What one page has learnt about events and the account. */
interface Memory {
  accepted: number;
  /** By id: how many had been accepted when it was refused alone. */
  refused: Map<string, number>;
  /** The same for refusals of which a page may think that they concern the account. */
  doubtful: Map<string, number>;
  forbidden: number;
  /** Another event has passed after two times 403, so a filter may be to blame. */
  mayFilter: boolean;
  expected?: Expectation;
}

const WEEK = 604_800_000;
const DAY = 86_400_000;

/** The table of the protocol: which events each answer takes out of the queue, and with which reason. */
export const createVerdictRules = (
  ledger: Ledger,
  clock: { time: () => number; now: () => number },
  report: (problem: string) => void,
) => {
  const memories = new Map<Page, Memory>();
  /** Events that storage did not find once. */
  const lost = new Set<string>();
  /** When the business was switched off, as far as the pages can know. */
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

  /** Also learns from the answer, so that the next one finds it known. */
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
      // An answer to a request from before changes nothing.
      if (off && clock.time() - off.at < DAY) off.isDoubtful = true;
      else off = undefined;
    } else if (status === 400 || status === 422 || status === 403) {
      if (status === 403 && !memory.mayFilter) memory.forbidden++;
      else if (only) {
        const isCertain = status !== 403 && !memory.doubtful.has(only);
        if (isDue(memory.refused.get(only), memory) && isCertain) must.set(only, 'refused');
        else if (isDue(memory.refused.get(only) ?? memory.doubtful.get(only), memory)) may.set(only, 'refused');
        const list = status === 403 ? memory.doubtful : memory.refused;
        // What is not dropped now was tried again after others were accepted, and counts from there.
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
        // What names a person is kept for a day only.
        const longest = ledger.get(id)?.action === 'user.identified' ? DAY : WEEK;
        if (clock.now() - madeAt(id) > longest) must.set(id, 'expired');
      }
    }
    // What a page could not find for a moment, or another has dealt with, it may have forgotten.
    for (const [id, verdict] of must) {
      if (!lost.has(id) && !ledger.get(id)?.isAcknowledged && !ledger.get(id)?.drops.length) continue;
      must.delete(id);
      may.set(id, verdict);
    }
    return expectation;
  };

  return {
    /** What is expected follows from the answer alone; it is compared once the page has dealt with it. */
    answering(request: Request, answer: Answer) {
      recall(request.page).expected = predict(request, answer);
    },
    /** An event leaves the queue for another reason than a full one. */
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
    /** The page has dealt with the answer. */
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
    /** Another event was sent alone because of two times 403. */
    isProbing: (page: Page) => recall(page).forbidden > 1,
    mayFilter: (page: Page) => recall(page).mayFilter,
    wasRefusedAlone: (page: Page, id: string) => recall(page).refused.has(id) || recall(page).doubtful.has(id),
    /** Pages may have lost sight of this event, and what they knew about it. */
    forget(id: string) {
      lost.add(id);
      for (const { refused, doubtful } of memories.values()) {
        const before = refused.get(id);
        if (before !== undefined) doubtful.set(id, before);
        refused.delete(id);
      }
    },
    /** The clock has jumped, or what pages tell each other was lost. */
    doubt() {
      if (off) off.isDoubtful = true;
    },
  };
};

export type VerdictRules = ReturnType<typeof createVerdictRules>;
