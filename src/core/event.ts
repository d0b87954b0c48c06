import type { Page, TrackedEvent, UtmParams, Visit } from '../types';
import { isPlainObject } from './copy';

/** A call that has been checked. */
export interface Call {
  id: string;
  /** Unix ms. */
  at: number;
  action: string;
  /** The caller's props as JSON, copied at the call. */
  props: string;
  observer: string;
}

/** What is known around a call. */
export interface Surroundings {
  seq: number;
  session: string | undefined;
  visit: Visit;
  page: Page;
  utm_params: UtmParams | undefined;
  click_ids: Record<string, string> | undefined;
}

/**
 * The event that a call makes. Props become fields; those that Vitrina fills itself cannot be overwritten, but `url` and
 * `tracked_at` say what page and time are meant, and `user_parameters` are merged.
 */
export const toEvent = (call: Call, around: Surroundings, user: Record<string, unknown> | undefined): TrackedEvent => {
  const parsed: unknown = JSON.parse(call.props);
  const { url, tracked_at, user_parameters, ...props } = isPlainObject(parsed) ? parsed : {};
  delete props.session;
  const given = isPlainObject(user_parameters) ? user_parameters : undefined;
  const { session, seq, visit, page, utm_params, click_ids } = around;
  return {
    // First, so that it can be cut off where the envelope has the same.
    ...(session ? { session } : undefined),
    ...props,
    id: call.id,
    action: call.action,
    tracked_at: toSeconds(tracked_at) ?? call.at / 1000,
    seq,
    observed_by: call.observer,
    visit,
    page: typeof url === 'string' ? { ...page, ...toAddress(url, page.url) } : page,
    ...(user || given ? { user_parameters: { ...user, ...given } } : undefined),
    ...(utm_params ? { utm_params } : undefined),
    ...(click_ids ? { click_ids } : undefined),
  };
};

const toAddress = (url: string, base: string) => {
  try {
    const { href, pathname } = new URL(url, base);
    return { url: href, path: pathname };
  } catch {
    return { url };
  }
};

/** Unix seconds from a number or an ISO 8601 text. */
const toSeconds = (value: unknown): number | undefined => {
  const seconds = typeof value === 'string' ? Date.parse(value) / 1000 : value;
  return typeof seconds === 'number' && Number.isFinite(seconds) ? seconds : undefined;
};
