import { readSessionLink, removeParameters } from './session-link.js';

/** Takes the session's parameters out of the address bar, so that no copied link carries them on, and returns what they say. */
export const takeSession = (prefix: string, now: number): string | undefined => {
  const { search, pathname, hash } = location;
  if (!search.includes(`${prefix}session`)) return undefined;
  const others = removeParameters(search, prefix);
  try {
    history.replaceState(history.state, '', pathname + (others && `?${others}`) + hash);
  } catch {
    // Refused in documents without an origin; what is sent has it removed all the same.
  }
  return readSessionLink(search, prefix, now);
};
