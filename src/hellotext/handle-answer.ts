import { askedWait, isTemporary, WRONG_ADDRESS_WAIT_MS } from '../delivery/backoff.js';
import type { Queue } from '../delivery/queue.js';
import { maxAge } from '../delivery/queued-event.js';
import type { OnSettled, QueuedEvent } from '../delivery/queued-event.js';
import type { RetryWait } from '../delivery/retry-wait.js';
import { idTime } from '../events/ids.js';
import type { DestinationContext } from '../tracker/destination.js';
import type { Attempts } from './attempts.js';
import { isIdempotent } from './is-idempotent.js';
import { toProblems } from './read-errors.js';
import type { ApiAnswer } from './transport.js';

interface ApiAnswerHandlerParts extends Pick<DestinationContext, 'env' | 'onSettled' | 'onWrong'> {
  queue: Queue;
  retryWait: RetryWait;
  attempts: Attempts;
  /** The option `resend`: events that are not idempotent may be sent again too. */
  resend: boolean;
}

/**
 * Applies an answer of the API to its event:
 *
 * | answer                        | the event               | the next request              |
 * |-------------------------------|-------------------------|-------------------------------|
 * | 2xx                           | delivered               | at once                       |
 * | 400, 403, 404, 422            | dropped, `refused`      | at once                       |
 * | 413                           | dropped, `too_large`    | at once                       |
 * | 408, 425, 429, 5xx            | stays                   | after `Retry-After`, or the back-off |
 * | none                          | stays if it is idempotent, else dropped, `unknown` | after the back-off |
 * | 401, HTML, any other          | stays                   | after five minutes            |
 */
export const createApiAnswerHandler = ({
  env,
  queue,
  retryWait,
  attempts,
  resend,
  onSettled,
  onWrong,
}: ApiAnswerHandlerParts) => {
  const settle = (entry: QueuedEvent, ...[{ status, body }, reason, errors]: [ApiAnswer, ...EndReason]) => {
    queue.remove(entry);
    attempts.remove(entry);
    onSettled(entry, { status, data: body }, reason, errors);
  };

  const handler = {
    /** Whether the event may be sent again although it may have arrived already. */
    mayResend: ({ action, json }: QueuedEvent) => resend || isIdempotent(action, json),
    /** Drops an event without a request. */
    drop: (entry: QueuedEvent, reason: 'unknown' | 'expired') => settle(entry, { status: 0, body: null }, reason),
    handle(entry: QueuedEvent, answer: ApiAnswer) {
      const { status, body, isPage } = answer;
      const isAccepted = status > 199 && status < 300 && !isPage;
      const isRefused = [400, 403, 404, 422].includes(status);

      if (isAccepted || isRefused || status === 413) {
        retryWait.succeed();
        // The API never answers with HTML, so the address is probably wrong.
        if (isRefused && isPage) onWrong(status);
        if (isAccepted) settle(entry, answer);
        else if (isRefused) settle(entry, answer, 'refused', toProblems(body));
        else settle(entry, answer, 'too_large');
        return;
      }
      if (!status && !handler.mayResend(entry)) settle(entry, answer, 'unknown');
      else {
        attempts.release(entry);
        entry.backlog = true;
      }
      if (isTemporary(status)) {
        retryWait.fail(status, askedWait(answer, Number(body?.retry_after) || 0));
        // Move an event that has failed twice to the back, so that it does not hold up the others.
        if (entry.timedOut && queue.entries.has(entry.id)) queue.moveToBack(entry);
        entry.timedOut = true;
        if (env.now() - idTime(entry.id) > maxAge(entry) && queue.entries.has(entry.id))
          settle(entry, answer, 'expired');
        // If an ad blocker is assumed now, the queue keeps few events.
        queue.evict();
      } else {
        onWrong(status);
        retryWait.fail(status, WRONG_ADDRESS_WAIT_MS);
      }
    },
  };
  return handler;
};

type EndReason = Parameters<OnSettled> extends [unknown, unknown, ...infer Rest] ? Partial<Rest> : never;

export type ApiAnswerHandler = ReturnType<typeof createApiAnswerHandler>;
