import { parseObject } from '../base/json.js';
import type { Emit } from '../base/signals.js';
import { toCampaign, toFirstTouch } from './campaign.js';
import type { Campaign } from './campaign.js';
import { chooseSession } from './choose-session.js';
import type { Jar } from './jar.js';
import { isSession } from './session.js';
import { readVisit, RENEWAL_MS, visitAt } from './visit.js';
import type { VisitRecord } from './visit.js';

/** Sessions that came from elsewhere than the cookie. */
export interface GivenSessions {
  /** Of the link that led here. */
  link?: string;
  /** Of the option `session`. */
  option?: string;
  /** Of another tab, which has told it before its cookie could be read. */
  otherTab?: string;
}

export interface IdentityHost {
  jar: Jar;
  /** Unix ms. */
  now: () => number;
  /** `secret`: with random digits of its own, so that nobody sees which ids come from one browser. */
  uuid: (kind?: 'secret') => string;
  given: GivenSessions;
  /** The visitor is an identified user, whose session a link must not change. */
  isUser: boolean;
  /** Whether a visitor without a session gets one. */
  autoGenerate: boolean;
  /** Whether storage holds what the next page must read before its first request. */
  mustRead: () => boolean;
  emit: Emit;
}

/**
 * Who the visitor is: session, visit and campaign, kept in cookies. A sandbox has a visitor of its own (`sandbox/visitor.ts`), which
 * reads once and writes behind: what both could share of the visit costs 150 B in every page.
 */
export const createIdentity = ({ jar, now, uuid, given, isUser, autoGenerate, mustRead, emit }: IdentityHost) => {
  let session: string | undefined;
  let campaign: Campaign = {};
  let record: VisitRecord | undefined;
  /** When the visit's cookie was written last, in Unix ms; 0 for a new visit. */
  let writtenAt = 0;

  /** Takes over what is kept of the visitor. */
  const load = (read: (name: string) => string | undefined) => {
    const stored = readVisit(read('visit'));
    if (stored) {
      // A sandbox does not know the domain.
      if (stored.domain !== undefined) jar.useDomain(stored.domain);
      if (!record || stored.at > record.at) record = stored;
      // A visit that has begun since is not written yet.
      if (record.id === stored.id) writtenAt = stored.at;
    }
    campaign = parseObject(read('utm')) ?? campaign;
  };
  const announce = () => session && emit('session-set', session);

  /** Takes over what another tab has changed meanwhile. Another session than ours has begun anew. */
  const refresh = () => {
    const current = jar.read('session');
    const isOther = isSession(current) && current !== session;
    if (isOther) {
      session = current;
      campaign = {};
      linkedSession = record = undefined;
    }
    load(jar.read);
    if (isOther) announce();
  };

  /** Whether the visit's cookie should be written again. */
  const isDue = () => !!record && Math.abs(now() - writtenAt) >= RENEWAL_MS;

  load(jar.read);
  const known = jar.read('session');
  let before = known;
  const chosen = chooseSession({ ...given, known, isUser });
  let { linkedSession } = chosen;
  const wanted = chosen.session ?? (autoGenerate ? uuid('secret') : undefined);
  if (wanted) {
    if (wanted === known || jar.setCookie('session', wanted)) session = wanted;
    else {
      // Read only where no cookie can be written, so that a cookie that somebody deleted does not come back.
      load(jar.readFallback);
      before = jar.readFallback('session');
      session = chosen.session || !isSession(before) ? wanted : before;
      if (session !== before) jar.set('session', wanted);
    }
  }

  /**
   * Renews the cookies: the session's once a visit, the visit's own at most once a minute.
   * @param force also within the minute
   * @param timezone is kept for the rest of the visit
   */
  const save = (force?: 'force', timezone?: string) => {
    if (!force && !isDue()) return;
    const isNew = !writtenAt;
    // Another tab may have begun anew meanwhile, or have made a session at the same moment as this one.
    refresh();
    if (!record) return;
    // If the cookie did not exist, it was written above and needs no renewal.
    if (isNew && known && known === session) jar.set('session', session);
    writtenAt = now();
    record.domain = jar.domain();
    record.timezone ??= timezone;
    record.stored = mustRead();
    jar.set('visit', JSON.stringify(record));
  };

  return {
    session: () => session,
    /** The session that was known before this page. */
    before,
    utm: () => campaign.utm_params,
    /** Tells everybody who the visitor is. */
    announce,
    /** Who does something now, and in which visit; `referrer` led to this `origin`. No cookie is touched here. */
    fields(referrer: string, origin: string) {
      const time = now();
      const current = visitAt(record, time, uuid, () => toFirstTouch(campaign, referrer, origin));
      if (current !== record) writtenAt = 0;
      record = current;
      record.at = time;
      const { id, number, started_at, first_touch } = record;
      return { session, visit: { id, number, started_at }, ...campaign, first_touch, linked_session: linkedSession };
    },
    isDue,
    /** Name of the visitor's time zone, once it is known in this visit. */
    timezone: () => record?.timezone,
    save,
    /** Lets the next page know whether it must read storage first. */
    mark: () => record && record.stored !== mustRead() && save('force'),
    refresh,
    /** Begins as a visitor who has never been here. */
    reset() {
      for (const name of ['session', 'visit', 'utm']) jar.remove(name);
      campaign = {};
      linkedSession = record = undefined;
      session = autoGenerate ? uuid('secret') : undefined;
      if (session) jar.set('session', session);
      announce();
    },
    /** Reads the campaign from the query of an address; the last one that is named counts. */
    readCampaign(search: string) {
      const found = search && toCampaign(search, now());
      if (!found) return;
      jar.set('utm', JSON.stringify(found));
      // A destination may keep a part of it only.
      campaign = parseObject(jar.read('utm') ?? jar.readFallback('utm')) ?? found;
      if (found.utm_params) emit('utm-set', found.utm_params);
    },
  };
};
