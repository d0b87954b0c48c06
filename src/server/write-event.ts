import { ACTION_PATTERN } from '../base/action-pattern.js';
import { isObject, toJson } from '../base/json.js';
import { IDENTIFIED, toAddress } from '../events/to-event.js';
import { mistake } from './mistake.js';
import { insistOnUser, readUser } from './read-user.js';
import type { Subject } from './types.js';

/** A larger event is refused by the collector. */
const MAX_EVENT_CHARACTERS = 262_144;
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

/** An event that is ready to be sent. */
export interface WrittenEvent {
  id: string;
  action: string;
  json: string;
}

const toTime = (value: unknown, now: number): number => {
  if (value === undefined) return now / 1000;
  const ms = typeof value === 'string' ? Date.parse(value) : value instanceof Date ? value.getTime() : undefined;
  const seconds = ms === undefined ? value : ms / 1000;
  if (typeof seconds === 'number' && seconds >= 0 && seconds < 1e11) return seconds;
  const isMs = typeof value === 'number' && value >= 1e11 && value < 1e14;
  const problem = isMs
    ? 'seems to be in milliseconds; give Unix seconds or a Date'
    : 'must be Unix seconds, a Date or an ISO 8601 text';
  throw mistake('tracked_at', `tracked_at ${problem}; got "${String(value)}"`);
};

const writeJson = (event: object, action: string): string => {
  try {
    return toJson(event);
  } catch (error) {
    const name = action === IDENTIFIED ? 'traits' : 'props';
    throw mistake(name, `${name} must be plain JSON: ${(error as Error).message}`);
  }
};

/**
 * Writes the JSON of an event.
 * @throws Mistake if an argument is wrong
 */
export const writeEvent = (
  action: unknown,
  props: unknown,
  subject: Subject,
  nextId: () => string,
  now: number,
): WrittenEvent => {
  if (typeof action !== 'string' || !ACTION_PATTERN.test(action)) {
    throw mistake('action', `action must be "object.verb" in lower case; got "${String(action).slice(0, 99)}"`);
  }
  if (!isObject(props)) throw mistake('props', `props must be an object; got ${typeof props}`);
  const isSubject: boolean = isObject(subject);
  if (!isSubject) throw mistake('subject', `the subject must be { session, user, id }; got ${String(subject)}`);
  const { session, id } = subject;
  if (session !== undefined && session !== null && !/^[\w-]{8,64}$/.test(session)) {
    throw mistake('session', `session must be 8 to 64 letters, digits, _ and -; got "${session}"`);
  }
  const user = action === IDENTIFIED ? insistOnUser(subject.user) : readUser(subject.user);
  if (id !== undefined && !UUID.test(String(id).toLowerCase())) throw mistake('id', `id must be a UUID; got "${id}"`);
  const head = { ...(session && { session }), id: (id ?? nextId()).toLowerCase() };
  const { tracked_at, user_parameters, url, ...others } = props;
  const known = {
    ...(isObject(user_parameters) && user_parameters),
    ...user,
  };
  const event = {
    // A batch has the session once where its events begin with the same.
    ...head,
    ...others,
    ...head,
    ...(url && typeof url === 'string' ? { page: toAddress(url) } : {}),
    ...(Object.keys(known)[0] && { user_parameters: known }),
    action,
    tracked_at: toTime(tracked_at, now),
    observed_by: 'server',
  };
  const json = writeJson(event, action);
  if (json.length > MAX_EVENT_CHARACTERS) {
    throw mistake('props', `${action} has more than ${MAX_EVENT_CHARACTERS} characters`);
  }
  return { id: head.id, action, json };
};
