import type { Answer, Env, Transport } from '../base/env.js';
import { importance, PATIENCE, sizeOf } from './entry.js';
import type { Entry } from './entry.js';
import type { Verdicts } from './handle-answer.js';
import type { Queue } from './queue.js';
import type { Waits } from './retry-wait.js';

/**
 * | state   | an event comes          | its timer ends | an answer comes      | hidden, page hide           | flush, online   |
 * |---------|-------------------------|----------------|----------------------|-----------------------------|-----------------|
 * | idle    | armed                   | –              | –                    | –                           | armed, at once  |
 * | armed   | at once if a batch full | sending        | –                    | sends, then as the queue is | at once         |
 * | sending | –                       | –              | idle, armed, waiting | sends the rest beside it    | joins           |
 * | waiting | –                       | armed          | –                    | sends, unless server's wish | armed, likewise |
 * | stopped | –                       | –              | its verdict only     | –                           | –               |
 */
type State = 'idle' | 'armed' | 'sending' | 'waiting' | 'stopped';

/** A quarter of what the browser lets all requests of a closing page carry. */
const SMALL_BYTES = 15 * 1024;
const LARGE_BYTES = 48 * 1024;
const LARGE_COUNT = 100;
/** With more than this many waiting, batches are large. */
const CROWD = 40;
/** No request of a closing page can carry more. */
const LEAVING_BYTES = 60 * 1024;
/** When to ask again for the lock that another tab has, and for what was handed over as a page ended, in ms. */
const ASK_AGAIN = 15_000;

export interface SenderOptions {
  /** How long what follows a first event is gathered, in ms. */
  flushAfter?: number;
  /** Events in an ordinary batch. */
  batchSize?: number;
}

/** Events up to the first that does not fit or belongs to another group; one that is too large by itself goes alone. */
const takeBatch = (entries: Entry[], count: number, bytes: number): Entry[] => {
  let end = 0;
  for (const entry of entries) {
    bytes -= sizeOf(entry) + 1;
    if (end && (end >= count || bytes < 0 || entry.group !== entries[0]?.group)) break;
    end++;
  }
  return entries.slice(0, end);
};

/** Decides which events go out and when: one request at a time while the page lives. */
export const createSender = (
  env: Env,
  queue: Queue,
  waits: Waits,
  verdicts: Verdicts,
  transport: Transport,
  toBody: (entries: Entry[]) => string,
  { flushAfter = 1000, batchSize = 20 }: SenderOptions,
  /** Name of the lock. */
  prefix: string,
) => {
  let state: State = 'idle';
  let timer: ReturnType<typeof setTimeout> | undefined;
  let sentAt = 0;
  /** Send at once what is there, and end a wait that only this client has chosen. */
  let urgent = false;
  /** Armed for the next task, so that nothing can make it sooner. */
  let isDue = false;
  let isAsking = false;
  let release: (() => void) | undefined;
  const settled: (() => void)[] = [];

  const isFree = ({ busy, handedAt = 0 }: Entry) => !busy && Math.abs(env.now() - handedAt) >= PATIENCE;
  const free = () => [...queue.entries.values()].filter(isFree);

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
  const rest = (after?: number) => {
    clearTimeout(timer);
    state = 'idle';
    if (after) become('waiting', after, step);
    unlock();
    urgent = false;
    for (const done of settled.splice(0)) done();
  };

  /** Leaves `idle`, `armed` or `waiting` for the state that queue, clock and answers call for. */
  const step = () => {
    if (state === 'sending' || state === 'stopped') return;
    // Most calls end here, so that a thousand in a loop do not look through the queue a thousand times.
    if (state === 'armed' && (isDue || (!urgent && queue.entries.size < batchSize))) return;
    const entries = free();
    // Without a wait in sight the next request looks for one; to read storage at each call would take too long.
    const left = state === 'waiting' ? waits.left(urgent) : 0;
    if (verdicts.isHopeless() || !queue.entries.size) rest();
    else if (!entries.length) rest(ASK_AGAIN);
    else if (left) rest(left);
    else if (!release && entries.every((entry) => entry.backlog)) ask();
    else {
      isDue = urgent || entries.length >= batchSize;
      // Bounded, because the clock may have been set back since the last request.
      const quiet = Math.min(flushAfter, sentAt + flushAfter - env.now());
      become('armed', isDue ? 0 : Math.max(0, quiet), () => void send());
    }
  };

  const ask = () => {
    if (isAsking) return;
    isAsking = true;
    env.lock(prefix, async (held) => {
      isAsking = false;
      if (held && state !== 'stopped') {
        await new Promise<void>((done) => {
          release = done;
          urgent ||= !waits.left();
          step();
        });
      } else if (state === 'idle' || state === 'waiting') rest(ASK_AGAIN);
    });
  };

  const send = async () => {
    state = 'sending';
    // Another tab may have been told to wait.
    if (!waits.left(urgent)) {
      queue.forgetGone();
      const entries = free().filter((entry) => !entry.backlog || release);
      const isCrowd = entries.length > CROWD;
      const batch = verdicts.probing()
        ? entries.slice(-1)
        : takeBatch(entries, isCrowd ? LARGE_COUNT : batchSize, isCrowd ? LARGE_BYTES : SMALL_BYTES);
      if (batch[0]) {
        sentAt = env.now();
        await exchange(batch, transport.send(toBody(batch)));
      }
    }
    if (state === 'sending') state = 'waiting';
    step();
  };

  const exchange = async (batch: Entry[], request: Promise<Answer> | undefined) => {
    if (!request) return;
    for (const entry of batch) entry.busy = true;
    const answer = await request;
    for (const entry of batch) entry.busy = false;
    // What was dropped meanwhile is over; after a withdrawn consent nothing may be written.
    const rest = batch.filter(({ id }) => queue.entries.has(id));
    if (rest[0]) verdicts.apply(rest as [Entry], answer);
    // What was to be hurried has had its try.
    if (waits.left()) urgent = false;
  };

  return {
    /** Something was added, or may be sent again. */
    wake: step,
    /** Sends at once; resolves when there is nothing to do for now. */
    flush: (): Promise<void> =>
      new Promise((done) => {
        if (state === 'stopped') return done();
        urgent = true;
        settled.push(done);
        step();
      }),
    /**
     * Sends what it can in the current task, most important first, before the page freezes or ends.
     * @param last nobody will see an answer
     */
    leave(last: boolean) {
      let entries: Entry[] = [];
      if (state !== 'stopped' && env.online() && !waits.left(true)) {
        entries = free()
          .filter((entry) => (!entry.adopted || release) && sizeOf(entry) < LEAVING_BYTES)
          .sort((one, other) => importance(other) - importance(one));
      }
      while (entries[0]) {
        const batch = takeBatch(entries, LARGE_COUNT, SMALL_BYTES);
        entries = entries.slice(batch.length);
        const body = toBody(batch);
        if (!last) void exchange(batch, transport.send(body, true)).then(step);
        else if (transport.beacon(body)) for (const entry of batch) entry.handedAt = env.now();
        else break;
      }
      // A page with a lock that another one wants is thrown out of the back/forward cache (Chromium 156, 2026-11).
      if (last) unlock();
    },
    stop() {
      rest();
      state = 'stopped';
    },
  };
};
