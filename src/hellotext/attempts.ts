import type { Env } from '../base/env.js';
import { HANDOVER_TIMEOUT_MS } from '../delivery/judge-handover.js';
import type { QueuedEvent } from '../delivery/queued-event.js';

/** No request takes longer. A recorded time further ahead means that the clock was set back since. */
const MAX_ATTEMPT_MS = 120_000;
/** Stored instead of a time: the request was answered, so the event may be sent again at once. */
const ANSWERED = 'free';

/**
 * Records, before an event is sent, until when an answer may come. If a page finds a recorded time that has passed, the page
 * that sent the event ended before it received the answer, so the event's outcome is unknown.
 */
export const createAttempts = ({ storage, now }: Env, queuePrefix: string) => {
  const prefix = `${queuePrefix}~sent:`;
  return {
    /** Call it before the request of an event is sent; an answer may come for `ms`. */
    begin: ({ id, stored }: QueuedEvent, ms: number) => stored && storage.set(prefix + id, String(now() + ms)),
    /** Call it when the request was answered and the event stays in the queue. */
    release: ({ id, stored }: QueuedEvent) => stored && storage.set(prefix + id, ANSWERED),
    remove: ({ id }: Pick<QueuedEvent, 'id'>) => storage.remove(prefix + id),
    /** Milliseconds in which an answer may still come; 0 if that time has passed, `undefined` if no request is open. */
    remaining({ id, handedAt }: QueuedEvent): number | undefined {
      const text = storage.get(prefix + id);
      // Another script may have written anything.
      const attempt = text && (text === ANSWERED || /^\d{13}(\.\d+)?$/.test(text)) ? text : null;
      if (attempt === ANSWERED || (attempt === null && !handedAt)) return undefined;
      const left = (attempt === null ? handedAt + HANDOVER_TIMEOUT_MS : Number(attempt)) - now();
      return left > 0 && left < MAX_ATTEMPT_MS ? left : 0;
    },
    /** Removes the attempts of events that are no longer stored. */
    removeOrphans() {
      for (const key of storage.keys()) {
        if (key.startsWith(prefix) && storage.get(queuePrefix + key.slice(prefix.length)) === null) storage.remove(key);
      }
    },
  };
};

export type Attempts = ReturnType<typeof createAttempts>;
