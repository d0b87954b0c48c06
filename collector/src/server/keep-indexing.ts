import type { Complain } from '../log/complain.js';
import type { Store } from '../store/store.js';

/** Events that are taken at once: the database of a file holds up everything else meanwhile. */
const portion = 100;

/** Milliseconds without a new event after which the index is filled as fast as it goes. */
const quiet = 1000;

/** Parts that filling takes: of the processor time of the collector while events arrive, and of all time while none do. */
const share = { busy: 0.05, quiet: 0.5 };

/** Milliseconds after which a portion is taken in any case: a shop with few visitors takes hardly any processor time. */
const longestPause = 2000;

const processorTime = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** Looks by itself now and then: an announcement may be lost, and the database may have been away. */
const lookEvery = 5000;

/** Milliseconds until it is looked again whether the next portion is due. */
const lookAgain = 200;

/** A first event is found at once, and a burst is waited for. Milliseconds. */
const firstPause = 50;

/**
 * Keeps the index of search and figures up to date, behind what is stored. In a flood it falls behind rather than to take from the
 * acceptance of events what it needs itself, and it catches up afterwards.
 *
 * @returns what ends it, after the portion that is under way
 */
export function keepIndexing(store: Pick<Store, 'fillIndex' | 'onStored'>, complain: Complain): () => Promise<void> {
  let storedAt = -Infinity;
  /** When the next portion may be taken at the earliest, and when it is going to be. */
  let notBefore = 0;
  /** Processor time at the end of the latest portion, and of what it took; and when that was. */
  let latest = { at: -Infinity, total: 0, spent: 0 };
  let dueAt = Infinity;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let isStopped = false;

  function plan(wait: number): void {
    const now = performance.now();
    const at = Math.max(now + wait, notBefore);
    if (isStopped || running || dueAt <= at) return;
    clearTimeout(timer);
    dueAt = at;
    timer = setTimeout(() => void (running = fill()), at - now);
    timer.unref();
  }

  /** Whether the acceptance of events has taken as much as it has to before the next portion. */
  function isDue(now: number): boolean {
    const isBusy = now - storedAt < quiet;
    return !isBusy || now - latest.at > longestPause || (processorTime() - latest.total) * share.busy >= latest.spent;
  }

  async function fill(): Promise<void> {
    const began = performance.now();
    if (!isDue(began)) {
      running = undefined;
      dueAt = Infinity;
      plan(lookAgain);
      return;
    }
    const before = processorTime();
    let wait = lookEvery;
    try {
      const filled = await store.fillIndex(portion);
      if (filled === portion || storedAt > began) wait = 0;
    } catch (cause) {
      complain('Events could not be brought into the index of the inspector; that is tried again.', cause);
    }
    const now = performance.now();
    const total = processorTime();
    latest = { at: now, total, spent: total - before };
    notBefore = now + (now - began) * (1 / share.quiet - 1);
    running = undefined;
    dueAt = Infinity;
    plan(wait);
  }

  plan(firstPause);
  const stopListening = store.onStored(() => {
    storedAt = performance.now();
    plan(firstPause);
  });

  return async () => {
    isStopped = true;
    clearTimeout(timer);
    stopListening();
    await running;
  };
}
