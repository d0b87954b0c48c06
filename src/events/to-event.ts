import { hasToJson, isObject, stringify } from '../base/json.js';
import type { Page, TrackedEvent, User } from '../types/tracker.js';

/** A call of the page or of a plugin, after its arguments were checked. */
export interface Call {
  id: string;
  /** Time of the call in Unix ms. */
  at: number;
  action: string;
  /** The caller's props as JSON, copied at the time of the call. */
  props: string;
  /** The names of the props, as `namesOf` returns them. */
  names: string[];
  /** What reports the event, such as `manual` or `page`; sent as `observed_by`. */
  observer: string;
  /** The user of an identification. */
  user?: User;
}

/** The fields that the events of one page share: session, visit and page. */
export type EventHead = Pick<TrackedEvent, 'session' | 'visit' | 'page'>;

/** The action of an identification. */
export const IDENTIFIED = 'user.identified';

/** Returns the names of the props. Props with a `toJSON` of their own may write any name, so `id` stands for them: `toEventJson` parses these. */
export const namesOf = (props: object): string[] => (hasToJson(props) ? ['id'] : Object.keys(props));

/** Returns an address with its path, which has no query and no fragment; the path is `/` if the address has none. */
export const toAddress = (url: string) => ({ url, path: url.replace(/^\w+:\/\/[^/]*|[?#].*/g, '') || '/' });

/**
 * Returns the event of a call as the JSON that is stored and sent. Props become fields, but cannot overwrite the fields that
 * Vitrina fills. There are three exceptions: `url` sets the page, `tracked_at` sets the time, and `user_parameters` are merged.
 *
 * The head comes first, so that a batch can contain the shared fields once. If no prop has the name of a Vitrina field, the JSON
 * of the props is inserted unchanged.
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
    const inside = props === '{}' ? '' : `,${props.slice(1, -1)}`;
    return `${stringify({ ...head, id }).slice(0, -1)}${inside},${stringify(tail).slice(1)}`;
  }
  const { url, id: _, ...others } = JSON.parse(props) as Record<string, unknown>;
  const { tracked_at: time, user_parameters: more } = others;
  if (url && typeof url === 'string') head = { ...head, page: { ...(head.page as Page), ...toAddress(redact(url)) } };
  tail.tracked_at = (typeof time === 'string' ? Date.parse(time) / 1000 : Number(time)) || tail.tracked_at;
  if (isObject(more)) tail.user_parameters = { ...more, ...known };
  return stringify({ ...head, id, ...others, ...head, ...tail });
};
