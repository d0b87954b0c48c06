import { domainCandidates } from './cookie-domain.js';

/** Returns the host of an entry, which may be a domain, an address, `.shop.example` or `*.shop.example`; else `''`. */
const toHost = (entry: string): string => {
  try {
    // Parsed as a URL, so that letter case and other alphabets are normalised as in the links.
    return new URL(
      `http://${entry
        .trim()
        .replace(/^(\w+:)?\/\//, '')
        .replace(/^\*?\./, '')}`,
    ).hostname;
  } catch {
    return '';
  }
};

/**
 * Returns a test whether a host is one of these domains or a subdomain of one. A text may hold several, with commas. Subdomains
 * of a public suffix (`com`, `myvtex.com`) belong to many shops, so such an entry matches only the host of exactly that name.
 */
export const createDomainTest = (domains: string[]): ((host: string) => boolean) => {
  const hosts = String(domains).split(',').map(toHost).filter(Boolean);
  const parents = hosts.filter((host) => domainCandidates(host).length);
  return (host) => hosts.includes(host) || parents.some((parent) => host.endsWith(`.${parent}`));
};
