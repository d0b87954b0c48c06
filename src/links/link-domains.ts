import { domainCandidates } from '../visitor/cookie-domain.js';

/** Host of what a developer may have written: a domain, an address, `.shop.example`, `*.shop.example`. */
const toHost = (entry: string): string => {
  try {
    // As a URL's, so that letter case and other alphabets are as in the links.
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
 * Whether a host is one of these domains or below one. Below what many shops share (`com`, `myvtex.com`) there is nothing that
 * is surely this shop's, so such a domain is taken for the host of that very name.
 */
export const createDomainTest = (domains: string[]): ((host: string) => boolean) => {
  const hosts = domains.map(toHost).filter(Boolean);
  const parents = hosts.filter((host) => domainCandidates(host).length);
  return (host) => hosts.includes(host) || parents.some((parent) => host.endsWith(`.${parent}`));
};
