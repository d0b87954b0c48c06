import type { Env, Transport } from '../base/env.js';
import { createLookout } from './backlog-poll.js';
import { toBody } from './batch-body.js';
import type { Envelope } from './batch-body.js';
import type { Entry, OnEnd } from './entry.js';
import { createVerdicts } from './handle-answer.js';
import type { Verdicts } from './handle-answer.js';
import { createQueue } from './queue.js';
import { createWaits } from './retry-wait.js';
import { createSender } from './sender.js';
import type { SenderOptions } from './sender.js';

/** Takes events as text and brings them to the endpoint: everything between `track` and the network. */
export const createDelivery = (
  env: Env,
  businessId: string,
  transport: Transport,
  options: SenderOptions,
  envelope: () => Envelope,
  onEnd: OnEnd,
  /** The account or the address is wrong. */
  onWrong: (status: number) => void,
) => {
  const prefix = `vitrina:1:${businessId}:`;
  let isLeaving = false;

  const body = (entries: Entry[]) => toBody(entries, { ...envelope(), sent_at: new Date(env.now()).toISOString() });

  const queue = createQueue(
    env,
    prefix,
    (entry, reason) => onEnd(entry, { status: 0, data: null }, reason),
    () => verdicts.isHopeless(),
  );
  const waits = createWaits(env, `${prefix}~wait`);
  const verdicts: Verdicts = createVerdicts(env, queue, waits, onEnd, onWrong);
  const sender = createSender(env, queue, waits, verdicts, transport, body, options, prefix);

  const look = createLookout(env, queue, sender.wake);
  look();

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
      look();
    },
    online() {
      // What failed without a network says nothing about the endpoint.
      waits.set(0, { failures: 0 });
      void sender.flush();
      look();
    },
    /** Drops every event of this business, here and in storage. */
    clear: queue.clear,
    /** `isSilent`: nothing may be written. */
    stop(isSilent?: boolean) {
      look(true);
      sender.stop();
      if (!isSilent) queue.leave();
    },
  };
};

export type Delivery = ReturnType<typeof createDelivery>;
