import { stringify } from '../base/json.js';
import { redactText } from '../privacy/redact-url.js';
import type { FirstTouch, UtmParams } from '../types/tracker.js';

const CLICK_IDS = 'gclid gbraid wbraid dclid fbclid ttclid msclkid twclid li_fat_id epik';
const UTM_FIELDS = 'source medium campaign term content';

/** The campaign that brought the visitor here last. The names are those of the event's fields. */
export interface Campaign {
  utm_params?: UtmParams;
  click_ids?: Record<string, string>;
}

/**
 * Returns the campaign in a query; `undefined` if there is none. UTM parameters need a source; click ids do not.
 * @param now the time in Unix ms
 */
export const toCampaign = (search: string, now: number): Campaign | undefined => {
  const query = new URLSearchParams(search);
  const pick = (names: string, prefix = ''): Record<string, string> | undefined => {
    let found: Record<string, string> | undefined;
    for (const name of names.split(' ')) {
      const value = query.get(prefix + name);
      if (value) (found ??= {})[name] = redactText(value).slice(0, 200);
    }
    return found;
  };
  const utm = pick(UTM_FIELDS, 'utm_');
  const click_ids = pick(CLICK_IDS);
  const utm_params = utm?.source ? { ...utm, observed_at: new Date(now).toISOString() } : undefined;
  return utm_params || click_ids ? { utm_params, click_ids } : undefined;
};

/**
 * Returns the campaign and the referrer of the visitor's first visit. `undefined` if there is neither a campaign nor a link of
 * another site, or if both are too long for a cookie.
 */
export const toFirstTouch = ({ utm_params }: Campaign, referrer: string, origin: string): FirstTouch | undefined => {
  const other = referrer.startsWith(origin) ? '' : referrer.slice(0, 200);
  const touch = { utm_params, referrer: other };
  // The visit's cookie contains the first touch, and a cookie holds 4 kB.
  return (utm_params || other) && encodeURIComponent(stringify(touch)).length < 2_500 ? touch : undefined;
};
