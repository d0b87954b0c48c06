import { createDomainTest } from './link-domains.js';
import { isSession } from './session.js';

/** How long the session in a link of `decorate` is valid, in s. A visitor follows the link at once; later uses are of copies. */
const VALID_FOR = 120;
/** The names of our parameters, without the prefix. */
const NAMES = ['session', 'at', 'to'];

/** The session, the time and the prefix for a link. */
export interface LinkMaker {
  session: string | undefined;
  /** Prefix of the names of our parameters. */
  prefix: string;
  /** The time in Unix ms. */
  now: number;
  /** The address against which relative addresses are resolved. */
  base?: string;
  /** The domains of the shop. Default: any domain. */
  domains?: (string | string[])[];
  /** Hears why an address is not decorated. */
  warn?: (message: string) => void;
}

/**
 * Returns the parameters that carry the session to another domain; none if there is no session. Time and host have their own
 * parameters, because Hellotext.js, servers and short links know only that of the session: they understand our links, and we
 * understand theirs.
 * @param host where the link leads. It keeps a query that is copied or forwarded to another shop from taking effect there. It is
 * no secret: whoever makes up links can write any host
 */
export const linkParameters = ({ session, prefix, now }: LinkMaker, host: string): [name: string, value: string][] =>
  isSession(session)
    ? [
        [`${prefix}session`, session],
        [`${prefix}at`, String(Math.floor(now / 1000))],
        [`${prefix}to`, host],
      ]
    : [];

/** Returns a query without our parameters and without its question mark. The remaining parameters stay as they are written. */
export const removeParameters = (search: string, prefix: string): string => {
  const pairs = search.slice(1).split('&');
  return pairs.filter((pair) => !NAMES.some((name) => new URLSearchParams(pair).has(prefix + name))).join('&');
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
  try {
    const url = new URL(address, maker.base);
    const parameters = linkParameters(maker, url.hostname);
    const { domains, warn } = maker;
    if (!/^https?:$/.test(url.protocol) || (domains && !createDomainTest(domains)(url.hostname)))
      warn?.(`not decorated: ${url.protocol}//${url.host} is not in linkDomains`);
    else if (parameters[0]) return replaceParameters(url, maker.prefix, parameters);
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

/** What a page accepts as the session of a link. */
export interface LinkReader {
  /** Prefix of the names of our parameters. */
  prefix: string;
  /** The time in Unix ms. */
  now: number;
  /** The host of the page. */
  host: string;
  /** Accept a session without a time too, as in the links of messages. Whoever follows a copy of such a link becomes its visitor. */
  isAny?: boolean;
}

/**
 * Returns the session in a page's query; `undefined` if there is no valid one. A link of `decorate` is valid for two minutes, on
 * the host to which it leads and those below it. Earlier versions named no host.
 */
export const readSessionLink = (search: string, { prefix, now, host, isAny }: LinkReader): string | undefined => {
  const query = new URLSearchParams(search);
  const [session, at, to] = NAMES.map((name) => query.get(prefix + name));
  // Many shops redirect between their names with `www.` and without.
  const isHere = !to || `.${host}`.endsWith(`.${to.replace(/^www\./, '')}`);
  const isFresh = at ? /^\d+$/.test(at) && Math.abs(now / 1000 - Number(at)) <= VALID_FOR : isAny && at === null;
  return isHere && isFresh && isSession(session) ? session : undefined;
};
