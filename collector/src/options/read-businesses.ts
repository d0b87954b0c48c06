import type { Business } from './collector-options.js';

const localOrigins = ['http://localhost:*', 'http://127.0.0.1:*'];

/** Splits at the first "=" that is not part of an address. */
function splitName(text: string): [string, string | undefined] {
  const at = text.indexOf('=');
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

/** Hands what follows a flag to the business that it names, or to all. */
function forEachMeant(
  businesses: Record<string, Business>,
  flag: string,
  entries: string[],
  give: (id: string, value: string) => void,
): void {
  for (const entry of entries) {
    const [id, one] = splitName(entry);
    if (one === undefined) Object.keys(businesses).forEach((known) => give(known, entry));
    else if (Object.hasOwn(businesses, id)) give(id, one);
    else throw new TypeError(`--${flag} ${entry} names the business "${id}", which is not declared.`);
  }
}

export interface BusinessFlags {
  business?: string[];
  origin: string[];
  off: string[];
  'renew-session': string[];
}

/**
 * The businesses that flags mean. `--business` replaces those of the file; the other flags change the business that they name.
 *
 * @param ofFile businesses of the configuration file, if it has any
 */
export function readBusinesses(
  { business, origin, off, 'renew-session': renewSession }: BusinessFlags,
  ofFile?: Record<string, Business>,
): Record<string, Business> {
  const businesses: Record<string, Business> = {};
  const isDeclared = business !== undefined || ofFile === undefined;
  if (isDeclared) {
    for (const entry of business ?? ['demo=Demo']) {
      const [id, name = id] = splitName(entry);
      businesses[id] = { name, origins: localOrigins, off: false };
    }
  } else for (const [id, account] of Object.entries(ofFile)) businesses[id] = { ...account };
  const change = (id: string, more: Partial<Business>) => Object.assign(businesses[id] as Business, more);

  const origins = new Map<string, string[]>();
  forEachMeant(businesses, 'origin', origin, (id, one) => origins.set(id, [...(origins.get(id) ?? []), one]));
  for (const [id, list] of origins) change(id, { origins: list });
  forEachMeant(businesses, 'renew-session', renewSession, (id, domain) => change(id, { renewSession: domain }));
  for (const id of off) {
    if (!Object.hasOwn(businesses, id)) throw new TypeError(`--off ${id} names a business that is not declared.`);
    change(id, { off: true });
  }
  return businesses;
}
