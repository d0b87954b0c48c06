import { isSession } from './session.js';

/** How long the session in a link of `decorate` is valid, in s. A visitor follows the link at once; later uses are of copies. */
const VALID_FOR = 120;

/** The session, the time and the prefix for a link. */
export interface LinkMaker {
  session: string | undefined;
  /** Prefix of the names of our parameters. */
  prefix: string;
  /** The time in Unix ms. */
  now: number;
  /** The address against which relative addresses are resolved. */
  base?: string;
}

/**
 * Returns the parameters that carry the session to another domain; none if there is no session. The time has its own
 * parameter, because Hellotext.js, servers and short links know only that of the session: they understand our links, and we
 * understand theirs.
 */
export const linkParameters = ({ session, prefix, now }: LinkMaker): [name: string, value: string][] =>
  isSession(session)
    ? [
        [`${prefix}session`, session],
        [`${prefix}at`, String(Math.floor(now / 1000))],
      ]
    : [];

/** Returns a query without our parameters and without its question mark. The remaining parameters stay as they are written. */
export const removeParameters = (search: string, prefix: string): string => {
  const isOwn = (pair: string) => ['session', 'at'].some((name) => new URLSearchParams(pair).has(prefix + name));
  const pairs = search.slice(1).split('&');
  return pairs.filter((pair) => !isOwn(pair)).join('&');
};

/** Returns the address with these parameters in place of ours. */
const replaceParameters = (url: URL, prefix: string, parameters: [name: string, value: string][]): string => {
  const others = removeParameters(url.search, prefix);
  const query = [others, ...parameters.map((parameter) => parameter.join('='))].filter(Boolean).join('&');
  // Set the question mark too: the setter removes one at the beginning, and a query may begin with a second one.
  url.search = query && `?${query}`;
  return url.href;
};

/**
 * Returns the absolute address with the session, which is valid for two minutes. Returns the address unchanged if there is no
 * session, or if it is not an http address: mail addresses and files have no visitor.
 */
export const decorate = (address: string | URL, maker: LinkMaker): string => {
  const parameters = linkParameters(maker);
  try {
    const url = new URL(address, maker.base);
    if (parameters[0] && /^https?:$/.test(url.protocol)) return replaceParameters(url, maker.prefix, parameters);
  } catch {
    // No address at all.
  }
  return String(address);
};

/** Returns the address without the parameters of `decorate`; unchanged if it has none. */
export const undecorate = (address: string, prefix: string, base?: string): string => {
  try {
    if (address.includes(`${prefix}session=`)) return replaceParameters(new URL(address, base), prefix, []);
  } catch {
    // No address at all.
  }
  return address;
};

/**
 * Returns the session in a page's query; `undefined` if there is no valid one. A session with a time is valid for two minutes.
 * A session without a time, as in the links of messages, is always valid.
 */
export const readSessionLink = (search: string, prefix: string, now: number): string | undefined => {
  const query = new URLSearchParams(search);
  const session = query.get(`${prefix}session`);
  const at = query.get(`${prefix}at`);
  const isFresh = at === null || (/^\d{1,12}$/.test(at) && Math.abs(now / 1000 - Number(at)) <= VALID_FOR);
  return isFresh && isSession(session) ? session : undefined;
};
