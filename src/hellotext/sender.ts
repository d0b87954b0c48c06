import type { Env } from '../base/env.js';
import { createBacklogLock, LOCK_RETRY_MS } from '../delivery/backlog-lock.js';
import type { Queue } from '../delivery/queue.js';
import { maxAge, priority } from '../delivery/queued-event.js';
import type { QueuedEvent } from '../delivery/queued-event.js';
import type { RetryWait } from '../delivery/retry-wait.js';
import type { LeaveMoment } from '../delivery/sender.js';
import { idTime } from '../events/ids.js';
import { IDENTIFIED } from '../events/to-event.js';
import type { Attempts } from './attempts.js';
import type { ApiAnswerHandler } from './handle-answer.js';
import type { ApiRequest } from './transport.js';

/** A younger event belongs to its page alone, because other tabs adopt events only when they are 12 s old. */
const OWN_PAGE_MS = 8_000;
/** How long after its time-out the answer of a request may still be handled. */
const ANSWER_MARGIN_MS = 2_000;

interface EventSenderParts {
  env: Env;
  queue: Queue;
  retryWait: RetryWait;
  attempts: Attempts;
  answerHandler: ApiAnswerHandler;
  /** Returns `undefined` if a request that outlives the page (`keepalive`) is not possible now. */
  startRequest: (entry: QueuedEvent, keepalive?: boolean) => ApiRequest | undefined;
  /** Name of the lock, and the beginning of the keys in storage. */
  prefix: string;
}

/** Sends each event in its own request: one after the other while the page lives, all at once when it is left. */
export const createEventSender = ({
  env,
  queue,
  retryWait,
  attempts,
  answerHandler,
  startRequest,
  prefix,
}: EventSenderParts) => {
  let state: 'idle' | 'armed' | 'sending' | 'stopped' = 'idle';
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** A flush was requested: ignore waits that the client has chosen itself. */
  let isFlushing = false;
  let lockDeniedAt = -Infinity;
  const lock = createBacklogLock(env, prefix);
  /** As in `delivery/sender`; a shared helper would be longer than the two lines that use it. */
  const flushWaiters: (() => void)[] = [];

  const age = ({ id }: QueuedEvent) => env.now() - idTime(id);
  /** `true` if other tabs may send the event too, so that sending it needs the lock. */
  const isShared = (entry: QueuedEvent) => entry.backlog || !(age(entry) >= 0 && age(entry) < OWN_PAGE_MS);

  /** Milliseconds until the event may be sent. Drops it if it expired or its outcome is unknown, and returns `Infinity`. */
  const delayOf = (entry: QueuedEvent): number => {
    // The event holds personal data, so drop it without a last attempt.
    if (entry.action === IDENTIFIED && age(entry) > maxAge(entry)) {
      answerHandler.drop(entry, 'expired');
      return Infinity;
    }
    if (!isShared(entry)) return 0;
    if (entry.stored && env.storage.get(prefix + entry.id) === null) {
      // Another tab has settled the event.
      entry.adopted = true;
      queue.forgetGone();
      return Infinity;
    }
    const left = attempts.remaining(entry);
    if (left === 0 && !answerHandler.mayResend(entry)) {
      answerHandler.drop(entry, 'unknown');
      return Infinity;
    }
    return left ?? 0;
  };

  /** The first event that may be sent, or else the ms until one may be. `isLocked`: some need the lock first. */
  const choose = (): { entry?: QueuedEvent; delay: number; isLocked: boolean } => {
    let delay = LOCK_RETRY_MS;
    let isLocked = false;
    for (const entry of queue.entries.values()) {
      if (entry.inFlight) continue;
      if (isShared(entry) && !lock.release) isLocked = true;
      else {
        const own = delayOf(entry);
        if (!own) return { entry, delay: 0, isLocked };
        delay = Math.min(delay, own);
      }
    }
    return { delay, isLocked };
  };

  /** Nothing can be sent now; checks again after `delay` ms, if given. */
  const goIdle = (delay?: number) => {
    clearTimeout(timer);
    if (state !== 'stopped') state = 'idle';
    isFlushing = false;
    lock.release?.();
    for (const done of flushWaiters.splice(0)) done();
    if (delay !== undefined) timer = setTimeout(advance, delay);
  };

  const advance = () => {
    if (state !== 'idle') return;
    const left = retryWait.remaining(isFlushing);
    if (retryWait.isBlocked() || !queue.entries.size) return goIdle();
    if (!env.online()) return goIdle(LOCK_RETRY_MS);
    if (left) return goIdle(left);
    const { entry, delay, isLocked } = choose();
    if (isLocked && !lock.isRequested && env.now() - lockDeniedAt >= LOCK_RETRY_MS / 2) requestLock();
    if (state !== 'idle') return;
    if (entry) {
      clearTimeout(timer);
      state = 'armed';
      timer = setTimeout(() => void send());
    } else if (!lock.isRequested) goIdle(delay);
  };

  const requestLock = () => {
    lock.request((isHeld) => {
      if (!isHeld) lockDeniedAt = env.now();
      if (state === 'stopped') lock.release?.();
      else advance();
    });
  };

  const send = async () => {
    state = 'idle';
    // The server may have asked another tab to wait.
    const { entry } = retryWait.remaining(isFlushing) ? {} : choose();
    if (entry) {
      state = 'sending';
      await exchange(entry);
      if ((state as string) !== 'sending') return;
      state = 'idle';
    }
    advance();
  };

  const exchange = async (entry: QueuedEvent, keepalive?: boolean) => {
    const request = startRequest(entry, keepalive);
    if (!request) return;
    // Record it in the same task: if the page ends now, the next page must know that the event may have arrived.
    attempts.begin(entry, request.timeout + ANSWER_MARGIN_MS);
    entry.inFlight = env.now();
    const answer = await request.answer;
    entry.inFlight = 0;
    // Ignore an event that was dropped while the request ran: once consent is withdrawn we must not write.
    if (queue.entries.get(entry.id) === entry) answerHandler.handle(entry, answer);
    if (retryWait.remaining()) isFlushing = false;
  };

  const sendLeaving = () => {
    const entries = [...queue.entries.values()].filter(
      (entry) => !entry.inFlight && (lock.release || !isShared(entry)),
    );
    for (const entry of entries.sort((one, other) => priority(other) - priority(one))) {
      if (!delayOf(entry)) void exchange(entry, true).then(advance);
    }
  };

  return {
    /** Call it when an event was added or may be sent again. */
    wake: advance,
    /** Sends at once. Resolves when no event can be sent any more for now, also if some remain. */
    flush: (): Promise<void> =>
      new Promise((done) => {
        if (state === 'stopped') return done();
        isFlushing = true;
        flushWaiters.push(done);
        advance();
      }),
    /** Sends as much as possible in the current task, highest priority first, because the page may freeze or end after it. */
    leave(moment: LeaveMoment) {
      if (state !== 'stopped' && !retryWait.isBlocked() && env.online() && !retryWait.remaining(true)) sendLeaving();
      // A page that holds a lock is evicted from the back/forward cache when another page requests it (Chromium 156, 2026-11).
      if (moment === 'pagehide') lock.release?.();
    },
    stop() {
      state = 'stopped';
      goIdle();
    },
  };
};
