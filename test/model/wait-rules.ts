import type { Answer } from '../../src/base/env.ts';
import type { Page, Request } from './fake-page.ts';
import { askedWait, isJudged, isOff, isTemporary } from './ledger.ts';
import type { VerdictRules } from './verdict-rules.ts';

interface Wait {
  /** In ms of the clock that never jumps. */
  until: number;
  because: string;
  page: Page;
}

const DAY = 86_400_000;
const WRONG_ADDRESS_WAIT = 300_000;
const LONGEST_BACKOFF = 300_000;
const HOUR = 3_600_000;
/** Timers fire on whole milliseconds. */
const SLACK = 2;

/** What keeps pages from asking the server, and how much they may ask at all. */
export const createWaitRules = (verdicts: VerdictRules, time: () => number, report: (problem: string) => void) => {
  /** What the server has asked for holds for all pages, at unload too. */
  let asked: Wait | undefined;
  let off: Wait | undefined;
  /** What the clients have chosen, at least. */
  let chosen: Wait | undefined;
  let failures = 0;
  /** No answer in a row, as far as an ad blocker is concerned. */
  let silences = 0;
  let isReached = false;
  /** Pages that could not store a wait, and so have their own. */
  const secluded = new Set<string>();
  /** When each request of the last hour was sent, by number; without those whose repetition the server has timed itself. */
  const sent = new Map<number, number>();
  let allowance = 0;

  const forget = () => {
    asked = off = chosen = undefined;
  };

  return {
    sending({ page, number, way }: Request, tracked: number) {
      const now = time();
      const says = `${page.name} sends #${number} (${way})`;
      for (const wait of [asked, off, way === 'normal' ? chosen : undefined]) {
        if (!wait || secluded.has(page.name) || now + SLACK >= wait.until) continue;
        // A backlog that is being drained may go on where the failure was another tab's.
        if (wait === chosen && page.lock === 'held' && wait.page !== page) continue;
        report(`${says} ${Math.ceil((wait.until - now) / 1000)} s before the end of the wait after ${wait.because}`);
      }
      sent.set(number, now);
      for (const [earlier, at] of sent) if (at < now - HOUR) sent.delete(earlier);
      // New events, refusals to bisect, and what was asked for by the page; the rest is retries.
      const most = 60 + allowance + 3 * tracked;
      if (sent.size > most) report(`${says}, which makes more than ${most} requests in an hour`);
    },
    answering({ page, number }: Request, answer: Answer) {
      const now = time();
      const wait = (ms: number): Wait => ({ until: now + ms, because: `the answer to #${number}`, page });
      const after = askedWait(answer);
      if (after) sent.delete(number);
      if (isJudged(answer)) {
        failures = silences = 0;
        isReached = true;
        chosen = undefined;
        if (after) asked = wait(after);
      } else if (isOff(answer)) off = wait(DAY);
      else if (isTemporary(answer)) {
        const backoff = Math.min(LONGEST_BACKOFF, 2_000 * 2 ** failures++) / 2;
        silences++;
        isReached ||= answer.status > 0;
        chosen = after ? undefined : wait(backoff);
        if (after) asked = wait(after);
      } else if (![400, 413, 422].includes(answer.status) && !(answer.status === 403 && verdicts.mayFilter(page))) {
        failures++;
        isReached = true;
        asked = wait(WRONG_ADDRESS_WAIT);
      }
    },
    /** An ad blocker may be at work: few events are kept, and only a new page tries again. */
    mayBeBlocked: () => silences > 5 && !isReached,
    /** Somebody wants to be sent now what is there. */
    hurry() {
      chosen = undefined;
      failures = 0;
    },
    /** So many more requests are in order. */
    allow: (requests: number) => void (allowance += requests),
    /** The clock has jumped, or what pages tell each other was lost. */
    doubt: forget,
    lose(page: string, isPrivate: boolean) {
      forget();
      failures = 0;
      isReached = false;
      if (isPrivate) secluded.add(page);
    },
  };
};

export type WaitRules = ReturnType<typeof createWaitRules>;
