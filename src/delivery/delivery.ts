import type { Env, Transport } from '../base/env.js';
import { keyPrefix } from '../base/storage-keys.js';
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

export interface DeliveryParts {
  env: Env;
  businessId: string;
  transport: Transport;
  options: SenderOptions;
  /** Returns the fields of the next batch, without its events. */
  envelope: () => Envelope;
  onSettled: OnSettled;
  /** A wait has begun or ended. */
  onWait?: () => void;
  /** Called each time the endpoint's answer means that the address or the business id is wrong. */
  onWrong: (status: number) => void;
}

/** Stores events and delivers them to the endpoint in batches. */
export const createDelivery = (parts: DeliveryParts) => {
  const { env, businessId, envelope, onSettled } = parts;
  const prefix = keyPrefix(businessId);
  let isLeaving = false;

  const queue = createQueue(
    env,
    prefix,
    (entry, reason) => onSettled(entry, { status: 0, data: null }, reason),
    () => answerHandler.isBlocked(),
  );
  const retryWait = createRetryWait(env, `${prefix}~wait`, parts.onWait);
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
    /** Stores the event before it returns, unless storage refuses it. */
    add(id: string, action: string, json: string) {
      queue.add(id, action, json);
      // On `pagehide` the page's own listeners may run after ours and track more.
      if (isLeaving) sender.leave('pagehide');
      else sender.wake();
    },
    /** Sends an event in this very task and reads no storage before. `store` must be called in the next task. */
    sendFirst(id: string, action: string, json: string) {
      queue.hold(id, action, json);
      sender.sendFirst();
    },
    store: queue.store,
    isWaiting: () => retryWait.remaining() > 0,
    flush: sender.flush,
    /** Call it when the page is hidden or goes away. */
    leave(moment: LeaveMoment) {
      const isLast = moment === 'pagehide';
      isLeaving ||= isLast;
      sender.leave(moment);
      if (isLast) queue.handOver();
    },
    /** Call it when the page is visible again. */
    shown() {
      isLeaving = false;
      sender.wake();
      poll();
    },
    /** Call it when the network is back. */
    online() {
      // Failures without a network say nothing about the endpoint.
      retryWait.set(0, { failures: 0 });
      void sender.flush();
      poll();
    },
    /** Drops every event of this business, here and in storage, for the reason given. */
    clear: queue.clear,
    /** Ends timers and requests nothing more. Without `write` it leaves no handover note. */
    stop({ write } = { write: true }) {
      poll.stop();
      sender.stop();
      if (write) queue.handOver();
    },
  };
};

type BatchDelivery = ReturnType<typeof createDelivery>;
type BatchOnly = 'sendFirst' | 'store' | 'isWaiting';

/** What a destination gives to the tracker. One that can repeat no request does without the first three. */
export type Delivery = Omit<BatchDelivery, BatchOnly> & Partial<Pick<BatchDelivery, BatchOnly>>;
