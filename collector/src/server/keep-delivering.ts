import type { Deliverer } from '../outbound/deliver.js';
import type { Store } from '../store/store.js';

/** Looks by itself now and then: another process may have queued something, and an announcement may be lost. */
const lookEvery = 5000;

/** What was stored may have queued something. In a flood it is looked no more often than this. Milliseconds. */
const pause = 250;

/** Milliseconds that attempts get to end when the collector is closed. */
const grace = 1000;

/**
 * Delivers what waits in the outbox, as it falls due.
 *
 * @param now milliseconds since 1970
 * @returns what ends it
 */
export function keepDelivering(
  deliverer: Deliverer,
  store: Pick<Store, 'onStored'>,
  now: () => number,
): () => Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  let dueAt = Infinity;
  let lookedAt = -Infinity;
  let looking: Promise<void> | undefined;
  let isStopped = false;

  function plan(wait: number): void {
    const at = Math.max(performance.now() + wait, lookedAt + pause);
    if (isStopped || at >= dueAt) return;
    clearTimeout(timer);
    dueAt = at;
    timer = setTimeout(() => void (looking = look()), at - performance.now());
    timer.unref();
  }

  async function look(): Promise<void> {
    dueAt = Infinity;
    lookedAt = performance.now();
    await deliverer.look();
    // A database that is away is told of by the look itself.
    const next = await deliverer.next().catch(() => undefined);
    plan(next === undefined ? lookEvery : Math.min(Math.max(next - now(), pause), lookEvery));
  }

  const stopListening = store.onStored(() => plan(0));
  plan(0);
  return async () => {
    isStopped = true;
    stopListening();
    clearTimeout(timer);
    await looking;
    await deliverer.stop(grace);
  };
}
