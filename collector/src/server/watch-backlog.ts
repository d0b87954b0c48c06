import { createComplaints } from '../log/complain.js';
import type { BacklogFigures } from '../operation/stream-metrics.js';
import type { Options } from '../options/collector-options.js';
import type { Store } from '../store/store.js';
import type { Stream } from '../stream/start-stream.js';
import { keepLooking } from './keep-looking.js';

const day = 86_400_000;

/**
 * Looks now and then at what waits in the stream, and says in time that the stream is about to forget it.
 *
 * @returns what was seen last, and what ends it
 */
export async function watchBacklog(
  stream: Stream,
  store: Store,
  { streamLimits, logger }: Pick<Options, 'streamLimits' | 'logger'>,
): Promise<{ seen: () => BacklogFigures; stop: () => void }> {
  const complain = createComplaints(logger);
  const waiting = { messages: 0, bytes: 0, oldestAt: undefined as number | undefined };
  let deadLetters = 0;

  const age = () => (waiting.oldestAt === undefined ? 0 : Math.max(0, Date.now() - waiting.oldestAt));

  const stopLooking = await keepLooking(async () => {
    Object.assign(waiting, await stream.backlog());
    if (age() < (streamLimits.days * day) / 2) return;
    const days = (age() / day).toFixed(1);
    complain(
      'Events wait in the stream for too long.',
      `The oldest have waited for ${days} days, and after ${streamLimits.days} the stream forgets them: see to the writers and the database, or raise the days.`,
    );
  });
  const stopCounting = await keepLooking(async () => {
    deadLetters = (await store.deadLetters({ limit: 1 })).total;
  });
  return {
    seen: () => ({
      messages: waiting.messages,
      bytes: waiting.bytes,
      oldest_seconds: Math.round(age() / 1000),
      dead_letters: deadLetters,
    }),
    stop() {
      stopLooking();
      stopCounting();
    },
  };
}
