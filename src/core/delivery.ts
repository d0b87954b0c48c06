import type { DropReason, ProblemReport, Response } from '../types';
import type { Env, Transport } from './env';
import { createLeft } from './left';
import { createQueue } from './queue';
import type { Entry } from './queue';
import { createSender, PATIENCE } from './sender';
import { createVerdicts } from './verdicts';
import { createWaits } from './waits';

/** How often what other pages have left is looked for while there is some, in ms. */
const LOOK_AGAIN = 15_000;
/** Tabs that start or come online together look at different times, up to this many ms. */
const SPREAD = 2_000;

/** Takes events as text and brings them to the endpoint: everything between `track` and the network. */
export const createDelivery = (parts: {
  env: Env;
  businessId: string;
  transport: Transport;
  flushAfter: number;
  batchSize: number;
  /** Fields of the envelope, beside the events. */
  envelope: () => Record<string, unknown> & { session?: string };
  onDelivered: (entry: Entry, response: Pick<Response, 'status' | 'data'>) => void;
  onDrop: (entry: Entry, reason: DropReason, errors: ProblemReport[], status: number) => void;
  /** The account or the address is wrong; called once. */
  onWrong: (status: number) => void;
}) => {
  const { env, onDrop } = parts;
  const { storage, now } = env;
  const prefix = `vitrina:1:${parts.businessId}:`;
  let leaving = false;
  let warned = false;
  let looking: ReturnType<typeof setTimeout> | undefined;

  const queue = createQueue({ storage, prefix, now, onDrop: (entry, reason) => onDrop(entry, reason, [], 0) });
  const waits = createWaits(storage, `${prefix}~wait`, now);
  const left = createLeft(storage, `${prefix}~left`, now, PATIENCE);
  const verdicts = createVerdicts({
    queue,
    waits,
    now,
    random: env.random,
    online: env.online,
    onDelivered: (entry, { status, body }, result) => parts.onDelivered(entry, { status, data: result ?? body }),
    onDrop,
    onWrong(status) {
      if (!warned) parts.onWrong(status);
      warned = true;
    },
  });

  const toBody = (entries: Entry[]): string => {
    const envelope = JSON.stringify({ ...parts.envelope(), sent_at: new Date(now()).toISOString() });
    const own = `{"session":${JSON.stringify(parts.envelope().session)},`;
    const events = entries.map(({ text }) => (text.startsWith(own) ? `{${text.slice(own.length)}` : text));
    return `${envelope.slice(0, -1)},"events":[${events.join()}]}`;
  };

  const sender = createSender({
    queue,
    waits,
    verdicts,
    transport: parts.transport,
    toBody,
    now,
    online: env.online,
    flushAfter: parts.flushAfter,
    batchSize: parts.batchSize,
    lock: (task) => env.lock(`vitrina:${parts.businessId}`, task),
  });

  const look = () => {
    const { later } = queue.adoptOrphans(left.read(), PATIENCE);
    sender.wake();
    if (later) lookIn(LOOK_AGAIN);
  };

  const lookIn = (ms: number) => {
    clearTimeout(looking);
    looking = setTimeout(look, ms);
  };
  const lookSoon = () => lookIn(env.random() * SPREAD);
  lookSoon();

  return {
    /** Stores the event before it returns, unless storage is refused. */
    add(id: string, action: string, text: string): Entry {
      const entry = queue.add(id, action, text);
      // The page's own listeners may run after ours as it ends.
      if (leaving) sender.leave(true);
      else sender.wake();
      return entry;
    },
    flush: sender.flush,
    hidden: () => sender.leave(false),
    /** The page goes away, perhaps into the back/forward cache. */
    hide() {
      leaving = true;
      sender.leave(true);
      const entries = queue.entries();
      if (entries.length) left.write(entries);
      // Should the page come back, another may have delivered them meanwhile.
      for (const entry of entries) entry.adopted = entry.backlog = entry.stored;
    },
    shown(restored: boolean) {
      if (restored) leaving = false;
      sender.wake();
      lookSoon();
    },
    online() {
      void sender.flush();
      lookSoon();
    },
    /** Removes every event of this business, here and in storage. */
    clear: queue.clear,
    stop() {
      clearTimeout(looking);
      sender.stop();
      const entries = queue.entries();
      if (entries.length) left.write(entries);
    },
  };
};

export type Delivery = ReturnType<typeof createDelivery>;
