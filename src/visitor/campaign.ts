import { redactText } from '../privacy/redact-url.js';
import type { FirstTouch, UtmParams } from '../types/tracker.js';

const CLICK_IDS = 'gclid gbraid wbraid dclid fbclid ttclid msclkid twclid li_fat_id epik';
const UTM_FIELDS = 'source medium campaign term content';

/** What brought the visitor here last; the names are those of the event's fields. */
export interface Campaign {
  utm_params?: UtmParams;
  click_ids?: Record<string, string>;
}

/** Campaign of an address, `undefined` where it names none. A campaign needs a source; click ids stand by themselves. */
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

/** What brought the visitor here for the first time; `undefined` for somebody who came by no link of another site. */
export const toFirstTouch = ({ utm_params }: Campaign, referrer: string, origin: string): FirstTouch | undefined => {
  const other = referrer.startsWith(origin) ? '' : referrer.slice(0, 200);
  const touch = { utm_params, referrer: other };
  // It is kept in a cookie, which has room for 4 kB.
  return (utm_params || other) && encodeURIComponent(JSON.stringify(touch)).length < 2_500 ? touch : undefined;
};
