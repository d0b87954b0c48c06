import { formsOf } from '../cut-text.js';
import { eventsInText, type ToldEvent } from '../events-in-text.js';
import type { Whom } from '../identity/whom.js';
import { type Leaf, leavesInText, someLeaf } from '../leaves.js';
import type { Erasure } from '../privacy.js';

/** What was not stored as an event: a refusal, or a batch that the database has refused. */
export interface Unstored {
  business: string;
  text: string;
  /** The following were noted of a refusal. */
  session?: string | null;
  user_id?: string | null;
  description?: string;
}

/** A value that is shorter stands for much else, too, such as a quantity; it counts in fields of people and orders alone. */
const telling = 8;

/** Fewer characters at the end of a text that was cut tell nothing about whose they are. */
const leastPart = 4;

const ofPeople = /user|customer|client|visitor|person|session/i;
const ofOrders = /order|^object$/i;
const inside = /^(id|number|reference)$/i;

/** Whether a field is about people, or about orders: `customer`, `customer_id` and `id` in `customer`. */
const isAbout = ({ field, around }: Leaf, subject: RegExp): boolean =>
  subject.test(field) || (inside.test(field) && (around === undefined || subject.test(around)));

/** The platform of the user in a text that was cut, if it can be seen. */
const sourceIn = (text: string): string | undefined => /"user_parameters":\{[^{}]*"source":"([^"]*)"/.exec(text)?.[1];

/** Whether a text was cut within a value. */
function endsWithin(text: string, quoted: string[]): boolean {
  const open = text.lastIndexOf('"');
  const rest = text.slice(open);
  return open >= 0 && rest.length > leastPart && quoted.some((value) => value.startsWith(rest));
}

/** To look for so many values in a text takes longer than to read it. */
const fewValues = 20;

const withoutQuotes = (value: string): string => JSON.stringify(value.trim()).slice(1, -1);

/** Whether a text is worth reading: most name nobody who is looked for. With an escape a value may be written in other ways. */
const mayName = (text: string, written: string[]): boolean =>
  written.length > fewValues || text.includes('\\u') || written.some((value) => text.includes(value));

const keyOf = (...parts: (string | null)[]) => JSON.stringify(parts);
const inQuotes = (values: string[]) => values.map((value) => JSON.stringify(value));

/**
 * Finds what names the person, the session or the order of an erasure among what was not stored. It is the same for an erasure and
 * for a download of somebody's data: what names another user is another's, even if it came from the same browser.
 */
export function createNaming(erasure: Erasure, { profiles, sessions, businesses }: Whom) {
  const { session, user, source, order } = erasure;
  const given = (value: string | undefined) => (value === undefined ? [] : formsOf(value));
  const ofUser = user === undefined ? [] : sessions;
  const users = new Set(profiles.map((known) => keyOf(known.business, known.source, known.user_id)));
  const theirSessions = new Set(ofUser.map((known) => keyOf(known.business, known.session)));
  const names = [...given(session), ...given(user), ...profiles.map(({ user_id }) => user_id)];
  const browsers = ofUser.map((known) => known.session).filter((name) => name.length >= telling);
  const quotedNames = inQuotes(names.filter((name) => name.length >= telling));
  const quoted = [...quotedNames, ...inQuotes(browsers)];
  const values = new Set([...names, ...browsers, ...given(order)].map((value) => value.trim()));
  const written = [...new Set([...names, ...given(order), ...ofUser.map((known) => known.session)])].map(withoutQuotes);
  const openQuoted = inQuotes([...names, ...given(order), ...browsers]);

  const isUser = (business: string, id: string, platform: string): boolean =>
    users.has(keyOf(business, platform, id)) ||
    (given(user).includes(id) && (source === undefined || source === platform));

  /** Whether a value is one of those that are looked for, in a field that says so. */
  function isNamed(leaf: Leaf, namesAnother: boolean): boolean {
    if (order !== undefined) return leaf.value.trim() === order && isAbout(leaf, ofOrders);
    // Whose it is was looked at together with the platform.
    if (leaf.around === 'user_parameters' && leaf.field === 'id') return false;
    if (!namesAnother && browsers.includes(leaf.value)) return true;
    return names.includes(leaf.value) && (leaf.value.length >= telling || isAbout(leaf, ofPeople));
  }

  function isTheirs(business: string, told: ToldEvent): boolean {
    const { session: browser, user_id: id, user_source: platform } = told;
    if (order !== undefined && told.orders.includes(order)) return true;
    if (session !== undefined && browser !== null && names.includes(browser)) return true;
    if (user !== undefined && id !== null && isUser(business, id, platform ?? '')) return true;
    if (id === null && theirSessions.has(keyOf(business, browser))) return true;
    return someLeaf(told.own, values, (leaf) => isNamed(leaf, user !== undefined && id !== null));
  }

  /** By what was noted of a refusal, whose text does not tell the user. */
  function isNoted({ business, text, session: browser, user_id: id }: Unstored): boolean {
    if (user === undefined || id === null || id === undefined) {
      return typeof browser === 'string' && theirSessions.has(keyOf(business, browser));
    }
    const platform = sourceIn(text);
    if (platform !== undefined) return isUser(business, id, platform);
    return given(user).includes(id) || profiles.some((known) => known.business === business && known.user_id === id);
  }

  return {
    /** The business that is meant: another one may have a customer of the same number. */
    business: erasure.business ?? (businesses.length === 1 ? businesses[0] : undefined),

    isNamedIn(unstored: Unstored): boolean {
      const { business, text, description = '' } = unstored;
      if (quotedNames.some((value) => description.includes(value))) return true;
      if (session !== undefined && names.includes(unstored.session ?? '')) return true;
      if (!mayName(text, written) && !isNoted(unstored)) return endsWithin(text, openQuoted);
      const told = eventsInText(text);
      if (told?.some((event) => isTheirs(business, event))) return true;
      if (told?.some(({ user_id }) => user_id !== null)) return false;
      if (isNoted(unstored)) return true;
      if (told || typeof unstored.user_id === 'string') return false;
      const isIn = leavesInText(text).some((leaf) => isNamed(leaf, false));
      return isIn || quoted.some((value) => text.includes(value)) || endsWithin(text, openQuoted);
    },
  };
}

export type Naming = ReturnType<typeof createNaming>;
