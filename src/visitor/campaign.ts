import { cut } from '../base/cut.js';
import { isObject, stringify } from '../base/json.js';
import { redactText } from '../privacy/redact-url.js';
import type { FirstTouch, UtmParams } from '../types/tracker.js';
import { pick, toTexts } from './record.js';

const CLICK_IDS = 'gclid gbraid wbraid dclid fbclid ttclid msclkid twclid li_fat_id epik';
const UTM_FIELDS = 'source medium campaign term content id source_platform';
/** The longest field, in characters. */
const MAX_LENGTH = 200;
/** The longest click id. Advertisers make them of 20 to 400 characters (2026-11). */
const MAX_CLICK_ID = 1_000;
/** The most bytes of the cookie: with all other cookies of ours it stays below 1.5 kB, because servers take 8 kB of cookies. */
const MAX_BYTES = 600;
/** The most characters of click ids in a cookie that cannot hold the whole campaign. */
const MAX_SHORT_CLICK_IDS = 110;

/** The campaign that brought the visitor here last, and what brought the visitor first. The names are those of the event's fields. */
export interface Campaign {
  utm_params?: UtmParams;
  click_ids?: Record<string, string>;
  first_touch?: FirstTouch;
}

const cutField = (text: string) => cut(text, MAX_LENGTH);
/** A click id is worth nothing without its end. */
const whole = (id: string) => (id.length > MAX_CLICK_ID ? '' : id);

/**
 * Returns the campaign in a query; `undefined` if there is none.
 * @param now the time in Unix ms
 */
export const toCampaign = (search: string, now: number): Campaign | undefined => {
  const query: Record<string, string | undefined> = {};
  // Templates of messages write `&amp;` in place of `&`.
  for (const [name, value] of new URLSearchParams(search.replace(/&(amp;)+/gi, '&')))
    query[name.toLowerCase()] ||= value;
  const utm = pick(query, UTM_FIELDS, (text) => cutField(redactText(text)), 'utm_');
  const click_ids = pick(query, CLICK_IDS, (id) => (redactText(id) === id ? whole(id) : ''));
  const utm_params = utm && { ...utm, observed_at: new Date(now).toISOString() };
  return utm || click_ids ? { utm_params, click_ids } : undefined;
};

/** Returns the campaign in a stored record, of which other scripts may have written any part. */
export const readCampaign = ({ utm_params, click_ids, first_touch }: Record<string, unknown> = {}): Campaign => {
  const readUtm = (value: unknown) => pick(value, `${UTM_FIELDS} observed_at`, cutField) as UtmParams | undefined;
  const utm = readUtm(utm_params);
  const referrer = isObject(first_touch) && first_touch.referrer;
  return {
    utm_params: utm,
    click_ids: pick(click_ids, CLICK_IDS, whole),
    first_touch: isObject(first_touch)
      ? {
          // 1 stands for the last campaign.
          utm_params: first_touch.utm_params === 1 ? utm : readUtm(first_touch.utm_params),
          referrer: typeof referrer === 'string' ? cutField(referrer) : '',
        }
      : undefined,
  };
};

/**
 * Returns the texts to store for a campaign, by `toTexts`.
 * @param now the time in Unix ms
 */
export const toCampaignTexts = ({ utm_params, click_ids, first_touch: first }: Campaign, now: number) => {
  const isSame = stringify(first?.utm_params) === stringify(utm_params);
  const toRecord = (toUtm: (utm?: UtmParams) => object | undefined, referrer = first?.referrer) => ({
    utm_params: toUtm(utm_params),
    click_ids,
    first_touch: first && { utm_params: isSame ? 1 : toUtm(first.utm_params), referrer },
  });
  return toTexts(
    toRecord((utm) => utm),
    MAX_BYTES,
    now,
    (length) => ({
      ...toRecord(
        (utm) =>
          utm && { ...pick(utm, 'source medium campaign', (text) => cut(text, length)), observed_at: utm.observed_at },
        first && /^(\w+:\/\/[^/]{1,60}\/)?/.exec(first.referrer)?.[0],
      ),
      click_ids: stringify(click_ids)?.length > MAX_SHORT_CLICK_IDS ? undefined : click_ids,
    }),
  );
};

/**
 * Returns the campaign and the referrer of the visitor's first visit; `undefined` if there is neither a campaign nor a link of
 * another site.
 */
export const toFirstTouch = ({ utm_params }: Campaign, referrer: string, origin: string): FirstTouch | undefined => {
  // An escape that is cut in two could not be decoded.
  const other = referrer.startsWith(origin) ? '' : referrer.slice(0, MAX_LENGTH);
  const whole = other === referrer ? other : other.replace(/(%[^%]{0,2})+$/, '');
  return utm_params || whole ? { utm_params, referrer: whole } : undefined;
};
