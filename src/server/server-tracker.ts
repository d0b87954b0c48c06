import type { Answer } from '../base/env.js';
import { attempt } from '../base/attempt.js';
import { isObject, parseObject } from '../base/json.js';
import { createRequests } from '../browser/requests.js';
import { createDelivery } from '../delivery/delivery.js';
import type { OnSettled, SettledEvent } from '../delivery/queued-event.js';
import { createIds } from '../events/ids.js';
import { IDENTIFIED } from '../events/to-event.js';
import { createPendingResponses, toFailure, toResponse } from '../tracker/pending-responses.js';
import type { Response, TrackedEvent } from '../types/tracker.js';
import { createAttach } from './attach.js';
import { checkOptions } from './check-options.js';
import { createServerComplaint } from './complain.js';
import { createServerEnv } from './memory.js';
import type { Mistake } from './mistake.js';
import type { ServerTracker, ServerTrackerOptions, Subject } from './types.js';
import { writeEvent, type WrittenEvent } from './write-event.js';

const pause = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));

/** The delivery's queue is made for a page, and drops what is above its limits; further events wait before it. */
const MAX_QUEUE_EVENTS = 1_000;
const MAX_QUEUE_CHARACTERS = 500_000;

/**
 * Creates a tracker for servers, which sends with a private key. Its delivery is that of the pages: the same batches, waits and
 * repeats, so that the collector stores each event once.
 * @throws TypeError that names the wrong option
 * @example
 * ```ts
 * import { createServerTracker } from 'vitrina/server';
 *
 * const tracker = createServerTracker('xy76ks', { endpoint: 'https://events.example.com/v1/events', key: 'vsk_…' });
 * void tracker.track('order.confirmed', { object: 'order-1' }, { user: { id: 'customer-1' } });
 * await tracker.close();
 * ```
 */
export const createServerTracker = (businessId: string, options: ServerTrackerOptions): ServerTracker => {
  checkOptions(businessId, options);
  const { endpoint, key, maxQueued = 100_000, onDropped } = options;
  /** Events before the delivery's queue. */
  const waiting: WrittenEvent[] = [];
  let characters = 0;
  let isClosed = false;

  const request = createRequests();
  const complaint = createServerComplaint(endpoint, businessId);
  const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' };
  const env = createServerEnv(businessId, (address) => ({
    async send(body) {
      const answer = (await request(address, { body, headers }, false)) as Answer;
      complaint.hear(answer);
      return answer;
    },
    beacon: () => false,
  }));
  const nextId = createIds(env);
  /** The answers to the events that are not settled. */
  const pending = new Map<string, Promise<Response>>();
  const responses = createPendingResponses((id) => pending.has(id));

  const settle = ({ id, json }: Pick<SettledEvent, 'id' | 'json'>, response: Response) => {
    pending.delete(id);
    responses.resolve(id, response);
    if (response.failed) attempt(() => onDropped?.(parseObject(json) as TrackedEvent, response));
  };

  const onSettled: OnSettled = ({ id, action, json }, fields, reason, errors = []) => {
    characters -= json.length;
    // A server keeps its events for as long as it runs.
    if (reason === 'expired') return void waiting.unshift({ id, action, json });
    if (reason && !errors[0]) {
      errors = [{ type: reason, parameter: 'event', description: `${action} was dropped: ${reason}` }];
    }
    const response = toResponse({ id, succeeded: !reason, failed: !!reason, errors, ...fields });
    settle({ id, json }, response);
    if (reason === 'switched_off') {
      for (const event of waiting.splice(0)) settle(event, { ...response, id: event.id });
    }
    queueMicrotask(fill);
  };

  const delivery = createDelivery({
    env,
    businessId,
    endpoint,
    options,
    transport: (address) => env.transport(address, false),
    sender: () => ({}),
    onSettled,
    onWrong: complaint.onWrong,
  });

  const fill = () => {
    while (waiting[0] && !isClosed) {
      const { size } = delivery.entries;
      const isFull = size >= MAX_QUEUE_EVENTS || characters + waiting[0].json.length > MAX_QUEUE_CHARACTERS;
      if (size && isFull) return;
      const { id, action, json } = waiting.shift() as WrittenEvent;
      characters += json.length;
      delivery.add(id, action, json);
    }
  };

  /** Answers a call of which nothing is sent, and tells it with the event as the caller gave it. */
  const refuse = (action: unknown, props: unknown, subject: Subject, failure: Response): Response => {
    const { session, user, id } = subject ?? {};
    const event = {
      ...(isObject(props) && props),
      ...(session && { session }),
      ...(id && { id }),
      ...(user && { user_parameters: user }),
      action: String(action),
    };
    attempt(() => onDropped?.(event as unknown as TrackedEvent, failure));
    return failure;
  };

  const submit = async (action: unknown, props: unknown, subject: Subject): Promise<Response> => {
    const fail = (...reason: Parameters<typeof toFailure>) => refuse(action, props, subject, toFailure(...reason));
    if (isClosed) return fail('closed', 'tracker', 'close was called before');
    if (pending.size >= maxQueued) {
      return fail('queue_full', 'event', `${maxQueued} events are waiting already; await flush now and then`);
    }
    try {
      const event = writeEvent(action, props, subject, nextId, env.now());
      const known = pending.get(event.id);
      if (known) return known;
      // Nothing of this process survives its end.
      const response = responses.create(event.id).then((answer) => ({ ...answer, stored: false }));
      pending.set(event.id, response);
      waiting.push(event);
      fill();
      return response;
    } catch (error) {
      const { parameter, message } = error as Mistake;
      return fail('parameter_invalid', parameter, message);
    }
  };

  const flush = async (): Promise<void> => {
    for (let before = Infinity; pending.size && pending.size < before;) {
      before = pending.size;
      fill();
      await delivery.flush();
    }
  };

  return {
    track(action: string, ...rest: unknown[]) {
      const [props = {}, subject = {}] = rest as [unknown?, Subject?];
      if (action !== IDENTIFIED) return submit(action, props, subject);
      const failure = toFailure('parameter_invalid', 'action', `${action} is reserved; use identify`);
      return Promise.resolve(refuse(action, props, subject, failure));
    },
    identify: (user, traits = {}, subject = {}) => submit(IDENTIFIED, { traits }, { ...subject, user }),
    attach: createAttach(endpoint, businessId, key, () => isClosed),
    flush,
    async close(timeout = 10_000) {
      const end = env.now() + timeout;
      let rest = timeout;
      while (pending.size && !isClosed && rest > 0) {
        let timer: ReturnType<typeof setTimeout> | undefined;
        const late = new Promise<void>((done) => (timer = setTimeout(done, rest)));
        await Promise.race([flush(), late]);
        // Else the process would stay for as long as it might have taken.
        clearTimeout(timer);
        // The collector may have asked to wait, or does not answer.
        rest = end - env.now();
        if (pending.size && rest > 0) await pause(Math.min(rest, 200));
      }
      isClosed = true;
      delivery.stop({ write: false });
      return pending.size;
    },
  };
};
