import type { Answer } from '../../src/base/env.ts';
import type { Page, Request } from './fake-page.ts';
import { askedWait, isJudged, isOff, isTemporary } from './ledger.ts';
import type { VerdictRules } from './verdict-rules.ts';

interface Wait {
  /** End of the wait, in ms of the clock that never jumps. */
  until: number;
  because: string;
  page: Page;
}

const DAY = 86_400_000;
const WRONG_ADDRESS_WAIT = 300_000;
const LONGEST_BACKOFF = 300_000;
const HOUR = 3_600_000;
/** Within this time after its start, or after it is shown, a page tries once, and then goes on as after two failures. */
const BEGINNING = 2_000;
/** Timers fire on whole milliseconds. */
const SLACK = 2;

/** Rules for waits: when pages may send a request, and how many requests they may send in an hour. */
export const createWaitRules = (verdicts: VerdictRules, time: () => number, report: (problem: string) => void) => {
  /** The wait that the server has asked for. All pages respect it, also when they close. */
  let asked: Wait | undefined;
  let off: Wait | undefined;
  /** The shortest back-off that the clients may have chosen. */
  let chosen: Wait | undefined;
  let failures = 0;
  /** Until when a page may end the chosen wait. */
  let beginsUntil = 0;
  /** Temporary failures in a row, which may be caused by an ad blocker. */
  let silences = 0;
  let isReached = false;
  /** Names of pages that could not store a wait. Each of them has its own wait in memory. */
  const secluded = new Set<string>();
  /** Times of the requests of the last hour, by number. A request whose answer asks for a wait does not count. */
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
        // The tab that drains the backlog may go on if another tab's request has failed.
        if (wait === chosen && page.lock === 'held' && wait.page !== page) continue;
        report(`${says} ${Math.ceil((wait.until - now) / 1000)} s before the end of the wait after ${wait.because}`);
      }
      sent.set(number, now);
      for (const [earlier, at] of sent) if (at < now - HOUR) sent.delete(earlier);
      // Requests for new events, for bisecting and for flushes are allowed in addition to 60 retries.
      const most = 60 + allowance + 3 * tracked;
      if (sent.size > most) report(`${says}, which makes more than ${most} requests in an hour`);
    },
    answering({ page, number }: Request, answer: Answer) {
      const now = time();
      const wait = (ms: number): Wait => ({ until: now + ms, because: `the answer to #${number}`, page });
      const after = askedWait(answer);
      const isBeginning = now <= beginsUntil + SLACK;
      if (after) sent.delete(number);
      if (isJudged(answer)) {
        failures = silences = 0;
        isReached = true;
        chosen = undefined;
        if (after) asked = wait(after);
      } else if (isOff(answer)) off = wait(DAY);
      else if (isTemporary(answer)) {
        const backoff = Math.min(LONGEST_BACKOFF, 2_000 * 2 ** failures++) / 2;
        if (isBeginning) failures = Math.min(failures, 2);
        silences++;
        isReached ||= answer.status > 0;
        chosen = after || isBeginning ? undefined : wait(backoff);
        if (after) asked = wait(after);
      } else if (![400, 413, 422].includes(answer.status) && !(answer.status === 403 && verdicts.mayFilter(page))) {
        failures++;
        if (isBeginning) failures = Math.min(failures, 2);
        isReached = true;
        asked = wait(WRONG_ADDRESS_WAIT);
      }
    },
    /** Whether pages may assume an ad blocker. Then they keep few events, and only a new page sends again. */
    mayBeBlocked: () => silences > 5 && !isReached,
    /** Ends the clients' own back-off, because a flush or a restored network asks for a request now. */
    hurry() {
      chosen = undefined;
      failures = 0;
    },
    /** A page begins or is shown. */
    begin() {
      chosen = undefined;
      failures = Math.min(failures, 2);
      beginsUntil = time() + BEGINNING;
      allowance += 10;
    },
    /** Raises the number of requests that are allowed. */
    allow: (requests: number) => void (allowance += requests),
    /** Forgets all waits, because the clock has jumped or the stored wait was lost. */
    doubt: forget,
    /** Whether the page knows of failures that storage does not hold. */
    isSecluded: ({ name }: Page) => secluded.has(name),
    lose(page: string, isPrivate: boolean) {
      forget();
      failures = 0;
      isReached = false;
      if (isPrivate) secluded.add(page);
    },
  };
};

export type WaitRules = ReturnType<typeof createWaitRules>;
