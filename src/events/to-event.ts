import { isObject } from '../base/json.js';
import type { TrackedEvent, User } from '../types/tracker.js';

/** A call that has been checked. */
export interface Call {
  id: string;
  /** Unix ms. */
  at: number;
  action: string;
  /** The caller's props as JSON, copied at the call. */
  props: string;
  /** The props have a name of `RESERVED`, or may have one. */
  isSpecial?: boolean;
  observer: string;
  /** Whom an identification names. */
  user?: User;
}

/** What the events of one page have in common: who, in which visit, from which campaign, and the page. */
export type EventHead = Pick<TrackedEvent, 'session' | 'visit' | 'page'>;

/** The action of an identification. */
export const IDENTIFIED = 'user.identified';

/** Names in props that Vitrina fills in itself, or that say more than a field of their own. */
const RESERVED =
  /^(id|url|session|visit|page|utm_params|click_ids|first_touch|linked_session|user_parameters|action|tracked_at|observed_by|seq|toJSON)$/;

/** `true` where the props cannot go into the event as they are. */
export const isSpecial = (props: object): boolean =>
  'toJSON' in props || Object.keys(props).some((name) => RESERVED.test(name));

/** `url` and the path in it. */
export const toAddress = (url: string) => ({ url, path: url.replace(/^\w+:\/\/[^/]*|[?#].*/g, '') || '/' });

/** The inside of an object in JSON, with a comma in front of it where there is something. */
const inside = (json: string) => json.slice(1, -1) && `,${json.slice(1, -1)}`;

/**
 * Writes the event that a call makes, as the JSON that is stored and sent. Props become fields; those that Vitrina fills itself
 * cannot be overwritten. But `url` and `tracked_at` say what page and time are meant, and `user_parameters` are merged.
 *
 * The head comes first, so that a batch can say once what its events have in common.
 * @param headJson the head as JSON, which the caller writes once for many events
 */
export const toEventJson = (
  { id, at, action, props, isSpecial: hasReserved, observer }: Call,
  seq: number,
  head: EventHead,
  headJson: string,
  known: User | undefined,
  redact: (url: string) => string,
): string => {
  let user: object | undefined = known;
  let seconds = NaN;
  if (hasReserved) {
    const {
      url,
      tracked_at,
      session: _,
      id: __,
      user_parameters,
      ...others
    } = JSON.parse(props) as Record<string, unknown>;
    if (url && typeof url === 'string') {
      headJson = JSON.stringify({ ...head, page: { ...head.page, ...toAddress(redact(url)) } });
    }
    seconds = typeof tracked_at === 'string' ? Date.parse(tracked_at) / 1000 : Number(tracked_at);
    if (known || isObject(user_parameters)) user = { ...(user_parameters as object), ...known };
    for (const name of [...Object.keys(head), 'action', 'observed_by', 'seq']) delete others[name];
    props = JSON.stringify(others);
  }
  const tail = { user_parameters: user, action, tracked_at: seconds || at / 1000, observed_by: observer, seq };
  return `${headJson.slice(0, -1)},"id":"${id}"${inside(props)}${inside(JSON.stringify(tail))}}`;
};
