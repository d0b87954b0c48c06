import type { Env } from '../base/env.js';
import { backoff, HOPELESS_AFTER, isTemporary } from '../delivery/backoff.js';
import { longestAge } from '../delivery/entry.js';
import type { Entry } from '../delivery/entry.js';
import type { Queue } from '../delivery/queue.js';
import type { Waits } from '../delivery/retry-wait.js';
import { idTime } from '../events/ids.js';
import type { DestinationContext } from '../tracker/destination.js';
import type { Marks } from './attempts.js';
import { isRepeatable } from './is-idempotent.js';
import { toProblems } from './read-errors.js';
import type { ApiAnswer } from './transport.js';

const WRONG_ACCOUNT_WAIT = 300_000;
const LONGEST_ASKED = 3_600_000;

/** What the server asks for, within reason. */
const toWish = ({ retryAfter, body }: ApiAnswer): number => {
  const asked = retryAfter || Number(body?.retry_after) * 1000 || 0;
  return Math.max(0, Math.min(asked, LONGEST_ASKED));
};

/**
 * | answer                        | the event               | what follows it               |
 * |-------------------------------|-------------------------|-------------------------------|
 * | 2xx                           | delivered               | at once                       |
 * | 400, 403, 404, 422            | dropped, `refused`      | at once                       |
 * | 413                           | dropped, `too_large`    | at once                       |
 * | 408, 425, 429, 5xx            | stays                   | after the server's wish, or the back-off |
 * | none                          | stays if it is repeatable, else dropped, `unknown` | after the back-off |
 * | 401, HTML, any other          | stays                   | after five minutes            |
 */
export const createVerdicts = (
  env: Env,
  queue: Queue,
  waits: Waits,
  marks: Marks,
  resend: boolean,
  { onEnd, onWrong }: Pick<DestinationContext, 'onEnd' | 'onWrong'>,
) => {
  const end = (entry: Entry, ...[{ status, body }, reason, errors]: [ApiAnswer, ...EndReason]) => {
    queue.remove(entry);
    marks.remove(entry);
    onEnd(entry, { status, data: body }, reason, errors);
  };

  const verdicts = {
    /** Only the next page should try again. */
    hopeless: false,
    isRepeatable: ({ action, text }: Entry) => resend || isRepeatable(action, text),
    /** Gives an event up without a request. */
    drop: (entry: Entry, reason: 'unknown' | 'expired') => end(entry, { status: 0, body: null }, reason),
    apply(entry: Entry, answer: ApiAnswer) {
      const { status, body, isPage } = answer;
      const { failures, proven } = waits.read();
      const wait = (ms: number, wish = 0) =>
        waits.set(wish, { failures: failures + 1, proven: proven || status > 0 }, wish || ms);
      const isAccepted = status > 199 && status < 300 && !isPage;
      const isRefused = [400, 403, 404, 422].includes(status);

      if (isAccepted || isRefused || status === 413) {
        if (failures || !proven) waits.set(0, { failures: 0, proven: true });
        // A page of HTML that says "not found" was not written by the API.
        if (isRefused && isPage) onWrong(status);
        if (isAccepted) end(entry, answer);
        else if (isRefused) end(entry, answer, 'refused', toProblems(body));
        else end(entry, answer, 'too_large');
        return;
      }
      if (!status && !verdicts.isRepeatable(entry)) end(entry, answer, 'unknown');
      else {
        marks.free(entry);
        entry.backlog = true;
      }
      if (isTemporary(status)) {
        wait(backoff(failures, env.random()), toWish(answer));
        // One event must not keep all others waiting.
        if (entry.timedOut && queue.entries.has(entry.id)) queue.last(entry);
        entry.timedOut = true;
        if (env.now() - idTime(entry.id) > longestAge(entry) && queue.entries.has(entry.id))
          end(entry, answer, 'expired');
        if (failures + 1 >= HOPELESS_AFTER && !proven && !status && env.online()) {
          verdicts.hopeless = true;
          queue.makeRoom();
        }
      } else {
        onWrong(status);
        wait(0, WRONG_ACCOUNT_WAIT);
      }
    },
  };
  return verdicts;
};

type EndReason =
  Parameters<DestinationContext['onEnd']> extends [unknown, unknown, ...infer Rest] ? Partial<Rest> : never;

export type Verdicts = ReturnType<typeof createVerdicts>;
