import type { Env } from '../base/env.js';
import { HANDOVER_TIMEOUT_MS } from '../delivery/queued-event.js';
import type { QueuedEvent } from '../delivery/queued-event.js';

/** No request takes longer than this, in ms; an attempt further ahead was made by a clock that has been set back since. */
const MAX_ATTEMPT_MS = 120_000;
/** In place of a time: it was answered, and may be sent again, whatever its page has left behind about it. */
const ANSWERED = 'free';

/**
 * Remembers, before an event is sent, until when its answer may come. Whoever finds an attempt whose time is over knows that the
 * page has gone before it heard what became of the event.
 */
export const createAttempts = ({ storage, now }: Env, queuePrefix: string) => {
  const prefix = `${queuePrefix}~sent:`;
  return {
    begin: ({ id, stored }: QueuedEvent, ms: number) => stored && storage.set(prefix + id, String(now() + ms)),
    release: ({ id, stored }: QueuedEvent) => stored && storage.set(prefix + id, ANSWERED),
    remove: ({ id }: Pick<QueuedEvent, 'id'>) => storage.remove(prefix + id),
    /** Ms until an answer may still come: 0 where the time is over, `undefined` where the event was never sent. */
    remaining({ id, handedAt }: QueuedEvent): number | undefined {
      const attempt = storage.get(prefix + id);
      if (attempt === ANSWERED || (attempt === null && !handedAt)) return undefined;
      const left = (attempt === null ? (handedAt ?? 0) + HANDOVER_TIMEOUT_MS : Number(attempt)) - now();
      return left > 0 && left < MAX_ATTEMPT_MS ? left : 0;
    },
    /** Removes the attempts of events that are gone. */
    removeOrphans() {
      for (const key of storage.keys()) {
        if (key.startsWith(prefix) && storage.get(queuePrefix + key.slice(prefix.length)) === null) storage.remove(key);
      }
    },
  };
};

export type Attempts = ReturnType<typeof createAttempts>;
