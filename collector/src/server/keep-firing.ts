import type { Complain } from '../log/complain.js';
import type { Logger } from '../options/collector-options.js';
import type { Store } from '../store/store.js';

/** Looks by itself now and then: an announcement may be lost, the database may have been away, and a clock may be set. */
const lookEvery = 5000;

/** A burst of events is waited for. Milliseconds. */
const firstPause = 20;

const pause = () => new Promise<void>((done) => setImmediate(done));

interface FiringParts {
  store: Pick<Store, 'fireTimers' | 'nextTimer' | 'endTimersOfRules' | 'onStored'>;
  /** Milliseconds. */
  now: () => number;
  logger: Logger;
  complain: Complain;
}

/**
 * Tells what automations have waited for, when it is due. Any number of collectors may do that on one database: what one of them tells is
 * told in the transaction that notes it.
 */
export function keepFiring({ store, now, logger, complain }: FiringParts) {
  let timer: NodeJS.Timeout | undefined;
  let plannedFor = Infinity;
  let running: Promise<void> | undefined;
  let isWoken = false;
  let isRuleNews = true;
  let isStopped = false;

  function plan(wait: number): void {
    const at = performance.now() + wait;
    if (isStopped || running || plannedFor <= at) return;
    clearTimeout(timer);
    plannedFor = at;
    timer = setTimeout(() => void (running = look()), wait);
    timer.unref();
  }

  async function fire(): Promise<void> {
    if (isRuleNews) {
      isRuleNews = false;
      const ended = await store.endTimersOfRules(now());
      if (ended > 0)
        logger.info({ ended }, `${ended} timers of automations that were switched off or changed have ended.`);
    }
    for (let isMore = true; isMore && !isStopped;) {
      ({ isMore } = await store.fireTimers(now()));
      // The embedded database works synchronously: let requests in between two commits.
      await pause();
    }
  }

  async function look(): Promise<void> {
    isWoken = false;
    let wait = lookEvery;
    try {
      await fire();
      const next = await store.nextTimer();
      if (next !== undefined) wait = Math.max(firstPause, Math.min(lookEvery, next - now()));
    } catch (cause) {
      // The rules are looked at again, too.
      isRuleNews = true;
      complain('Automations could not be looked after; that is tried again.', cause);
    }
    running = undefined;
    plannedFor = Infinity;
    plan(isWoken ? firstPause : wait);
  }

  function wake(): void {
    isWoken = true;
    plan(firstPause);
  }

  plan(firstPause);
  const stopListening = store.onStored(wake);

  return {
    /** The configuration has changed. */
    followRules(): void {
      isRuleNews = true;
      wake();
    },
    /** Ends it, after the look that is under way. */
    async stop(): Promise<void> {
      isStopped = true;
      clearTimeout(timer);
      stopListening();
      await running;
    },
  };
}
