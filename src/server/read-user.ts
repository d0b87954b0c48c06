import { isObject, stringify } from '../base/json.js';
import { type Mistake, mistake } from './mistake.js';
import type { ServerUser, Subject } from './types.js';

const show = (value: unknown): string => {
  try {
    return (stringify(value) ?? String(value)).slice(0, 99);
  } catch {
    return typeof value;
  }
};

const notUser = (value: unknown): Mistake => mistake('user', `user must be { id, source }; got ${show(value)}`);

/**
 * Reads whom an event is about.
 * @returns `undefined` for nobody, such as a guest of the shop, whose id is `null` or `undefined`
 * @throws Mistake if the value is no user
 */
export const readUser = (value: Subject['user']): (ServerUser & { id: string }) | undefined => {
  if (value === undefined || value === null) return undefined;
  if (!isObject(value)) throw notUser(value);
  const { id } = value;
  if (id === undefined || id === null) {
    // A field of another name, such as `userId`, is a mistake and no guest.
    if (!('id' in value) && Object.keys(value).some((name) => name !== 'source')) throw notUser(value);
    return undefined;
  }
  if (!/^(string|number|bigint)$/.test(typeof id)) throw notUser(value);
  const text = String(id).trim();
  if (!text) throw mistake('user', "user.id must be the shop's id of the customer; it is empty");
  return { ...value, id: text };
};

/**
 * Reads the user of a call that is about nobody else.
 * @throws Mistake if there is none
 */
export const insistOnUser = (value: Subject['user']): ServerUser & { id: string } => {
  const user = readUser(value);
  if (!user) throw notUser(value);
  return user;
};
