import type { Answer, Env, Transport } from '../base/env.js';
import type { AnswerHandler } from './handle-answer.js';
import type { Queue } from './queue.js';
import { HANDOVER_TIMEOUT_MS, priority, sizeOf } from './queued-event.js';
import type { QueuedEvent } from './queued-event.js';
import type { RetryWait } from './retry-wait.js';
import { takeBatch, takeLeavingBatch } from './take-batch.js';

/**
 * | state   | an event comes          | its timer ends | an answer comes      | hidden, page hide           | flush, online   |
 * |---------|-------------------------|----------------|----------------------|-----------------------------|-----------------|
 * | idle    | armed                   | –              | –                    | –                           | armed, at once  |
 * | armed   | at once if a batch full | sending        | –                    | sends, then as the queue is | at once         |
 * | sending | –                       | –              | idle, armed, waiting | sends the rest beside it    | joins           |
 * | waiting | –                       | armed          | –                    | sends, unless server's wait | armed, likewise |
 * | stopped | –                       | –              | its verdict only     | –                           | –               |
 */
type State = 'idle' | 'armed' | 'sending' | 'waiting' | 'stopped';

/** The page is hidden, or goes away, perhaps into the back/forward cache. */
export type LeaveMoment = 'hidden' | 'pagehide';

/** No request of a closing page can carry more. */
const MAX_LEAVING_EVENT_BYTES = 60 * 1024;
/** When to ask again for the lock that another tab has, and for what was handed over as a page ended, in ms. */
const LOCK_RETRY_MS = 15_000;

export interface SenderOptions {
  /** How long what follows a first event is gathered, in ms. */
  flushAfter?: number;
  /** Events in an ordinary batch. */
  batchSize?: number;
}

interface SenderParts {
  env: Env;
  queue: Queue;
  retryWait: RetryWait;
  answerHandler: AnswerHandler;
  transport: Transport;
  toBody: (entries: QueuedEvent[]) => string;
  /** Name of the lock. */
  prefix: string;
  options: SenderOptions;
}

/** Decides which events go out and when: one request at a time while the page lives. */
export const createSender = ({
  env,
  queue,
  retryWait,
  answerHandler,
  transport,
  toBody,
  prefix,
  options: { flushAfter = 1000, batchSize = 20 },
}: SenderParts) => {
  let state: State = 'idle';
  let timer: ReturnType<typeof setTimeout> | undefined;
  let sentAt = 0;
  /** Send at once what is there, and end a wait that only this client has chosen. */
  let isFlushing = false;
  /** Armed for the next task, so that nothing can make it sooner. */
  let isDue = false;
  let isLockRequested = false;
  let release: (() => void) | undefined;
  const flushWaiters: (() => void)[] = [];

  const isSendable = ({ inFlight, handedAt = 0 }: QueuedEvent) =>
    !inFlight && Math.abs(env.now() - handedAt) >= HANDOVER_TIMEOUT_MS;
  const sendable = () => [...queue.entries.values()].filter(isSendable);

  const become = (next: State, after: number, task: () => void) => {
    state = next;
    clearTimeout(timer);
    timer = setTimeout(task, after);
  };

  const unlock = () => {
    release?.();
    release = undefined;
  };

  /** Nothing to do for now, or for so many ms. */
  const goIdle = (after?: number) => {
    clearTimeout(timer);
    state = 'idle';
    if (after) become('waiting', after, advance);
    unlock();
    isFlushing = false;
    for (const done of flushWaiters.splice(0)) done();
  };

  /** Leaves `idle`, `armed` or `waiting` for the state that queue, clock and answers call for. */
  const advance = () => {
    if (state === 'sending' || state === 'stopped') return;
    // Most calls end here, so that a thousand in a loop do not look through the queue a thousand times.
    if (state === 'armed' && (isDue || (!isFlushing && queue.entries.size < batchSize))) return;
    const entries = sendable();
    // Without a wait in sight the next request looks for one; to read storage at each call would take too long.
    const wait = state === 'waiting' ? retryWait.remaining(isFlushing) : 0;
    if (answerHandler.isBlocked() || !queue.entries.size) goIdle();
    else if (!entries.length) goIdle(LOCK_RETRY_MS);
    else if (wait) goIdle(wait);
    else if (!release && entries.every((entry) => entry.backlog)) requestLock();
    else {
      isDue = isFlushing || entries.length >= batchSize;
      // Bounded, because the clock may have been set back since the last request.
      const quiet = Math.min(flushAfter, sentAt + flushAfter - env.now());
      become('armed', isDue ? 0 : Math.max(0, quiet), () => void send());
    }
  };

  const requestLock = () => {
    if (isLockRequested) return;
    isLockRequested = true;
    env.lock(prefix, async (held) => {
      isLockRequested = false;
      if (held && state !== 'stopped') {
        await new Promise<void>((done) => {
          release = done;
          isFlushing ||= !retryWait.remaining();
          advance();
        });
      } else if (state === 'idle' || state === 'waiting') goIdle(LOCK_RETRY_MS);
    });
  };

  const send = async () => {
    state = 'sending';
    // Another tab may have been told to wait.
    if (!retryWait.remaining(isFlushing)) {
      queue.forgetGone();
      const entries = sendable().filter((entry) => !entry.backlog || release);
      const batch = answerHandler.probing() ? entries.slice(-1) : takeBatch(entries, batchSize);
      if (batch[0]) {
        sentAt = env.now();
        await exchange(batch, transport.send(toBody(batch)));
      }
    }
    if (state === 'sending') state = 'waiting';
    advance();
  };

  const exchange = async (batch: QueuedEvent[], request: Promise<Answer> | undefined) => {
    if (!request) return;
    for (const entry of batch) entry.inFlight = true;
    const answer = await request;
    for (const entry of batch) entry.inFlight = false;
    // What was dropped meanwhile is over; after a withdrawn consent nothing may be written.
    const queued = batch.filter(({ id }) => queue.entries.has(id));
    if (queued[0]) answerHandler.handle(queued as [QueuedEvent], answer);
    // What was to be hurried has had its try.
    if (retryWait.remaining()) isFlushing = false;
  };

  return {
    /** Something was added, or may be sent again. */
    wake: advance,
    /** Sends at once; resolves when there is nothing to do for now. */
    flush: (): Promise<void> =>
      new Promise((done) => {
        if (state === 'stopped') return done();
        isFlushing = true;
        flushWaiters.push(done);
        advance();
      }),
    /**
     * Sends what it can in the current task, most important first, before the page freezes or ends.
     * @param moment `pagehide`: nobody will see an answer
     */
    leave(moment: LeaveMoment) {
      const isHidden = moment === 'hidden';
      let entries: QueuedEvent[] = [];
      if (state !== 'stopped' && env.online() && !retryWait.remaining(true)) {
        entries = sendable()
          .filter((entry) => (!entry.adopted || release) && sizeOf(entry) < MAX_LEAVING_EVENT_BYTES)
          .sort((one, other) => priority(other) - priority(one));
      }
      while (entries[0]) {
        const batch = takeLeavingBatch(entries);
        entries = entries.slice(batch.length);
        const body = toBody(batch);
        if (isHidden) void exchange(batch, transport.send(body, { keepalive: true })).then(advance);
        else if (transport.beacon(body)) for (const entry of batch) entry.handedAt = env.now();
        else break;
      }
      // A page with a lock that another one wants is thrown out of the back/forward cache (Chromium 156, 2026-11).
      if (!isHidden) unlock();
    },
    stop() {
      goIdle();
      state = 'stopped';
    },
  };
};
