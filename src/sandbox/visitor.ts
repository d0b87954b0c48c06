import { parseObject, stringify } from '../base/json.js';
import type { FirstTouch, User } from '../types/tracker.js';
import { readCampaign, toCampaign, toFirstTouch } from '../visitor/campaign.js';
import type { Campaign } from '../visitor/campaign.js';
import { chooseSession } from '../visitor/choose-session.js';
import { chooseRecord, pick } from '../visitor/record.js';
import { readSessionLink } from '../visitor/session-link.js';
import { isSession, PREFIX } from '../visitor/session.js';
import { readVisit, RENEWAL_MS, visitAt } from '../visitor/visit.js';
import { attemptAsync, pause } from './async-storage.js';

/** Names of the visitor's records, which are the same as in the page's own script. They are erased when consent is denied. */
const ERASED_NAMES = ['session', 'visit', 'utm', 'user'];
const NAMES = [...ERASED_NAMES, 'consent'];
/** How often, and after which pause, the session of the page's own script is read before a new session is made here. */
const SESSION_TRIES = 10;
const SESSION_RETRY_MS = 50;

/** Where the visitor's records are kept: in cookies of the page or, if there are none, in storage. */
export interface VisitorStore {
  /** Resolves to `null` or an empty text if there is no value. */
  get(name: string): Promise<string | null>;
  /** Resolves to the record that was too long for its cookie. Absent if there are no cookies. */
  getLong?(name: string): Promise<string | null>;
  /**
   * Removes the record if there is no value.
   * @param short what the cookie holds if the value is too long for it
   */
  set(name: string, value?: string, short?: string): Promise<unknown>;
  /** Returns what to `set` for a campaign, which may be too long for a cookie. Absent if there are no cookies. */
  toTexts?(campaign: Campaign, now: number): [text: string, short?: string];
  /** Whether the page's own script may write the same records at the same time. */
  isShared: boolean;
}

/** Erases the visitor's records. The answer about consent stays, because the page's own script may need it on the next page. */
export const eraseVisitor = (store: VisitorStore, prefix = PREFIX) =>
  Promise.all(ERASED_NAMES.map((name) => attemptAsync(() => store.set(prefix + name))));

/**
 * Opens the visitor's session, visit and campaign; `undefined` if the visitor has denied consent on an earlier page. The records are
 * read once, and changes are written later.
 * @param landing the address of the page that the sandbox began with
 */
export const openVisitor = async (
  store: VisitorStore,
  landing: string,
  now: () => number,
  uuid: (kind?: 'secret') => string,
  prefix = PREFIX,
) => {
  const load = () => Promise.all(NAMES.map((name) => attemptAsync(() => store.get(prefix + name))));
  let values = await load();
  for (let tries = store.isShared && !isSession(values[0]) ? SESSION_TRIES : 0; tries; tries--) {
    await pause(SESSION_RETRY_MS);
    values = await load();
    // The page's script writes the visit a moment after the session.
    if (isSession(values[0]) && values[1]) break;
  }
  const [storedSession, visit, utm, user, consent] = values;
  if (consent === 'denied') return undefined;

  let isClosed = false;
  /** Writes happen one after the other, so that the last value stays. */
  let tail: Promise<unknown> = Promise.resolve();
  const write = (name: string, value: string, short?: string) => {
    tail = tail.then(() => isClosed || attemptAsync(() => store.set(prefix + name, value, short)));
  };
  const read = async (name: string, text: string | null | undefined) => {
    const short = parseObject(text);
    const long = short?.more && (await attemptAsync(async () => store.getLong?.(prefix + name)));
    return chooseRecord(short, parseObject(long as string)) ?? short;
  };

  const { search: query, hostname: host, origin } = new URL(landing);
  const link = readSessionLink(query, {
    prefix,
    now: now(),
    host,
    // Messages of Hellotext carry no time.
    isAny: prefix !== PREFIX,
  });
  const storedUser = pick(await read('user', user), 'id source', (text) => text);
  const { linkedSession, ...chosen } = chooseSession({ link, known: storedSession, isUser: !!storedUser?.id });
  const session = chosen.session ?? uuid('secret');
  if (session !== storedSession) write('session', session);

  let campaign = readCampaign(await read('utm', utm));
  let search = '';
  let record = readVisit(visit, now());
  // Earlier versions kept the first touch with the visit.
  let firstTouch: FirstTouch | undefined = record && readCampaign({ first_touch: record.first_touch }).first_touch;
  let writtenAt = 0;

  return {
    session,
    /** The session that was stored before; `null` or `undefined` for a new visitor. */
    before: storedSession,
    /** UTM parameters of the last campaign; `undefined` if there are none. */
    utm: () => campaign.utm_params,
    user: storedUser?.id ? (storedUser as unknown as User) : undefined,
    /** The fields of an event that happens now: session, visit and campaign. Renews the visit. */
    fields(url: string, referrer: string) {
      const query = new URL(url, landing).search;
      const found = query !== search && toCampaign((search = query), now());
      if (!record) firstTouch = toFirstTouch(found || campaign, referrer, origin);
      if (found || firstTouch) {
        campaign = { ...campaign, ...found, first_touch: campaign.first_touch ?? firstTouch };
        firstTouch = undefined;
        write('utm', ...(store.toTexts?.(campaign, now()) ?? ([stringify(campaign)] as const)));
        // The visit says whether the page's own script must read storage first.
        writtenAt = 0;
      }
      const time = now();
      const current = visitAt(record, time, uuid);
      if (current !== record) writtenAt = 0;
      record = current;
      record.at = time;
      // A sandbox does not know what the page's own script must read, so that one looks.
      record.idle = record.first_touch = undefined;
      if (Math.abs(time - writtenAt) >= RENEWAL_MS) {
        write('visit', stringify(record));
        writtenAt = time;
      }
      const { id, number, started_at } = record;
      return {
        session,
        visit: { id, number, started_at },
        ...campaign,
        linked_session: linkedSession,
      };
    },
    /** Ends all writing. Resolves when a write that has begun is done. */
    close() {
      isClosed = true;
      return tail;
    },
  };
};
