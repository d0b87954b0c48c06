import { aBatch, anEvent } from './collector-harness.ts';

/** Events in each batch. */
export const batchSize = 7;

/** Sends batches from several senders until the collector is gone, and reports the ids that it has acknowledged. */
export async function sendUntilGone(endpoint: string, sides: number, onAcknowledged: (ids: string[]) => void) {
  const side = async () => {
    for (;;) {
      const events = Array.from({ length: batchSize }, () => anEvent());
      try {
        const response = await fetch(`${endpoint}?b=demo`, {
          method: 'POST',
          headers: { Origin: 'http://localhost:1' },
          body: JSON.stringify(aBatch(events, { business: 'demo' })),
        });
        const { results } = (await response.json()) as { results: { status: string }[] };
        if (response.ok && results.every(({ status }) => status === 'received'))
          onAcknowledged(events.map(({ id }) => id));
      } catch {
        return;
      }
    }
  };
  await Promise.all(Array.from({ length: sides }, side));
}
