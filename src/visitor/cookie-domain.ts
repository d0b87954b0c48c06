/**
 * Platforms that give many merchants a name below one domain without being public suffixes: a cookie there would make
 * visitors of one shop known to the next.
 */
const SHARED =
  /(^|\.)(mitiendanube\.com|lojavirtualnuvem\.com\.br|myvtex\.com|vtexcommercestable\.com\.br|mercadoshops(\.[a-z]+)+|empretienda\.com\.ar|wixsite\.com)$/;

/** Domains a cookie of this host may be tried on, widest first; none for an IP address or a single name. */
export const domainCandidates = (host: string): string[] => {
  if (/^[\d.]+$|:/.test(host)) return [];
  const labels = host.split('.');
  const taken = (SHARED.exec(host)?.[2] ?? 'com').split('.');
  return labels.map((_, index) => labels.slice(-1 - index).join('.')).slice(taken.length);
};
