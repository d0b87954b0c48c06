import { parseObject } from '../base/json.js';
import type { User } from '../types/tracker.js';
import { toCampaign, toFirstTouch } from '../visitor/campaign.js';
import { readSessionLink } from '../visitor/session-link.js';
import { isSession, PREFIX } from '../visitor/session.js';
import { readVisit, visitAt } from '../visitor/visit.js';
import { attempt, pause } from './async-storage.js';

/** What is known of the visitor, as the page's own script keeps it. */
const OWN = ['session', 'visit', 'utm', 'user'];
const NAMES = [...OWN, 'consent'];
/** The visit's record is renewed at most this often, in ms. */
const RENEWAL = 60_000;
/** How often the page's own script is asked to name a new visitor before it is done here, and how long between, in ms. */
const TRIES = 10;
const PAUSE = 50;

/** Where it is kept: cookies of the page or, where there are none, storage. */
export interface VisitorKeeper {
  /** Empty or `null` for nothing. */
  get(name: string): Promise<string | null>;
  /** Without a value: removes it. */
  set(name: string, value?: string): Promise<unknown>;
  /** The page's own script may keep the same, at the same time. */
  isShared: boolean;
}

/** The answer stays: the page's own script keeps it, and may have nobody else to ask on the next page. */
export const eraseVisitor = (keeper: VisitorKeeper) =>
  Promise.all(OWN.map((name) => attempt(() => keeper.set(PREFIX + name))));

/** Who the visitor is; `undefined` who has denied on an earlier page. Read once, written behind. */
export const openVisitor = async (
  keeper: VisitorKeeper,
  landing: string,
  now: () => number,
  uuid: (isSecret?: boolean) => string,
) => {
  const load = () => Promise.all(NAMES.map((name) => attempt(() => keeper.get(PREFIX + name))));
  let values = await load();
  for (let tries = keeper.isShared && !isSession(values[0]) ? TRIES : 0; tries; tries--) {
    await pause(PAUSE);
    values = await load();
    // The page's script keeps the visit a moment after the session.
    if (isSession(values[0]) && values[1]) break;
  }
  const [known, visit, utm, user, consent] = values;
  if (consent === 'denied') return undefined;

  let isClosed = false;
  /** One after the other, so that the last word stays. */
  let tail: Promise<unknown> = Promise.resolve();
  const keep = (name: string, value: string) => {
    tail = tail.then(() => isClosed || attempt(() => keeper.set(PREFIX + name, value)));
  };

  const link = readSessionLink(new URL(landing).search, PREFIX, now());
  const someone = parseObject(user);
  // No link makes somebody else of a user who is known.
  const isHeld = someone && isSession(known) && link !== known;
  const session = [!isHeld && link, known].find(isSession) ?? uuid(true);
  if (session !== known) keep('session', session);

  let campaign = parseObject(utm) ?? {};
  let search = '';
  let record = readVisit(visit);
  let writtenAt = 0;

  return {
    session,
    user: someone?.id ? ({ id: someone.id, source: someone.source } as User) : undefined,
    /** Who does something now, in which visit, from which campaign. */
    fields(url: string, referrer: string) {
      const query = new URL(url, landing).search;
      const found = query !== search && toCampaign((search = query), now());
      if (found) keep('utm', JSON.stringify((campaign = found as object as typeof campaign)));
      const time = now();
      const current = visitAt(record, time, uuid, () => toFirstTouch(campaign, referrer, new URL(landing).origin));
      if (current !== record) writtenAt = 0;
      record = current;
      record.at = time;
      if (Math.abs(time - writtenAt) >= RENEWAL) {
        keep('visit', JSON.stringify(record));
        writtenAt = time;
      }
      const { id, number, started_at, first_touch } = record;
      return {
        session,
        visit: { id, number, started_at },
        ...campaign,
        first_touch,
        linked_session: isHeld ? link : undefined,
      };
    },
    /** From now on nothing is kept; settles when what was begun has ended. */
    close() {
      isClosed = true;
      return tail;
    },
  };
};
