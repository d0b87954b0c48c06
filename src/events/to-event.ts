import { isObject } from '../base/json.js';
import type { Page, TrackedEvent, User } from '../types/tracker.js';

/** A call that has been checked. */
export interface Call {
  id: string;
  /** Unix ms. */
  at: number;
  action: string;
  /** The caller's props as JSON, copied at the call. */
  props: string;
  /** The names in the props. */
  names: string[];
  observer: string;
  /** Whom an identification names. */
  user?: User;
}

/** What the events of one page have in common: who, in which visit, from which campaign, and the page. */
export type EventHead = Pick<TrackedEvent, 'session' | 'visit' | 'page'>;

/** The action of an identification. */
export const IDENTIFIED = 'user.identified';

/** The names in props; that of the id, which has to be looked at, for props that write themselves. */
export const namesOf = (props: object): string[] => ('toJSON' in props ? ['id'] : Object.keys(props));

/** `url` and the path in it. */
export const toAddress = (url: string) => ({ url, path: url.replace(/^\w+:\/\/[^/]*|[?#].*/g, '') || '/' });

/** The inside of an object in JSON, with a comma in front of it where there is something. */
const inside = (json: string) => json.slice(1, -1) && `,${json.slice(1, -1)}`;

/**
 * Writes the event that a call makes, as the JSON that is stored and sent. Props become fields; those that Vitrina fills itself
 * cannot be overwritten. But `url` and `tracked_at` say what page and time are meant, and `user_parameters` are merged.
 *
 * The head comes first, so that a batch can say once what its events have in common. Props that have no name of ours go in as they
 * were written at the call.
 */
export const toEventJson = (
  { id, at, action, props, names, observer }: Call,
  seq: number,
  head: EventHead,
  known: User | undefined,
  redact: (url: string) => string,
): string => {
  const tail = {
    user_parameters: known as object | undefined,
    action,
    tracked_at: at / 1000,
    observed_by: observer,
    seq,
  };
  const own = { ...head, ...tail, id, url: 0 };
  if (!names.some((name) => name in own)) {
    return JSON.stringify({ ...head, id }).slice(0, -1) + inside(props) + inside(JSON.stringify(tail)) + '}';
  }
  const {
    url,
    tracked_at,
    session: _,
    id: __,
    user_parameters,
    ...others
  } = JSON.parse(props) as Record<string, unknown>;
  if (url && typeof url === 'string') head = { ...head, page: { ...(head.page as Page), ...toAddress(redact(url)) } };
  tail.tracked_at =
    (typeof tracked_at === 'string' ? Date.parse(tracked_at) / 1000 : Number(tracked_at)) || tail.tracked_at;
  if (isObject(user_parameters)) tail.user_parameters = { ...user_parameters, ...known };
  return JSON.stringify({ ...head, id, ...others, ...head, ...tail });
};
