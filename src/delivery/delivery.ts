import type { Env, Transport } from '../base/env.js';
import { LIBRARY } from '../base/library.js';
import { keyPrefix } from '../base/storage-keys.js';
import { createBacklogPoll } from './backlog-poll.js';
import { toBody } from './batch-body.js';
import type { Envelope } from './batch-body.js';
import { createComplaint } from './complaint.js';
import { createAnswerHandler } from './handle-answer.js';
import { createQueue } from './queue.js';
import type { OnSettled } from './queued-event.js';
import { createRetryWait } from './retry-wait.js';
import { createSender } from './sender.js';
import type { LeaveMoment, SenderOptions } from './sender.js';

/** After more failures the wait may be longer than a visit. So a page tries once as it starts, and then goes on from here. */
const MAX_INHERITED_FAILURES = 2;

interface DeliveryParts {
  env: Env;
  businessId: string;
  /** Absolute. */
  endpoint: string;
  /** How requests leave; it gets the endpoint with the business id in its query. */
  transport: (address: string) => Transport;
  options: SenderOptions;
  /** Returns who sends a batch: session, locale, time zone and consent, where known. */
  sender: () => Envelope;
  onSettled: OnSettled;
  /** As in `AnswerHandlerParts`. Default: tells the developer of a page. */
  onWrong?: (status: number) => void;
  /** A wait has begun or ended. */
  onWait?: () => void;
}

/** Stores events and delivers them by the batch protocol to one endpoint. */
export const createDelivery = (parts: DeliveryParts) => {
  const { env, businessId, endpoint, onSettled } = parts;
  const prefix = keyPrefix(businessId);
  let isLeaving = false;
  /** What this page has sent as it ended has probably arrived. */
  let isTrusted = false;

  const retryWait = createRetryWait(env, `${prefix}~wait`, parts.onWait);
  const queue = createQueue(
    env,
    prefix,
    (entry, reason) => onSettled(entry, { status: 0, data: null }, reason),
    retryWait.isBlocked,
  );
  const answerHandler = createAnswerHandler({
    env,
    queue,
    retryWait,
    onSettled,
    onWrong: parts.onWrong ?? createComplaint(endpoint, businessId),
  });
  // The business id is in the query too, so a server can refuse a request before it reads the body.
  const address = endpoint.replace(/#.*/, '');
  const sender = createSender({
    env,
    queue,
    retryWait,
    answerHandler,
    prefix,
    options: parts.options,
    transport: parts.transport(`${address}${address.includes('?') ? '&' : '?'}b=${businessId}`),
    toBody: (entries) =>
      toBody(entries, {
        v: 1,
        business: businessId,
        library: LIBRARY,
        ...parts.sender(),
        sent_at: new Date(env.now()).toISOString(),
      }),
  });

  const poll = createBacklogPoll(env, queue, (isFirst) => {
    const { failures, proven } = retryWait.read();
    if (!isFirst || failures <= MAX_INHERITED_FAILURES) return sender.wake();
    // An ad blocker is recognised by failures in a row.
    if (proven) retryWait.set(0, { failures: MAX_INHERITED_FAILURES });
    void sender.flush();
  });
  poll();

  const leave = (isLast: boolean) => {
    if (!isLeaving) {
      // The page may be left before the first poll.
      queue.adopt();
      isTrusted = sender.trust();
    }
    isLeaving ||= isLast;
    sender.leave(isLast);
    if (!isLast) return;
    // The timers of a page run for a moment after `pagehide`, and would take its own note away (Chromium 156, 2026-11).
    poll.stop();
    queue.handOver(isTrusted);
  };

  return {
    entries: queue.entries,
    /**
     * Stores the event before it returns, unless storage refuses it.
     * @param isFirst sends it in this very task and reads no storage before; `store` must be called in the next task
     */
    add(id: string, action: string, json: string, isFirst?: boolean) {
      queue.add(id, action, json, isFirst);
      if (isFirst) sender.sendFirst();
      // On `pagehide` the page's own listeners may run after ours and track more.
      else if (isLeaving) leave(true);
      else sender.wake();
    },
    store: queue.store,
    isWaiting: () => retryWait.remaining() > 0,
    flush: sender.flush,
    /** Call it when the page is hidden or goes away. */
    leave: (moment: LeaveMoment) => leave(moment === 'pagehide'),
    /** Call it when the page is visible again. */
    shown() {
      isLeaving = false;
      sender.trust();
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
    stop({ write }: { write: boolean }) {
      if (!isLeaving) isTrusted = sender.trust();
      poll.stop();
      sender.stop();
      if (write) queue.handOver(isTrusted);
    },
  };
};

type BatchDelivery = ReturnType<typeof createDelivery>;
type BatchOnly = 'store' | 'isWaiting';

/** What a destination gives to the tracker. One that can repeat no request does without these two. */
export type Delivery = Omit<BatchDelivery, BatchOnly> & Partial<Pick<BatchDelivery, BatchOnly>>;
