import { createLookout } from '../delivery/backlog-poll.js';
import type { Delivery } from '../delivery/delivery.js';
import type { Entry } from '../delivery/entry.js';
import { createQueue } from '../delivery/queue.js';
import { createWaits } from '../delivery/retry-wait.js';
import type { DestinationContext } from '../tracker/destination.js';
import type { TrackedEvent } from '../types/tracker.js';
import { createMarks } from './attempts.js';
import { toEventBody } from './event-body.js';
import { createVerdicts } from './handle-answer.js';
import type { Verdicts } from './handle-answer.js';
import { toIdentificationBody } from './identification-body.js';
import { createSender } from './sender.js';
import { createAck } from './session-ack.js';
import { createTransport } from './transport.js';

/** Brings events to Hellotext's public API, which knows neither batches nor ids of events. */
export const createHellotextDelivery = (
  apiRoot: string,
  resend: boolean,
  { env, businessId, onEnd, onWrong, isPreview, ...visitor }: DestinationContext,
): Delivery => {
  const prefix = `vitrina:1:${businessId}:`;
  const transport = createTransport(apiRoot, businessId);
  const marks = createMarks(env, prefix);
  const queue = createQueue(
    env,
    prefix,
    (entry, reason) => {
      marks.remove(entry);
      onEnd(entry, { status: 0, data: null }, reason);
    },
    () => verdicts.hopeless,
  );
  const waits = createWaits(env, `${prefix}~wait`);
  const verdicts: Verdicts = createVerdicts(env, queue, waits, marks, resend, { onEnd, onWrong });
  const begin = ({ action, text }: Entry, last?: boolean) => {
    const event = JSON.parse(text) as TrackedEvent;
    if (action === 'user.identified') {
      return transport('/public/identifications', toIdentificationBody(event), undefined, last);
    }
    const { body, headers } = toEventBody(event);
    return transport('/track/events', body, headers, last);
  };
  const sender = createSender(env, queue, waits, marks, verdicts, begin, prefix);
  const ack = createAck(env, { ...visitor, onWrong }, waits, transport, `${prefix}~ack`);
  let isLeaving = false;
  let isStopped = false;

  const wake = () => {
    if (isPreview || isStopped) return;
    sender.wake();
    ack.check();
  };
  const look = createLookout(env, queue, () => {
    marks.tidy();
    sender.wake();
  });
  const lookSoon = () => {
    if (!isPreview) look();
  };
  lookSoon();
  wake();

  return {
    entries: queue.entries,
    add(id, action, text) {
      if (isPreview) {
        const pretend = () => onEnd({ id, action, text, stored: false }, { status: 200, data: { received: true } });
        // Not before the caller knows of the event.
        setTimeout(() => isStopped || pretend());
        return;
      }
      queue.add(id, action, text);
      // The page's own listeners may run after ours as it ends.
      if (isLeaving) sender.leave(true);
      else wake();
    },
    flush: async () => {
      if (!isPreview) await sender.flush();
    },
    leave(last) {
      if (isPreview) return;
      isLeaving ||= last;
      sender.leave(last);
      if (last) queue.leave();
    },
    shown() {
      isLeaving = false;
      wake();
      lookSoon();
    },
    online() {
      if (isPreview) return;
      // What failed without a network says nothing about the API.
      waits.set(0, { failures: 0 });
      void sender.flush();
      ack.check();
      lookSoon();
    },
    clear(reason) {
      queue.clear(reason);
      ack.clear();
    },
    stop(isSilent?: boolean) {
      isStopped = true;
      look(true);
      sender.stop();
      ack.stop();
      if (!isPreview && !isSilent) queue.leave();
    },
  };
};
