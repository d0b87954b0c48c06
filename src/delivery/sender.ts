import type { Answer, Env, Transport } from '../base/env.js';
import { createBacklogLock, LOCK_RETRY_MS } from './backlog-lock.js';
import type { AnswerHandler } from './handle-answer.js';
import { HANDOVER_TIMEOUT_MS, judgeHandover } from './judge-handover.js';
import type { Queue } from './queue.js';
import { priority, sizeOf } from './queued-event.js';
import type { QueuedEvent } from './queued-event.js';
import type { RetryWait } from './retry-wait.js';
import { takeBatch } from './take-batch.js';

/**
 * What happens in each state:
 *
 * | state   | an event comes          | its timer ends | an answer comes | hidden, page hide           | flush, online  |
 * |---------|-------------------------|----------------|-----------------|-----------------------------|----------------|
 * | idle    | armed                   | armed          | –               | –                           | armed, at once |
 * | armed   | at once if a batch full | sending        | –               | sends, then as the queue is | at once        |
 * | sending | –                       | –              | idle, armed     | sends the rest beside it    | joins          |
 * | stopped | –                       | –              | it is handled   | –                           | –              |
 *
 * `idle` has a timer during a wait and while another tab has the lock; `sending` begins in the task before the request. During a
 * wait of the server nothing is sent, not even when the page is left.
 */
type State = 'idle' | 'armed' | 'sending' | 'stopped';

/** `pagehide`: the page ends or enters the back/forward cache. */
export type LeaveMoment = 'hidden' | 'pagehide';

/** A larger event does not fit into a request of a closing page. */
const MAX_LEAVING_EVENT_BYTES = 60 * 1024;

export interface SenderOptions {
  /** How long events are collected into one batch, in ms. Default 1000. */
  flushAfter?: number;
  /** Maximum number of events in an ordinary batch. Default 20. */
  batchSize?: number;
}

interface SenderParts {
  env: Env;
  queue: Queue;
  retryWait: RetryWait;
  answerHandler: AnswerHandler;
  transport: Transport;
  toBody: (entries: QueuedEvent[]) => string;
  /** Name of the lock under which one tab sends the backlog. */
  prefix: string;
  options: SenderOptions;
}

/** Decides which events are sent, and when. While the page lives, only one request runs at a time. */
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
  /** The endpoint has answered this page. */
  let isAnswered = false;
  /** A flush was requested: send at once, and ignore waits that the client has chosen itself. */
  let isFlushing = false;
  const lock = createBacklogLock(env, prefix);
  /** Resolve the promises of `flush`. */
  const flushWaiters: (() => void)[] = [];

  const isSendable = ({ inFlight, handedAt }: QueuedEvent) =>
    !inFlight && Math.abs(env.now() - Math.abs(handedAt)) >= HANDOVER_TIMEOUT_MS;
  const sendable = () => [...queue.entries.values()].filter(isSendable);

  const trust = () => judgeHandover(env, queue, retryWait, isAnswered);

  const become = (next: State, task?: () => void, after?: number) => {
    state = next;
    clearTimeout(timer);
    if (task) timer = setTimeout(task, after);
  };

  /** Nothing can be sent now; checks again `after` so many ms, if given. */
  const goIdle = (after?: number) => {
    become('idle', after ? advance : undefined, after);
    lock.release?.();
    isFlushing = false;
    for (const done of flushWaiters.splice(0)) done();
  };

  /** Moves from `idle` or `armed` to the state that the queue and the clock require. */
  const advance = () => {
    if (state === 'sending' || state === 'stopped') return;
    // Most calls end here. Otherwise a thousand `track` in a loop would scan the queue a thousand times.
    if (state === 'armed' && !isFlushing && queue.entries.size < batchSize) return;
    const entries = sendable();
    if (retryWait.isBlocked() || !queue.entries.size) goIdle();
    else if (!entries.length) goIdle(LOCK_RETRY_MS);
    else if (!lock.release && entries.every((entry) => entry.backlog)) requestLock();
    else if (isFlushing || entries.length >= batchSize) become('sending', send);
    // Never longer than `flushAfter`, even if the clock was set back since the last request.
    else become('armed', send, Math.min(flushAfter, sentAt + flushAfter - env.now()));
  };

  const requestLock = () => {
    lock.request((isHeld) => {
      if (state === 'stopped') lock.release?.();
      else if (isHeld) {
        isFlushing ||= !retryWait.remaining();
        advance();
      } else if (state === 'idle') goIdle(LOCK_RETRY_MS);
    });
  };

  /** `isFirst`: nothing may be read from storage yet, and nothing there asks to wait. */
  const send = async (isFirst?: boolean) => {
    state = 'sending';
    // Reading storage on every `track` is too slow, so the wait is read only here.
    if (isFirst || !retryWait.remaining(isFlushing)) {
      queue.forgetGone();
      const entries = sendable().filter((entry) => !entry.backlog || lock.release);
      const batch = answerHandler.probing() ? entries.slice(-1) : takeBatch(entries, batchSize);
      if (batch[0]) {
        sentAt = env.now();
        await exchange(batch, transport.send(toBody(batch)));
      }
    }
    if (state !== 'sending') return;
    state = 'idle';
    const wait = retryWait.remaining(isFlushing);
    if (wait) goIdle(wait);
    else advance();
  };

  const exchange = async (batch: QueuedEvent[], request: Promise<Answer> | undefined) => {
    if (!request) return;
    for (const entry of batch) entry.inFlight = env.now();
    const answer = await request;
    for (const entry of batch) entry.inFlight = 0;
    isAnswered ||= !!answer.status;
    // Ignore events that were dropped while the request ran: once consent is withdrawn we must not write.
    const queued = batch.filter(({ id }) => queue.entries.has(id));
    if (queued[0]) answerHandler.handle(queued as [QueuedEvent], answer, !batch[1]);
    // The flush has been attempted; new waits apply again.
    if (retryWait.remaining()) isFlushing = false;
    trust();
  };

  return {
    /** As `judgeHandover`, for what this page sends now. */
    trust,
    /** Sends what is there in this very task. */
    sendFirst: () => void send(true),
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
    /**
     * Sends as much as possible in the current task, highest priority first, because the page may freeze or end after it.
     * @param isLast on `pagehide`: uses beacons, since no answer can be received
     */
    leave(isLast: boolean) {
      let entries: QueuedEvent[] = [];
      if (state !== 'stopped' && env.online() && !retryWait.remaining(true)) {
        entries = sendable()
          .filter((entry) => !(entry.adopted && lock.isDenied) && sizeOf(entry) < MAX_LEAVING_EVENT_BYTES)
          .sort((one, other) => priority(other) - priority(one));
      }
      while (entries[0]) {
        const batch = takeBatch(entries);
        entries = entries.slice(batch.length);
        const body = toBody(batch);
        if (!isLast) void exchange(batch, transport.send(body, true)).then(advance);
        else if (transport.beacon(body)) for (const entry of batch) entry.handedAt = env.now();
        else break;
      }
      // A page that holds a lock is evicted from the back/forward cache when another page requests it (Chromium 156, 2026-11).
      if (isLast) lock.release?.();
    },
    /** Sends nothing any more; pending flushes resolve. */
    stop() {
      goIdle();
      state = 'stopped';
    },
  };
};
