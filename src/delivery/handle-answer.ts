import type { Answer, Env } from '../base/env.js';
import { idTime } from '../events/ids.js';
import type { DropReason, ProblemReport } from '../types/tracker.js';
import { askedWait, isTemporary, WRONG_ADDRESS_WAIT_MS } from './backoff.js';
import type { Queue } from './queue.js';
import { maxAge } from './queued-event.js';
import type { OnSettled, QueuedEvent } from './queued-event.js';
import type { RetryWait } from './retry-wait.js';

const SWITCHED_OFF_WAIT_MS = 86_400_000;

/** What the server reports about one event. The fields are checked, because a server may send anything. */
type Result = { id?: unknown; status?: unknown; errors?: unknown } | null;

interface AnswerHandlerParts {
  env: Env;
  queue: Queue;
  retryWait: RetryWait;
  onSettled: OnSettled;
  /** Called each time an answer means that the address or the business id is wrong. */
  onWrong: (status: number) => void;
}

/** Applies an answer to the events of its request, by the table of the batch protocol. */
export const createAnswerHandler = ({ env, queue, retryWait, onSettled, onWrong }: AnswerHandlerParts) => {
  let groups = 0;
  let accepted = 0;
  let refusedInARow = 0;
  let forbidden = 0;
  /** After answers of 403 another event was accepted. So the account is right, and the 403 concerns single events. */
  let isEventBlocked = false;

  /** The next request should carry one other event, to learn whether a 403 concerns the account or an event. */
  const probing = () => forbidden > 1 && !isEventBlocked;

  return {
    probing,
    /**
     * @param batch the events of the request that are still queued
     * @param isSingle the request had no other events, so that a refusal concerns this one
     */
    handle(batch: [QueuedEvent, ...QueuedEvent[]], answer: Answer, isSingle: boolean) {
      const { status, body, timedOut } = answer;
      const [only] = batch;
      const settle = (entry: QueuedEvent, reason?: DropReason, result?: Result) => {
        queue.remove(entry);
        const errors = reason && Array.isArray(result?.errors) ? (result.errors as ProblemReport[]) : [];
        onSettled(entry, { status, data: result ?? body }, reason, errors);
      };
      const bisect = () => {
        groups += 2;
        batch.forEach((entry, index) => (entry.group = groups + +(index * 2 >= batch.length)));
      };
      /** Waits as long as the server asks for, or else longer with each failure. */
      const fail = (wait = 0) => {
        retryWait.fail(status, wait);
        // If an ad blocker is assumed now, the queue keeps few events.
        queue.evict();
      };

      const retryAfter = askedWait(answer, body?.retry_after);
      const results: Result[] | undefined = Array.isArray(body?.results) ? body.results : undefined;
      const isRefusal = status === 400 || status === 422;

      if ((status > 199 && status < 300 && body !== undefined) || (isRefusal && results)) {
        const before = accepted;
        for (const entry of batch) {
          const result = results?.find((result) => result?.id === entry.id);
          const isRejected = result?.status === 'rejected';
          if (!isRejected) accepted++;
          settle(entry, isRejected ? 'refused' : undefined, result);
        }
        retryWait.succeed(retryAfter);
        if (accepted === before) return;
        isEventBlocked ||= probing();
        refusedInARow = forbidden = 0;
      } else if (isRefusal || (status === 403 && isEventBlocked)) {
        if (!isSingle) return bisect();
        // Other events were accepted since its first refusal, so the event itself is the cause.
        if ((only.refused ?? accepted) < accepted) return settle(only, 'refused');
        only.refused = accepted;
        only.group = ++groups;
        queue.moveToBack(only);
        // Two refusals in a row without a success are the server's fault. It must not erase events.
        if (++refusedInARow > 1 || queue.entries.size < 2) {
          isEventBlocked = false;
          fail();
        }
      } else if (status === 413) {
        if (!isSingle) bisect();
        else settle(only, 'too_large');
      } else if (status === 410 && body?.off === true) {
        // Requests that ran at the same time bring the same answer twice. Only an answer a day later confirms the first.
        const { off } = retryWait.read();
        if (off && env.now() - off >= SWITCHED_OFF_WAIT_MS) queue.clear('switched_off');
        retryWait.set(SWITCHED_OFF_WAIT_MS, { off: env.now() });
      } else if (isTemporary(status)) {
        if (timedOut) {
          if (!isSingle) bisect();
          else if (only.timedOut) queue.moveToBack(only);
          else only.timedOut = true;
        }
        fail(retryAfter);
        for (const entry of batch) {
          entry.backlog = true;
          if (env.now() - idTime(entry.id) > maxAge(entry)) settle(entry, 'expired');
        }
      } else {
        if (status === 403) forbidden++;
        onWrong(status);
        fail(WRONG_ADDRESS_WAIT_MS);
      }
    },
  };
};

export type AnswerHandler = ReturnType<typeof createAnswerHandler>;
