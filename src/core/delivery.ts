import type { Env, Transport } from './env.js';
import { createQueue } from './queue.js';
import type { Entry } from './queue.js';
import { createSender } from './sender.js';
import { createVerdicts } from './verdicts.js';
import type { OnEnd } from './verdicts.js';
import { createWaits } from './waits.js';

/** How often what other pages have left is looked for while there is some, in ms. */
const LOOK_AGAIN = 15_000;
/** Tabs that start or come online together look at different times, up to this many ms. */
const SPREAD = 2_000;

/** Takes events as text and brings them to the endpoint: everything between `track` and the network. */
export const createDelivery = (
  env: Env,
  businessId: string,
  transport: Transport,
  { flushAfter = 1000, batchSize = 20 }: { flushAfter?: number; batchSize?: number },
  /** The fields of the batch beside its events. */
  envelope: () => { session: string | undefined },
  onEnd: OnEnd,
  /** The account or the address is wrong. */
  onWrong: (status: number) => void,
) => {
  const prefix = `vitrina:1:${businessId}:`;
  let isLeaving = false;
  let looking: ReturnType<typeof setTimeout> | undefined;

  const toBody = (entries: Entry[]): string => {
    const fields = { ...envelope(), sent_at: new Date(env.now()).toISOString(), events: [] };
    // The session of the envelope need not be repeated in its events.
    const own = `{"session":${JSON.stringify(fields.session)},`;
    const events = entries.map(({ text }) => (text.startsWith(own) ? `{${text.slice(own.length)}` : text));
    return `${JSON.stringify(fields).slice(0, -2)}${events.join()}]}`;
  };

  const queue = createQueue(env, prefix, (entry, reason) => onEnd(entry, { status: 0, data: null }, reason));
  const waits = createWaits(env, `${prefix}~wait`);
  const verdicts = createVerdicts(env, queue, waits, onEnd, onWrong);
  const sender = createSender(env, queue, waits, verdicts, transport, toBody, {
    flushAfter,
    batchSize,
    lock: prefix,
  });

  const lookIn = (ms: number) => {
    clearTimeout(looking);
    looking = setTimeout(() => {
      if (queue.adopt()) lookIn(LOOK_AGAIN);
      sender.wake();
    }, ms);
  };
  const lookSoon = () => lookIn(env.random() * SPREAD);
  lookSoon();

  return {
    entries: queue.entries,
    /** Stores the event before it returns, unless storage is refused. */
    add(id: string, action: string, text: string) {
      queue.add(id, action, text);
      // The page's own listeners may run after ours as it ends.
      if (isLeaving) sender.leave(true);
      else sender.wake();
    },
    flush: sender.flush,
    /** The page is hidden, or, where that is the `last` we hear of it, goes away, perhaps into the back/forward cache. */
    leave(last: boolean) {
      isLeaving ||= last;
      sender.leave(last);
      if (last) queue.leave();
    },
    shown() {
      isLeaving = false;
      sender.wake();
      lookSoon();
    },
    online() {
      // What failed without a network says nothing about the endpoint.
      waits.set(0, { failures: 0 });
      void sender.flush();
      lookSoon();
    },
    /** Drops every event of this business, here and in storage. */
    clear: queue.clear,
    stop() {
      clearTimeout(looking);
      sender.stop();
      queue.leave();
    },
  };
};

export type Delivery = ReturnType<typeof createDelivery>;
