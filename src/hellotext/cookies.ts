import { isObject, parseObject, stringify } from '../base/json.js';
import type { UtmParams } from '../types/tracker.js';
import { domainCandidates } from '../visitor/cookie-domain.js';
import type { Jar } from '../visitor/jar.js';
import { toUtm } from './event-body.js';

type Read = (name: string) => string | undefined;

/** The value of a cookie; `undefined` for the texts that Hellotext.js wrote when it had no value. */
const real = (value: string | undefined) =>
  value && value !== 'undefined' && value !== 'null' && value !== '[object Object]' ? value : undefined;

const toText = (value: unknown) => (value === undefined || value === null ? undefined : String(value));

/** Reads a value in the tracker's format from the cookies of Hellotext.js, which spread campaign and user over several. */
const join = (name: string, read: Read): string | undefined => {
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
const split = (name: string, value: string): [name: string, value: string | undefined][] => {
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
const partsOf = (name: string): string[] => [
  name,
  ...split(name, '{}').map(([part]) => part),
  ...(name === 'session' ? ['session_ack_at'] : []),
];

/**
 * Wraps a cookie jar so that it uses the names and formats of Hellotext.js. Visitors that Hellotext.js has recognised keep their
 * session. Hellotext.js wrote values unencoded, this package encodes them; both are read.
 */
export const hellotextCookies = (jar: Jar): Jar => {
  // Storage is always read: only it knows which events were sent before and must not be sent again.
  jar.useStorage();
  const platform = domainCandidates(location.hostname)[0]?.replace(/^[^.]+\./, '');
  /** Hellotext.js set cookies on the platform's domain. They are older than ours, so browsers would return them instead. */
  const clearShared = (part: string) => platform?.includes('.') && jar.clear(part, [platform]);
  const put = (name: string, value: string, task: (name: string, value: string) => unknown) =>
    split(name, value).every(([part, text]) => {
      clearShared(part);
      if (text !== undefined) return task(part, text) !== false;
      if (jar.read(part) !== undefined || jar.readFallback(part) !== undefined) jar.remove(part);
      return true;
    });
  return {
    ...jar,
    read: (name) => join(name, jar.read),
    readFallback: (name) => join(name, jar.readFallback),
    setCookie: (name, value) => put(name, value, jar.setCookie),
    set: (name, value) => void put(name, value, jar.set),
    remove(name) {
      for (const part of new Set(partsOf(name))) {
        clearShared(part);
        jar.remove(part);
      }
    },
  };
};
