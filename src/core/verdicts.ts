import type { DropReason, ProblemReport } from '../types';
import { backoff } from './backoff';
import type { Answer } from './env';
import { idTime } from './ids';
import { toOutcome } from './outcome';
import type { Result } from './outcome';
import type { Entry, Queue } from './queue';
import type { Waits } from './waits';

const WRONG_ADDRESS_WAIT = 300_000;
const OFF_WAIT = 86_400_000;
const LONGEST_AGE = 7 * 86_400_000;
/** Failures in a row, with never a success, after which an ad blocker is assumed. */
const HOPELESS_AFTER = 6;
const HOPELESS_LIMIT = 100;

/** Carries out what an answer means for the events of its request. */
export const createVerdicts = (parts: {
  queue: Queue;
  waits: Waits;
  now: () => number;
  random: () => number;
  online: () => boolean;
  onDelivered: (entry: Entry, answer: Answer, result: Result | undefined) => void;
  onDrop: (entry: Entry, reason: DropReason, errors: ProblemReport[], status: number) => void;
  /** Says once that account or address are wrong. */
  onWrong: (status: number) => void;
}) => {
  const { queue, waits, now } = parts;
  let groups = 0;
  let accepted = 0;
  let refusedInARow = 0;
  let forbidden = 0;
  let probing = false;
  let filtered = false;
  let hopeless = false;

  const drop = (entry: Entry, reason: DropReason, errors: ProblemReport[], status: number) => {
    queue.remove(entry);
    parts.onDrop(entry, reason, errors, status);
  };

  const fail = (least = 0, after?: number) => {
    const { failures, proven, off } = waits.read();
    const count = failures + (parts.online() ? 1 : 0);
    waits.start(after ?? Math.max(least, backoff(Math.max(1, count), parts.random())), {
      failures: count,
      server: after !== undefined || least > 0,
      proven,
      off,
    });
    if (count >= HOPELESS_AFTER && !proven) {
      hopeless = true;
      queue.limitTo(HOPELESS_LIMIT);
    }
  };

  const halve = (batch: Entry[]) => {
    const middle = Math.ceil(batch.length / 2);
    groups += 2;
    batch.forEach((entry, index) => (entry.group = groups + (index < middle ? 0 : 1)));
  };

  const refuse = (batch: Entry[], status: number) => {
    const [only] = batch;
    if (batch.length > 1) return halve(batch);
    if (!only) return;
    only.refusedAlone = { accepted, status };
    only.group = ++groups;
    queue.last(only);
    // One refusal may be the event's fault, two in a row without a success are the server's: it must erase nothing.
    if (++refusedInARow > 1 || queue.size < 2) {
      filtered = false;
      fail();
    }
  };

  const forbid = (batch: Entry[], status: number) => {
    if (filtered) return refuse(batch, status);
    forbidden++;
    probing = forbidden > 1;
    wrong(status);
  };

  const wrong = (status: number) => {
    parts.onWrong(status);
    fail(WRONG_ADDRESS_WAIT);
  };

  const settle = (batch: Entry[], answer: Answer, results: Map<string, Result>) => {
    const before = accepted;
    for (const entry of batch) {
      const result = results.get(entry.id);
      if (result?.status === 'rejected') {
        drop(entry, 'refused', Array.isArray(result.errors) ? result.errors : [], answer.status);
      } else {
        accepted++;
        queue.remove(entry);
        parts.onDelivered(entry, answer, result);
      }
    }
    if (accepted === before) return;
    refusedInARow = 0;
    // What stopped the batch before was one event, not the account: look for it.
    filtered ||= probing;
    probing = false;
    forbidden = 0;
    for (const entry of queue.entries()) {
      const refused = entry.refusedAlone;
      if (refused && refused.accepted < accepted) drop(entry, 'refused', [], refused.status);
    }
  };

  const retry = (batch: Entry[], answer: Answer, after: number | undefined) => {
    if (answer.timedOut) {
      const [only] = batch;
      if (batch.length > 1) halve(batch);
      else if (only && ++only.timeouts > 1) queue.last(only);
    }
    fail(0, after);
    for (const entry of batch) {
      entry.backlog = true;
      if (now() - idTime(entry.id) > LONGEST_AGE) drop(entry, 'expired', [], answer.status);
    }
  };

  return {
    /** `true` where only the next page should try again. */
    hopeless: () => hopeless,
    /** `true` where the next request should carry one other event, to see whether the account is wrong or an event. */
    probing: () => probing,
    apply(batch: Entry[], answer: Answer) {
      const outcome = toOutcome(answer);
      const [only] = batch;
      switch (outcome.kind) {
        case 'done':
          waits.end();
          settle(batch, answer, outcome.results);
          if (outcome.after) waits.start(outcome.after, { failures: 0, server: true, proven: true });
          break;
        case 'refused':
          refuse(batch, answer.status);
          break;
        case 'large':
          if (batch.length > 1) halve(batch);
          else if (only) drop(only, 'too_large', [], answer.status);
          break;
        case 'off': {
          // Requests that ran side by side bring the same answer twice; only one after the wait is a second one.
          if (waits.read().off && !waits.left()) queue.clear('switched_off');
          waits.start(OFF_WAIT, { failures: 0, server: true, off: true });
          break;
        }
        case 'forbidden':
          forbid(batch, answer.status);
          break;
        case 'wrong':
          wrong(answer.status);
          break;
        case 'retry':
          retry(batch, answer, outcome.after);
      }
    },
  };
};

export type Verdicts = ReturnType<typeof createVerdicts>;
