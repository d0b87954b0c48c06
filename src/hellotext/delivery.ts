import { keyPrefix } from '../base/storage-keys.js';
import { createBacklogPoll } from '../delivery/backlog-poll.js';
import type { Delivery } from '../delivery/delivery.js';
import { createQueue } from '../delivery/queue.js';
import type { QueuedEvent } from '../delivery/queued-event.js';
import { createRetryWait } from '../delivery/retry-wait.js';
import type { DestinationContext } from '../tracker/destination.js';
import type { TrackedEvent } from '../types/tracker.js';
import { createAttempts } from './attempts.js';
import { toEventBody } from './event-body.js';
import { createApiAnswerHandler } from './handle-answer.js';
import { toIdentificationBody } from './identification-body.js';
import { createEventSender } from './sender.js';
import { createSessionAck } from './session-ack.js';
import type { HellotextOptions } from './options.js';
import { createApiTransport } from './transport.js';
import type { ApiTransport } from './transport.js';

/** Stores events and delivers them to Hellotext's public API, one by one, because the API has no batches and no event ids. */
export const createHellotextDelivery = (
  { apiRoot, resend }: Required<HellotextOptions>,
  context: DestinationContext,
  /** How requests leave. */
  transport: ApiTransport = createApiTransport(apiRoot, context.businessId),
): Delivery => {
  const { env, businessId, onSettled, isPreview } = context;
  const prefix = keyPrefix(businessId);
  const attempts = createAttempts(env, prefix);
  const retryWait = createRetryWait(env, `${prefix}~wait`);
  const queue = createQueue(
    env,
    prefix,
    (entry, reason) => {
      attempts.remove(entry);
      onSettled(entry, { status: 0, data: null }, reason);
    },
    retryWait.isBlocked,
  );
  const parts = { ...context, queue, retryWait, attempts, prefix };
  const answerHandler = createApiAnswerHandler({ ...parts, resend });
  const startRequest = ({ action, json }: QueuedEvent, keepalive?: boolean) => {
    const event = JSON.parse(json) as TrackedEvent;
    if (action === 'user.identified') {
      return transport('/public/identifications', toIdentificationBody(event), { keepalive });
    }
    const { body, headers } = toEventBody(event);
    return transport('/track/events', body, { headers, keepalive });
  };
  const sender = createEventSender({ ...parts, answerHandler, startRequest });
  const ack = createSessionAck({ ...parts, transport });
  let isLeaving = false;
  let isStopped = false;

  const wake = () => {
    if (isPreview || isStopped) return;
    sender.wake();
    ack.check();
  };
  const poll = createBacklogPoll(env, queue, () => {
    attempts.removeOrphans();
    sender.wake();
  });
  const pollBacklog = () => {
    if (!isPreview) poll();
  };
  pollBacklog();
  wake();

  return {
    entries: queue.entries,
    add(id, action, json) {
      if (isPreview) {
        const pretend = () => onSettled({ id, action, json, stored: false }, { status: 200, data: { received: true } });
        // Settle the event only after the caller has registered it.
        setTimeout(() => isStopped || pretend());
        return;
      }
      queue.add(id, action, json);
      // On `pagehide` the page's own listeners may run after ours and track more.
      if (isLeaving) sender.leave('pagehide');
      else wake();
    },
    flush: async () => {
      if (!isPreview) await sender.flush();
    },
    leave(moment) {
      if (isPreview) return;
      const isLast = moment === 'pagehide';
      isLeaving ||= isLast;
      sender.leave(moment);
      if (isLast) queue.handOver(true);
    },
    shown() {
      isLeaving = false;
      wake();
      pollBacklog();
    },
    online() {
      if (isPreview) return;
      // Failures without a network say nothing about the API.
      retryWait.set(0, { failures: 0 });
      void sender.flush();
      ack.check();
      pollBacklog();
    },
    clear(reason) {
      queue.clear(reason);
      ack.clear();
    },
    stop({ write }) {
      isStopped = true;
      poll.stop();
      sender.stop();
      ack.stop();
      if (!isPreview && write) queue.handOver(true);
    },
  };
};
