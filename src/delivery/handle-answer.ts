import type { Answer, Env } from '../base/env.js';
import { idTime } from '../events/ids.js';
import type { DropReason, ProblemReport } from '../types/tracker.js';
import { backoff, BLOCKED_AFTER_FAILURES, isTemporary } from './backoff.js';
import type { Queue } from './queue.js';
import { maxAge } from './queued-event.js';
import type { OnSettled, QueuedEvent } from './queued-event.js';
import type { RetryWait } from './retry-wait.js';

const WRONG_ADDRESS_WAIT_MS = 300_000;
const MAX_RETRY_AFTER_MS = 3_600_000;
const SWITCHED_OFF_WAIT_MS = 86_400_000;

/** What a server may say about an event; nothing of it is sure. */
type Result = { id?: unknown; status?: unknown; errors?: unknown } | null;

interface AnswerHandlerParts {
  env: Env;
  queue: Queue;
  retryWait: RetryWait;
  onSettled: OnSettled;
  /** The account or the address is wrong. */
  onWrong: (status: number) => void;
}

/** Carries out what an answer means for the events of its request: the table of the batch protocol. */
export const createAnswerHandler = ({ env, queue, retryWait, onSettled, onWrong }: AnswerHandlerParts) => {
  let groups = 0;
  let accepted = 0;
  let refusedInARow = 0;
  let forbidden = 0;
  /** Of the account that was forbidden another event has passed, so one event is to blame. */
  let isEventBlocked = false;
  let isBlocked = false;

  /** The next request should carry one other event, to see whether the account is wrong or an event. */
  const probing = () => forbidden > 1 && !isEventBlocked;

  return {
    /** Only the next page should try again, unless another tab gets through. */
    isBlocked: () => (isBlocked &&= !retryWait.read().proven),
    probing,
    handle(batch: [QueuedEvent, ...QueuedEvent[]], { status, body, retryAfter: header, timedOut }: Answer) {
      const [only, more] = batch;
      const settle = (entry: QueuedEvent, reason?: DropReason, errors?: ProblemReport[], data: unknown = body) => {
        queue.remove(entry);
        onSettled(entry, { status, data }, reason, errors);
      };
      const bisect = () => {
        groups += 2;
        batch.forEach((entry, index) => (entry.group = groups + +(index * 2 >= batch.length)));
      };
      /** Waits as long as the server asks for, else longer with every failure. */
      const fail = (retryAfter = 0) => {
        const { failures, proven: hasSucceeded } = retryWait.read();
        // Whatever answers at all is not blocked.
        const fields = { failures: failures + 1, proven: hasSucceeded || status > 0 };
        retryWait.set(retryAfter, fields, retryAfter || backoff(failures, env.random()));
        if (failures + 1 >= BLOCKED_AFTER_FAILURES && !hasSucceeded && !status && env.online()) {
          isBlocked = true;
          queue.evict();
        }
      };

      const named = body?.retry_after;
      const asked = header || (typeof named === 'number' ? named * 1000 : 0);
      const retryAfter = Math.max(0, Math.min(asked, MAX_RETRY_AFTER_MS));
      const results: Result[] | undefined = Array.isArray(body?.results) ? body.results : undefined;
      const isRefusal = status === 400 || status === 422;

      if ((status > 199 && status < 300 && body !== undefined) || (isRefusal && results)) {
        const before = accepted;
        for (const entry of batch) {
          const result = results?.find((result) => result?.id === entry.id);
          if (result?.status === 'rejected') {
            settle(entry, 'refused', Array.isArray(result.errors) ? result.errors : [], result);
          } else {
            accepted++;
            settle(entry, undefined, [], result ?? body);
          }
        }
        const { failures, proven: hasSucceeded, off } = retryWait.read();
        if (retryAfter || failures || !hasSucceeded || off) {
          retryWait.set(retryAfter, { failures: 0, proven: true, off: 0 });
        }
        if (accepted === before) return;
        isEventBlocked ||= probing();
        refusedInARow = forbidden = 0;
      } else if (isRefusal || (status === 403 && isEventBlocked)) {
        if (more) return bisect();
        // Refused before, others accepted since, refused again: it is the event's own fault.
        if ((only.refused ?? accepted) < accepted) return settle(only, 'refused');
        only.refused = accepted;
        only.group = ++groups;
        queue.moveToBack(only);
        // One refusal may be the event's fault, two in a row without a success are the server's: it must erase nothing.
        if (++refusedInARow > 1 || queue.entries.size < 2) {
          isEventBlocked = false;
          fail();
        }
      } else if (status === 413) {
        if (more) bisect();
        else settle(only, 'too_large');
      } else if (status === 410 && body?.off === true) {
        // Requests that ran side by side bring the same answer twice; only one a day later is a second one.
        const { off } = retryWait.read();
        if (off && env.now() - off >= SWITCHED_OFF_WAIT_MS) queue.clear('switched_off');
        retryWait.set(SWITCHED_OFF_WAIT_MS, { off: env.now() });
      } else if (isTemporary(status)) {
        if (timedOut) {
          if (more) bisect();
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
