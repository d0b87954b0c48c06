import type { Env } from '../base/env.js';
import { importance, longestAge } from '../delivery/entry.js';
import type { Entry } from '../delivery/entry.js';
import type { Queue } from '../delivery/queue.js';
import type { Waits } from '../delivery/retry-wait.js';
import { idTime } from '../events/ids.js';
import { IDENTIFIED } from '../events/to-event.js';
import type { Marks } from './attempts.js';
import type { Verdicts } from './handle-answer.js';
import type { ApiRequest } from './transport.js';

/** When to ask again for the lock that another tab has, or for a network, in ms. */
const ASK_AGAIN = 15_000;
/** An event younger than this is its page's own: no other tab looks at it before it is 30 s old. */
const OWN_FOR = 20_000;
/** How long after its time-out a request may still be answered, in ms. */
const SPARE = 2_000;

/** One request for each event, one after the other while the page lives, side by side as it goes away. */
export const createSender = (
  env: Env,
  queue: Queue,
  waits: Waits,
  marks: Marks,
  verdicts: Verdicts,
  begin: (entry: Entry, last?: boolean) => ApiRequest | undefined,
  /** Name of the lock, and begin of the keys in storage. */
  prefix: string,
) => {
  let state: 'idle' | 'armed' | 'sending' | 'stopped' = 'idle';
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Ends a wait that only this client has chosen. */
  let urgent = false;
  let isAsking = false;
  let deniedAt = -Infinity;
  let release: (() => void) | undefined;
  const settled: (() => void)[] = [];

  const age = ({ id }: Entry) => env.now() - idTime(id);
  /** Other tabs may be at it too. */
  const isShared = (entry: Entry) => entry.backlog || !(age(entry) >= 0 && age(entry) < OWN_FOR);

  /** Ms until the event may be sent; what is over is dropped or forgotten, and never may be. */
  const delayOf = (entry: Entry): number => {
    // It holds personal data, so it is not even tried any more.
    if (entry.action === IDENTIFIED && age(entry) > longestAge(entry)) {
      verdicts.drop(entry, 'expired');
      return Infinity;
    }
    if (!isShared(entry)) return 0;
    if (entry.stored && env.storage.get(prefix + entry.id) === null) {
      // Another tab has dealt with it.
      entry.adopted = true;
      queue.forgetGone();
      return Infinity;
    }
    const left = marks.left(entry);
    if (left === 0 && !verdicts.isRepeatable(entry)) {
      verdicts.drop(entry, 'unknown');
      return Infinity;
    }
    return left ?? 0;
  };

  /** The first event that may be sent, or else how long to wait for one. */
  const choose = (): { entry?: Entry; delay: number; isLocked: boolean } => {
    let delay = ASK_AGAIN;
    let isLocked = false;
    for (const entry of queue.entries.values()) {
      if (entry.busy) continue;
      if (isShared(entry) && !release) isLocked = true;
      else {
        const own = delayOf(entry);
        if (!own) return { entry, delay: 0, isLocked };
        delay = Math.min(delay, own);
      }
    }
    return { delay, isLocked };
  };

  const unlock = () => {
    release?.();
    release = undefined;
  };

  /** Nothing to do for now. */
  const rest = (delay?: number) => {
    clearTimeout(timer);
    if (state !== 'stopped') state = 'idle';
    urgent = false;
    unlock();
    for (const done of settled.splice(0)) done();
    if (delay !== undefined) timer = setTimeout(plan, delay);
  };

  const plan = () => {
    if (state !== 'idle') return;
    const left = waits.left(urgent);
    if (verdicts.hopeless || !queue.entries.size) return rest();
    if (!env.online()) return rest(ASK_AGAIN);
    if (left) return rest(left);
    const { entry, delay, isLocked } = choose();
    if (isLocked && !isAsking && env.now() - deniedAt >= ASK_AGAIN / 2) ask();
    if (state !== 'idle') return;
    if (entry) {
      clearTimeout(timer);
      state = 'armed';
      timer = setTimeout(() => void send());
    } else if (!isAsking) rest(delay);
  };

  const ask = () => {
    isAsking = true;
    env.lock(prefix, async (held) => {
      isAsking = false;
      if (!held) deniedAt = env.now();
      if (!held || state === 'stopped') return plan();
      await new Promise<void>((done) => {
        release = done;
        plan();
      });
    });
  };

  const send = async () => {
    state = 'idle';
    // Another tab may have been told to wait.
    const { entry } = waits.left(urgent) ? {} : choose();
    if (entry) {
      state = 'sending';
      await exchange(entry);
      if ((state as string) !== 'sending') return;
      state = 'idle';
    }
    plan();
  };

  const exchange = async (entry: Entry, last?: boolean) => {
    const request = begin(entry, last);
    if (!request) return;
    // In the same task: should the page end now, the next one must know that the event may have arrived.
    marks.set(entry, request.patience + SPARE);
    entry.busy = true;
    const answer = await request.answer;
    entry.busy = false;
    // What was dropped meanwhile is over; after a withdrawn consent nothing may be written.
    if (queue.entries.get(entry.id) === entry) verdicts.apply(entry, answer);
    if (waits.left()) urgent = false;
  };

  const sendRest = () => {
    const entries = [...queue.entries.values()].filter((entry) => !entry.busy && (release || !isShared(entry)));
    for (const entry of entries.sort((one, other) => importance(other) - importance(one))) {
      if (!delayOf(entry)) void exchange(entry, true).then(plan);
    }
  };

  return {
    /** Something was added, or may be sent again. */
    wake: plan,
    /** Sends at once; resolves when there is nothing to do for now. */
    flush: (): Promise<void> =>
      new Promise((done) => {
        if (state === 'stopped') return done();
        urgent = true;
        settled.push(done);
        plan();
      }),
    /**
     * Sends what it can in the current task, most important first, before the page freezes or ends.
     * @param last nobody will see an answer
     */
    leave(last: boolean) {
      if (state !== 'stopped' && !verdicts.hopeless && env.online() && !waits.left(true)) sendRest();
      // A page with a lock that another one wants is thrown out of the back/forward cache (Chromium 156, 2026-11).
      if (last) unlock();
    },
    stop() {
      state = 'stopped';
      rest();
    },
  };
};
