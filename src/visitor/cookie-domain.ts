/**
 * Platforms whose merchants have names below one domain that is not a public suffix. A cookie on that domain would identify the
 * visitors of one shop to all others.
 */
const SHARED =
  /(^|\.)(mitiendanube\.com|lojavirtualnuvem\.com\.br|myvtex\.com|vtexcommercestable\.com\.br|mercadoshops(\.[a-z]+)+|empretienda\.com\.ar|wixsite\.com)$/;

/** Returns the domains on which to try a cookie of this host, widest first; none for an IP address or a name without dots. */
export const domainCandidates = (host: string): string[] => {
  if (/^[\d.]+$|:/.test(host)) return [];
  const labels = host.split('.');
  const taken = (SHARED.exec(host)?.[2] ?? 'com').split('.');
  return labels.map((_, index) => labels.slice(-1 - index).join('.')).slice(taken.length);
};
