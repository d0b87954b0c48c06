import type { Answer, Env } from '../base/env.js';
import { idTime } from '../events/ids.js';
import type { DropReason, ProblemReport } from '../types/tracker.js';
import { backoff, HOPELESS_AFTER, isTemporary } from './backoff.js';
import { longestAge } from './entry.js';
import type { Entry, OnEnd } from './entry.js';
import type { Queue } from './queue.js';
import type { Waits } from './retry-wait.js';

const WRONG_ADDRESS_WAIT = 300_000;
const LONGEST_ASKED = 3_600_000;
const OFF_WAIT = 86_400_000;

/** What a server may say about an event; nothing of it is sure. */
type Result = { id?: unknown; status?: unknown; errors?: unknown } | null;

/** Carries out what an answer means for the events of its request: the table of the batch protocol. */
export const createVerdicts = (
  env: Env,
  queue: Queue,
  waits: Waits,
  onEnd: OnEnd,
  /** Account or address are wrong. */
  onWrong: (status: number) => void,
) => {
  let groups = 0;
  let accepted = 0;
  let refusedInARow = 0;
  let forbidden = 0;
  /** Of the account that was forbidden another event has passed, so one event is to blame. */
  let filtered = false;
  let isHopeless = false;

  /** The next request should carry one other event, to see whether the account is wrong or an event. */
  const probing = () => forbidden > 1 && !filtered;

  return {
    /** Only the next page should try again, unless another tab gets through. */
    isHopeless: () => (isHopeless &&= !waits.read().proven),
    probing,
    apply(batch: [Entry, ...Entry[]], { status, body, retryAfter, timedOut }: Answer) {
      const [only, more] = batch;
      const end = (entry: Entry, reason?: DropReason, errors?: ProblemReport[], data: unknown = body) => {
        queue.remove(entry);
        onEnd(entry, { status, data }, reason, errors);
      };
      const halve = () => {
        groups += 2;
        batch.forEach((entry, index) => (entry.group = groups + +(index * 2 >= batch.length)));
      };
      /** Waits as long as the server wishes, else longer with every failure. */
      const fail = (wish = 0) => {
        const { failures, proven } = waits.read();
        // Whatever answers at all is not blocked.
        const fields = { failures: failures + 1, proven: proven || status > 0 };
        waits.set(wish, fields, wish || backoff(failures, env.random()));
        if (failures + 1 >= HOPELESS_AFTER && !proven && !status && env.online()) {
          isHopeless = true;
          queue.makeRoom();
        }
      };

      const named = body?.retry_after;
      const asked = retryAfter || (typeof named === 'number' ? named * 1000 : 0);
      const wish = Math.max(0, Math.min(asked, LONGEST_ASKED));
      const results: Result[] | undefined = Array.isArray(body?.results) ? body.results : undefined;
      const isRefusal = status === 400 || status === 422;

      if ((status > 199 && status < 300 && body !== undefined) || (isRefusal && results)) {
        const before = accepted;
        for (const entry of batch) {
          const result = results?.find((result) => result?.id === entry.id);
          if (result?.status === 'rejected') {
            end(entry, 'refused', Array.isArray(result.errors) ? result.errors : [], result);
          } else {
            accepted++;
            end(entry, undefined, [], result ?? body);
          }
        }
        const { failures, proven, off } = waits.read();
        if (wish || failures || !proven || off) waits.set(wish, { failures: 0, proven: true, off: 0 });
        if (accepted === before) return;
        filtered ||= probing();
        refusedInARow = forbidden = 0;
      } else if (isRefusal || (status === 403 && filtered)) {
        if (more) return halve();
        // Refused before, others accepted since, refused again: it is the event's own fault.
        if ((only.refused ?? accepted) < accepted) return end(only, 'refused');
        only.refused = accepted;
        only.group = ++groups;
        queue.last(only);
        // One refusal may be the event's fault, two in a row without a success are the server's: it must erase nothing.
        if (++refusedInARow > 1 || queue.entries.size < 2) {
          filtered = false;
          fail();
        }
      } else if (status === 413) {
        if (more) halve();
        else end(only, 'too_large');
      } else if (status === 410 && body?.off === true) {
        // Requests that ran side by side bring the same answer twice; only one a day later is a second one.
        const { off } = waits.read();
        if (off && env.now() - off >= OFF_WAIT) queue.clear('switched_off');
        waits.set(OFF_WAIT, { off: env.now() });
      } else if (isTemporary(status)) {
        if (timedOut) {
          if (more) halve();
          else if (only.timedOut) queue.last(only);
          else only.timedOut = true;
        }
        fail(wish);
        for (const entry of batch) {
          entry.backlog = true;
          if (env.now() - idTime(entry.id) > longestAge(entry)) end(entry, 'expired');
        }
      } else {
        if (status === 403) forbidden++;
        onWrong(status);
        fail(WRONG_ADDRESS_WAIT);
      }
    },
  };
};

export type Verdicts = ReturnType<typeof createVerdicts>;
