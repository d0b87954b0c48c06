import { readSessionLink, removeParameters } from './session-link.js';

/** Removes the session's parameters from the address bar, so that a copied link does not carry them.
 * @param isAny accepts a session without a time too
 * @returns the session of the link; `undefined` if there is none or it is too old
 */
export const takeSession = (prefix: string, now: number, isAny: boolean): string | undefined => {
  const { search, pathname, hash, hostname: host } = location;
  if (!search.includes(`${prefix}session`)) return undefined;
  const others = removeParameters(search, prefix);
  try {
    history.replaceState(history.state, '', pathname + (others && `?${others}`) + hash);
  } catch {
    // Documents without an origin refuse it. Addresses that are sent are redacted anyway.
  }
  return readSessionLink(search, { prefix, now, host, isAny });
};
