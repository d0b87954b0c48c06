import { attempt } from '../base/attempt.js';
import { domainCandidates } from './cookie-domain.js';

/**
 * Returns a test whether a host is one of these domains or a subdomain of one. A domain may also be written as an address, as
 * `.shop.example` or as `*.shop.example`, and a text may hold several, with commas. Subdomains of a public suffix (`com`,
 * `myvtex.com`) belong to many shops, so such an entry matches only the host of exactly that name.
 */
export const createDomainTest = (domains: unknown[]): ((host: string) => boolean) => {
  // Parsed as URLs, so that letter case and other alphabets are normalised as in the links.
  const hosts = String(domains)
    .split(',')
    .map((entry) => attempt(() => new URL(entry.replace(/^\s*((\w+:)?\/\/)?(\*?\.)?/, 'http://')).hostname));
  return (host) => [host, ...domainCandidates(host)].some((domain) => hosts.includes(domain));
};
