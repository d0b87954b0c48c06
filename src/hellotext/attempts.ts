import type { Env } from '../base/env.js';
import type { Entry } from '../delivery/entry.js';

/** No request takes longer than this, in ms; a mark further ahead was made by a clock that has been set back since. */
const LONGEST = 120_000;
/** In place of a time: it was answered, and may be sent again, whatever its page has left behind about it. */
const FREE = 'free';
/** How long what another destination has handed over as a page ended may take, in ms. */
const HANDED = 60_000;

/**
 * Remembers, before an event is sent, until when its answer may come. Whoever finds a mark whose time is over knows that the
 * page has gone before it heard what became of the event.
 */
export const createMarks = ({ storage, now }: Env, queuePrefix: string) => {
  const prefix = `${queuePrefix}~sent:`;
  return {
    set: ({ id, stored }: Entry, ms: number) => stored && storage.set(prefix + id, String(now() + ms)),
    free: ({ id, stored }: Entry) => stored && storage.set(prefix + id, FREE),
    remove: ({ id }: Pick<Entry, 'id'>) => storage.remove(prefix + id),
    /** Ms until an answer may still come: 0 where the time is over, `undefined` where the event was never sent. */
    left({ id, handedAt }: Entry): number | undefined {
      const mark = storage.get(prefix + id);
      if (mark === FREE || (mark === null && !handedAt)) return undefined;
      const left = (mark === null ? (handedAt ?? 0) + HANDED : Number(mark)) - now();
      return left > 0 && left < LONGEST ? left : 0;
    },
    /** Removes the marks of events that are gone. */
    tidy() {
      for (const key of storage.keys()) {
        if (key.startsWith(prefix) && storage.get(queuePrefix + key.slice(prefix.length)) === null) storage.remove(key);
      }
    },
  };
};

export type Marks = ReturnType<typeof createMarks>;
