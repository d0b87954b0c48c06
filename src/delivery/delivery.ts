import type { Env, Transport } from '../base/env.js';
import { createBacklogPoll } from './backlog-poll.js';
import { toBody } from './batch-body.js';
import type { Envelope } from './batch-body.js';
import { createAnswerHandler } from './handle-answer.js';
import type { AnswerHandler } from './handle-answer.js';
import { createQueue } from './queue.js';
import type { OnSettled } from './queued-event.js';
import { createRetryWait } from './retry-wait.js';
import { createSender } from './sender.js';
import type { LeaveMoment, SenderOptions } from './sender.js';

interface DeliveryParts {
  env: Env;
  businessId: string;
  transport: Transport;
  options: SenderOptions;
  /** The fields of the next batch beside its events. */
  envelope: () => Envelope;
  onSettled: OnSettled;
  /** The account or the address is wrong. */
  onWrong: (status: number) => void;
}

/** Takes events as JSON and brings them to the endpoint: everything between `track` and the network. */
export const createDelivery = (parts: DeliveryParts) => {
  const { env, businessId, envelope, onSettled } = parts;
  const prefix = `vitrina:1:${businessId}:`;
  let isLeaving = false;

  const queue = createQueue(
    env,
    prefix,
    (entry, reason) => onSettled(entry, { status: 0, data: null }, reason),
    () => answerHandler.isBlocked(),
  );
  const retryWait = createRetryWait(env, `${prefix}~wait`);
  const shared = { ...parts, queue, retryWait, prefix };
  const answerHandler: AnswerHandler = createAnswerHandler(shared);
  const sender = createSender({
    ...shared,
    answerHandler,
    toBody: (entries) => toBody(entries, { ...envelope(), sent_at: new Date(env.now()).toISOString() }),
  });

  const poll = createBacklogPoll(env, queue, sender.wake);
  poll();

  return {
    entries: queue.entries,
    /** Stores the event before it returns, unless storage is refused. */
    add(id: string, action: string, json: string) {
      queue.add(id, action, json);
      // The page's own listeners may run after ours as it ends.
      if (isLeaving) sender.leave('pagehide');
      else sender.wake();
    },
    flush: sender.flush,
    leave(moment: LeaveMoment) {
      const isLast = moment === 'pagehide';
      isLeaving ||= isLast;
      sender.leave(moment);
      if (isLast) queue.handOver();
    },
    shown() {
      isLeaving = false;
      sender.wake();
      poll();
    },
    online() {
      // What failed without a network says nothing about the endpoint.
      retryWait.set(0, { failures: 0 });
      void sender.flush();
      poll();
    },
    /** Drops every event of this business, here and in storage. */
    clear: queue.clear,
    /** `isSilent`: nothing may be written. */
    stop(isSilent?: boolean) {
      poll.stop();
      sender.stop();
      if (!isSilent) queue.handOver();
    },
  };
};

export type Delivery = ReturnType<typeof createDelivery>;
