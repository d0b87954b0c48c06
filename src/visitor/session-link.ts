import { isSession } from './session.js';

/** How long a link that was made by `decorate` carries its session, in s. It is followed at once or it was copied. */
const VALID_FOR = 120;

/** Who makes a link, and when. */
export interface LinkMaker {
  session: string | undefined;
  /** Begin of the names of our parameters. */
  prefix: string;
  /** Unix milliseconds. */
  now: number;
  /** The address that a relative one is meant from. */
  base?: string;
}

/**
 * What carries the session to another domain. The time has a parameter of its own, so that those who know only the session's
 * (Hellotext.js, servers, short links) understand these links, and we theirs.
 */
export const linkParameters = ({ session, prefix, now }: LinkMaker): [name: string, value: string][] =>
  isSession(session)
    ? [
        [`${prefix}session`, session],
        [`${prefix}at`, String(Math.floor(now / 1000))],
      ]
    : [];

/** A query without our parameters and without its mark; the other ones stay as they are written. */
export const removeParameters = (search: string, prefix: string): string => {
  const isOwn = (pair: string) => ['session', 'at'].some((name) => new URLSearchParams(pair).has(prefix + name));
  const pairs = search.slice(1).split('&');
  return pairs.filter((pair) => !isOwn(pair)).join('&');
};

/** The address without our parameters and with these. */
const replaceParameters = (url: URL, prefix: string, parameters: [name: string, value: string][]): string => {
  const others = removeParameters(url.search, prefix);
  const query = [others, ...parameters.map((parameter) => parameter.join('='))].filter(Boolean).join('&');
  // With the mark, since a query may begin with another one, which would be taken for it.
  url.search = query && `?${query}`;
  return url.href;
};

/**
 * The address, absolute, with the session in it for two minutes. Unchanged where there is no session, and where it is no http
 * address: neither a mail address nor a file has a visitor.
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

/** The address without what `decorate` has put into it; unchanged where there is nothing of it. */
export const undecorate = (address: string, prefix: string, base?: string): string => {
  try {
    if (address.includes(`${prefix}session=`)) return replaceParameters(new URL(address, base), prefix, []);
  } catch {
    // No address at all.
  }
  return address;
};

/**
 * The session that a page's query brings, `undefined` where there is none to be believed. One with a time is believed for two
 * minutes; one without, as in the links of messages, always.
 */
export const readSessionLink = (search: string, prefix: string, now: number): string | undefined => {
  const query = new URLSearchParams(search);
  const session = query.get(`${prefix}session`);
  const at = query.get(`${prefix}at`);
  const isFresh = at === null || (/^\d{1,12}$/.test(at) && Math.abs(now / 1000 - Number(at)) <= VALID_FOR);
  return isFresh && isSession(session) ? session : undefined;
};
