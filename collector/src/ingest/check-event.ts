import type { AnswerError } from '../http/answers.js';
import type { BatchEvent } from './batch.js';
import { limits } from './limits.js';
import { findExcess } from './measure.js';
import type { Merged } from './merge-envelope.js';
import { isObject } from './parse-batch.js';
import type { compileSchema } from './schema.js';

const tooLarge = (description: string): AnswerError[] => [{ type: 'too_large', parameter: 'event', description }];

/** An event that the schema has accepted. */
export interface AcceptedEvent extends Merged {
  fields: BatchEvent;
  /** What is wrong with it, and does not keep it from being stored. */
  marks: AnswerError[];
}

/**
 * What is wrong with one event; an empty list when it can be stored.
 *
 * @param sent as it stands in the batch
 * @param merge gives it with the envelope merged in
 */
export function checkEvent(
  sent: unknown,
  merge: (own: Record<string, unknown>) => Merged,
  { judgeEvent, findMarks }: Pick<ReturnType<typeof compileSchema>, 'judgeEvent' | 'findMarks'>,
): { errors: AnswerError[]; accepted?: AcceptedEvent } {
  if (!isObject(sent)) return { errors: judgeEvent(sent) };
  const excess = findExcess(sent);
  if (excess === 'depth') return { errors: tooLarge(`The event is nested deeper than ${limits.eventDepth} levels.`) };
  if (excess) return { errors: tooLarge(`The event has more than ${limits.eventValues} values.`) };
  const merged = merge(sent);
  const { length } = merged.text;
  if (length > limits.event) {
    return { errors: tooLarge(`The event has ${length} characters; at most ${limits.event} are stored.`) };
  }
  const errors = judgeEvent(merged.fields);
  if (errors.length > 0) return { errors };
  return { errors, accepted: { ...merged, fields: merged.fields as BatchEvent, marks: findMarks(merged.fields) } };
}
