import type { Env, Transport } from '../base/env.js';
import { parseObject } from '../base/json.js';
import { createLookout } from './backlog-poll.js';
import { createQueue } from './queue.js';
import type { Entry } from './queue.js';
import { createSender } from './sender.js';
import type { SenderOptions } from './sender.js';
import { createVerdicts } from './handle-answer.js';
import type { OnEnd, Verdicts } from './handle-answer.js';
import { createWaits } from './retry-wait.js';

/** What stands in an event before this is what the events of one page have in common. */
const BEHIND_HEAD = ',"id":';

/** The fields of a batch beside its events. */
interface Envelope {
  session?: string;
  /** What all its events have in common. */
  context?: object;
  [name: string]: unknown;
}

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

  const toBody = (entries: Entry[]): string => {
    const fields: Envelope = { ...envelope(), sent_at: new Date(env.now()).toISOString() };
    const [{ text }, more] = entries as [Entry, Entry?];
    const head = text.slice(0, text.indexOf(BEHIND_HEAD));
    const isAlike = more && entries.every((entry) => entry.text.startsWith(head + BEHIND_HEAD));
    // A text that a shop has changed may have its id elsewhere; then this is no object.
    const shared = isAlike && (parseObject(`${head}}`) as Envelope | undefined);
    if (shared) ({ session: fields.session, ...fields.context } = shared);
    // The session of the envelope need not be repeated in its events either.
    const known = shared ? `${head},` : `{"session":${JSON.stringify(fields.session)},`;
    const events = entries.map(({ text }) => (text.startsWith(known) ? `{${text.slice(known.length)}` : text));
    return `${JSON.stringify(fields).slice(0, -1)},"events":[${events.join()}]}`;
  };

  const queue = createQueue(
    env,
    prefix,
    (entry, reason) => onEnd(entry, { status: 0, data: null }, reason),
    () => verdicts.isHopeless(),
  );
  const waits = createWaits(env, `${prefix}~wait`);
  const verdicts: Verdicts = createVerdicts(env, queue, waits, onEnd, onWrong);
  const sender = createSender(env, queue, waits, verdicts, transport, toBody, options, prefix);

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
