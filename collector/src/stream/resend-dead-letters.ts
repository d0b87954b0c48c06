import { refusal, retryAfter } from '../http/answers.js';
import { type BatchReader, recordsOf } from '../ingest/check-batch.js';
import { type Store, type StoredStatus, StoreUnavailable } from '../store/store.js';
import { fromDeadLetter, readMessage } from './message.js';

/** What became of the events of dead letters, and how many letters could not be stored again. */
export interface DeadLetterCounts extends Record<StoredStatus, number> {
  failed: number;
}

export type ResendDeadLetters = (numbers: number[]) => Promise<DeadLetterCounts>;

export interface DeadLetterResenderParts {
  store: Pick<Store, 'stuckLetters' | 'settleDeadLetter' | 'put'>;
  reader: BatchReader;
  /** Why nothing may be stored at the moment; undefined where it may. */
  obstacle: () => string | undefined;
}

/**
 * Stores what dead letters hold, once their cause is mended. The events were acknowledged, so they go straight into the database, with
 * the time of their arrival, and an erasure since then reaches them. A letter that is stored twice is stored once, by the ids.
 */
export function createDeadLetterResender({ store, reader, obstacle }: DeadLetterResenderParts): ResendDeadLetters {
  return async function resend(numbers) {
    const problem = obstacle();
    if (problem !== undefined) {
      throw refusal(503, { type: 'unavailable', parameter: 'disk', description: problem }, retryAfter(60));
    }
    const counts: DeadLetterCounts = { received: 0, duplicate: 0, failed: 0 };
    for (const letter of await store.stuckLetters(numbers)) {
      try {
        const statuses = await store.put(recordsOf(readMessage(fromDeadLetter(letter), reader)), 'stream');
        for (const status of statuses) counts[status]++;
      } catch (cause) {
        if (cause instanceof StoreUnavailable) throw cause;
        counts.failed++;
        await store.settleDeadLetter(letter.number, cause instanceof Error ? cause.message : String(cause));
        continue;
      }
      await store.settleDeadLetter(letter.number);
    }
    return counts;
  };
}
