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
/** The longest text in a cookie that cannot hold the whole campaign. */
const MAX_SHORT_TEXT = 100;

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
  // The name says that numbers are those of ad platforms.
  const utm = pick(query, UTM_FIELDS, (text) => cutField(redactText(`utm_=${text}`).slice(5)), 'utm_');
  const click_ids = pick(query, CLICK_IDS, (id) => (redactText(id) === id ? whole(id) : ''));
  const utm_params = utm && { ...utm, observed_at: new Date(now).toISOString() };
  return utm || click_ids ? { utm_params, click_ids } : undefined;
};

/** Returns the campaign in a stored record, of which other scripts may have written any part. */
export const readCampaign = ({ utm_params, click_ids, first_touch: first }: Record<string, unknown> = {}): Campaign => {
  const readUtm = (value: unknown) => pick(value, `${UTM_FIELDS} observed_at`, cutField) as UtmParams | undefined;
  const utm = readUtm(utm_params);
  return {
    utm_params: utm,
    click_ids: pick(click_ids, CLICK_IDS, whole),
    first_touch: isObject(first)
      ? // 1 stands for the last campaign.
        {
          utm_params: first.utm_params === 1 ? utm : readUtm(first.utm_params),
          referrer: '',
          ...pick(first, 'referrer', cutField),
        }
      : undefined,
  };
};

/**
 * Returns the texts to store for a campaign, by `toTexts`.
 * @param now the time in Unix ms
 */
export const toCampaignTexts = (campaign: Campaign, now: number) => {
  const { utm_params, first_touch: first } = campaign;
  const isSame = stringify(first?.utm_params) === stringify(utm_params);
  const record = isSame && first ? { ...campaign, first_touch: { ...first, utm_params: 1 } } : campaign;
  return toTexts(record, MAX_BYTES, now, MAX_SHORT_TEXT);
};

/**
 * Returns the campaign and the referrer of the visitor's first visit; `undefined` if there is neither a campaign nor a link of
 * another site.
 */
export const toFirstTouch = ({ utm_params }: Campaign, referrer: string, origin: string): FirstTouch | undefined => {
  // An escape that is cut in two could not be decoded.
  if (referrer[MAX_LENGTH]) referrer = referrer.slice(0, MAX_LENGTH).replace(/(%[^%]{0,2})+$/, '');
  if (referrer.startsWith(origin)) referrer = '';
  return utm_params || referrer ? { utm_params, referrer } : undefined;
};
