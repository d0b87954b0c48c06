import { isObject } from './parse-batch.js';

/** @import { AnswerError } from '../types.d.ts' */
/** @import { JsonObject } from './parse-batch.js' */

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const objectVerb = /^[a-z0-9_]+(\.[a-z0-9_]+)+$/;
const longestAction = 100;
const longestSession = 200;
const largestEvent = 256 * 1024;
/** The year 5138: whatever is later was given in milliseconds. */
const latest = 1e11;

/** @param {unknown} value */
const shown = (value) => (JSON.stringify(value) ?? 'missing').slice(0, 80);

/** @param {string} parameter @param {unknown} value @param {string} allowed @returns {AnswerError} */
const problem = (parameter, value, allowed) => ({
  type: value === undefined ? 'parameter_missing' : 'parameter_invalid',
  parameter,
  description: `The field "${parameter}" is ${shown(value)}; ${allowed}.`,
});

/** @param {unknown} value */
export const isEventId = (value) => typeof value === 'string' && uuid.test(value);

/**
 * What is wrong with one event; an empty list when it can be stored.
 * @param {unknown} sent as it stands in the batch
 * @param {JsonObject} event with the envelope merged in
 * @returns {AnswerError[]}
 */
export function checkEvent(sent, event) {
  if (!isObject(sent)) return [problem('event', sent, 'an event is an object')];
  /** @type {AnswerError[]} */
  const errors = [];
  const { id, action, tracked_at, session } = event;
  if (!isEventId(id)) errors.push(problem('id', id, 'give a UUID'));
  if (typeof action !== 'string' || !objectVerb.test(action)) {
    errors.push(
      problem('action', action, 'give object.verb in lower-case letters, digits and "_", such as "cart.added"'),
    );
  } else if (action.length > longestAction) {
    errors.push(problem('action', action, `give at most ${longestAction} characters`));
  }
  if (typeof tracked_at !== 'number' || !(tracked_at >= 0 && tracked_at < latest)) {
    errors.push(problem('tracked_at', tracked_at, 'give Unix seconds (not milliseconds) as a number'));
  }
  const anonymous = session === undefined || session === null;
  if (!anonymous && (typeof session !== 'string' || session === '' || session.length > longestSession)) {
    errors.push(problem('session', session, `give 1 to ${longestSession} characters, or leave it out`));
  }
  const size = JSON.stringify(sent).length;
  if (size > largestEvent) {
    errors.push({
      type: 'too_large',
      parameter: 'event',
      description: `The event has ${size} characters; at most ${largestEvent} are stored.`,
    });
  }
  return errors;
}
