import { isObject, parseObject, stringify } from '../base/json.js';
import type { UtmParams } from '../types/tracker.js';
import { toUtm } from './event-body.js';

type Read = (name: string) => string | undefined;

/** The most bytes of each cookie whose length the page decides: with all others of ours they stay below 1.5 kB. */
const LIMITS: Record<string, number> = { utm: 380, click_ids: 220, user_id: 140, user_source: 90 };
/** What these cookies hold in place of a longer value, which is stored. Hellotext.js takes it for no value. */
export const MARKS: Record<string, string> = { utm: '{}', click_ids: '{}', user_id: '', user_source: '' };

/** Returns what a cookie holds in place of a text that is too long for it; `undefined` if it is not. */
export const shorten = (part: string, text = ''): string | undefined =>
  encodeURIComponent(text).length > (LIMITS[part] ?? Infinity) ? MARKS[part] : undefined;

/** The value of a cookie; `undefined` for the texts that Hellotext.js wrote when it had no value. */
const real = (value: string | undefined) =>
  value && value !== 'undefined' && value !== 'null' && value !== '[object Object]' ? value : undefined;

const toText = (value: unknown) => (value === undefined || value === null ? undefined : String(value));

/** Reads a value in the tracker's format from the cookies of Hellotext.js, which spread campaign and user over several. */
export const join = (name: string, read: Read): string | undefined => {
  if (name === 'utm') {
    const { source, medium, ...more } = parseObject(read('utm')) ?? {};
    const clicks = parseObject(read('click_ids'));
    const utm = source && medium ? { source, medium, ...more } : undefined;
    return utm || clicks ? stringify({ utm_params: utm, click_ids: clicks }) : undefined;
  }
  if (name === 'user') {
    const id = real(read('user_id'));
    const [source, hash] = [real(read('user_source')), real(read('user_identification_hash'))];
    return id && stringify({ id, source, hash });
  }
  return read(name);
};

/** The cookies to write for a value of the tracker. `undefined` removes a cookie; cookies that are not listed stay. */
export const split = (name: string, value: string): [name: string, value: string | undefined][] => {
  if (name === 'utm') {
    const { utm_params, click_ids } = parseObject(value) ?? {};
    const utm = toUtm(isObject(utm_params) ? (utm_params as unknown as UtmParams) : undefined);
    return [
      ...(utm.source ? ([['utm', stringify(utm)]] as [string, string][]) : []),
      ['click_ids', isObject(click_ids) ? stringify(click_ids) : undefined],
    ];
  }
  if (name === 'user') {
    const { id, source, hash } = parseObject(value) ?? {};
    return [
      ['user_id', toText(id)],
      // Remove the source of the previous user if this user has none.
      ['user_source', toText(source)],
      ['user_identification_hash', toText(hash)],
    ];
  }
  return [[name, value]];
};

/** The cookies to remove with one value of the tracker. With the session goes the note that it was announced. */
export const partsOf = (name: string): string[] => [
  name,
  ...split(name, '{}').map(([part]) => part),
  ...(name === 'session' ? ['session_ack_at'] : []),
];
