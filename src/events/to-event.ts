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
  observer: string;
  /** Whom an identification names. */
  user?: User;
}

/** The action of an identification. */
export const IDENTIFIED = 'user.identified';

/** `url` and the path in it. */
export const toAddress = (url: string) => ({ url, path: url.replace(/^\w+:\/\/[^/]*|[?#].*/g, '') || '/' });

/**
 * The event that a call makes. Props become fields; those that Vitrina fills itself cannot be overwritten, but `url` and
 * `tracked_at` say what page and time are meant, and `user_parameters` are merged.
 */
export const toEvent = (
  { id, at, action, props, observer }: Call,
  seq: number,
  /** Who, in which visit, from which campaign. */
  visitor: Pick<TrackedEvent, 'session' | 'visit'>,
  page: Page,
  known: User | undefined,
  redact: (url: string) => string,
): TrackedEvent => {
  const {
    url,
    tracked_at,
    session: _session,
    id: _id,
    user_parameters: user,
    ...others
  } = JSON.parse(props) as Record<string, unknown>;
  const seconds = typeof tracked_at === 'string' ? Date.parse(tracked_at) / 1000 : Number(tracked_at);
  const around = {
    ...visitor,
    page: url && typeof url === 'string' ? { ...page, ...toAddress(redact(url)) } : page,
  };
  // In front of the id is what events of one page have in common, so that a batch can say it once.
  return {
    ...around,
    id,
    ...others,
    ...around,
    user_parameters: known || isObject(user) ? { ...(user as object), ...known } : undefined,
    action,
    tracked_at: seconds || at / 1000,
    observed_by: observer,
    seq,
  };
};
