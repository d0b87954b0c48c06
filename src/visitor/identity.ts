import type { Env } from '../base/env.js';
import { stringify } from '../base/json.js';
import type { Emit } from '../base/signals.js';
import type { FirstTouch, TrackerOptions } from '../types/tracker.js';
import { readCampaign, toCampaign, toCampaignTexts, toFirstTouch } from './campaign.js';
import type { Campaign } from './campaign.js';
import { chooseSession } from './choose-session.js';
import type { Jar } from './jar.js';
import { readRecord } from './record.js';
import { isSession } from './session.js';
import { readVisit, RENEWAL_MS, visitAt } from './visit.js';
import type { VisitRecord } from './visit.js';

/** Sessions from other sources than the cookie. */
export interface GivenSessions {
  /** The session from the link that led here. */
  link?: string;
  /** The session from the option `session`. */
  option?: string;
  /** The session that another tab has sent, before its cookie could be read here. */
  otherTab?: string;
}

/** What an identity uses of its tracker. */
export interface IdentityHost {
  env: Pick<Env, 'now'>;
  /** Returns a new id. `secret` makes new random digits, so that the id cannot be linked to earlier ones. */
  uuid: (kind?: 'secret') => string;
  given: GivenSessions;
  options: TrackerOptions;
  signals: { emit: Emit };
}

/**
 * Creates the identity of the visitor: session, visit and campaign, stored in cookies. A sandbox uses `sandbox/visitor.ts`
 * instead, which reads once and writes later. Sharing the code of the visit would add 150 B to every page.
 * @param isUser the visitor is an identified user, whose session a link must not change
 * @param idle returns the business id, unless storage holds anything that the next page must read before its first request
 */
export const createIdentity = (
  { env: { now }, uuid, given, options, signals: { emit } }: IdentityHost,
  jar: Jar,
  isUser: boolean,
  idle: () => string | undefined,
) => {
  let session: string | undefined;
  let campaign: Campaign = {};
  /** The first touch that the campaign's cookie does not contain yet. */
  let firstTouch: FirstTouch | undefined;
  let record: VisitRecord | undefined;
  /** Time of the last write of the visit's cookie in Unix ms; 0 for a new visit. */
  let writtenAt = 0;

  /** Returns a session for a visitor without one; `undefined` if the shop wants none. */
  const newSession = () => (options.autoGenerateSession === false ? undefined : uuid('secret'));

  /** Takes over the stored visit and campaign. */
  const load = () => {
    const stored = readVisit(jar.read('visit') ?? jar.readFallback('visit'), now());
    if (stored) {
      // A visit that a sandbox has stored has no domain.
      if (stored.domain !== undefined) jar.useDomain(stored.domain);
      if (!record || stored.at > record.at) record = stored;
      // If this page has begun a newer visit, that visit is not written yet.
      if (record.id === stored.id) writtenAt = stored.at;
      // Earlier versions kept the first touch with the visit.
      firstTouch ??= readCampaign({ ...stored }).first_touch;
      delete stored.first_touch;
    }
    const kept = readRecord(jar, 'utm');
    if (kept) campaign = readCampaign(kept);
  };
  const writeCampaign = (next: Campaign) => {
    jar.set('utm', ...toCampaignTexts(next, now()));
    campaign = next;
  };
  const announce = () => session && emit('session-set', session);

  /** Takes over what another tab has changed. If that tab has a new session, visit and campaign start again too. */
  const refresh = () => {
    const current = jar.read('session');
    const isOther = isSession(current) && current !== session;
    if (isOther) {
      session = current;
      campaign = {};
      firstTouch = linkedSession = record = undefined;
    }
    load();
    if (isOther) announce();
  };

  /** Whether the visit's cookie should be written again. */
  const isDue = () => !!record && Math.abs(now() - writtenAt) >= RENEWAL_MS;

  load();
  const known = jar.read('session');
  let before = known;
  const chosen = chooseSession({ ...given, known, isUser });
  let { linkedSession } = chosen;
  const wanted = chosen.session ?? newSession();
  if (wanted) {
    if (wanted === known || jar.setCookie('session', wanted)) session = wanted;
    else {
      // Read the fallback only if cookies cannot be written. Otherwise a deleted cookie would come back.
      before = jar.readFallback('session');
      session = chosen.session || !isSession(before) ? wanted : before;
      if (session !== before) jar.set('session', wanted);
    }
  }

  /**
   * Renews the cookies: the session's once per visit, the visit's at most once per minute.
   * @param force writes the visit's cookie even within that minute
   * @param timezone is stored for the rest of the visit
   */
  const save = (force?: 'force', timezone?: string) => {
    if (!force && !isDue()) return;
    const isNew = !writtenAt;
    // Read the cookies first: another tab may have been reset, or have made a session at the same moment.
    refresh();
    if (!record) return;
    // If the cookie did not exist, it was written above and needs no renewal.
    if (isNew && known && known === session) jar.set('session', session);
    if (firstTouch && !campaign.first_touch) writeCampaign({ ...campaign, first_touch: firstTouch });
    firstTouch = undefined;
    writtenAt = now();
    record.domain = jar.domain();
    record.timezone ??= timezone;
    record.idle = idle();
    jar.set('visit', stringify(record));
  };

  /** Writes the visit's cookie if `idle` has changed, so that the next page knows whether to read storage first. */
  const mark = () => record && !jar.isStorageIdle() && record.idle !== idle() && save('force');

  return {
    session: () => session,
    /** The session that was stored before this page; `undefined` for a new visitor. */
    before,
    /** UTM parameters of the last campaign; `undefined` if there are none. */
    utm: () => campaign.utm_params,
    /** Emits `session-set` if there is a session. */
    announce,
    /**
     * Returns the visitor's fields for an event that happens now, and begins a visit if the last one has ended. The first touch
     * contains `referrer` unless it is of `origin`. Reads and writes no cookies.
     */
    fields(referrer: string, origin: string) {
      const time = now();
      if (!record) firstTouch = toFirstTouch(campaign, referrer, origin);
      const current = visitAt(record, time, uuid);
      if (current !== record) writtenAt = 0;
      record = current;
      record.at = time;
      const { id, number, started_at } = record;
      return {
        session,
        visit: { id, number, started_at },
        ...campaign,
        first_touch: campaign.first_touch ?? firstTouch,
        linked_session: linkedSession,
      };
    },
    isDue,
    /** Name of the visitor's time zone; `undefined` until this visit knows it. */
    timezone: () => record?.timezone,
    save,
    mark,
    refresh,
    /** Forgets the visitor: a new visitor with a new session begins. */
    reset() {
      for (const name of ['session', 'visit', 'utm']) jar.remove(name);
      campaign = {};
      firstTouch = linkedSession = record = undefined;
      session = newSession();
      if (session) jar.set('session', session);
      announce();
    },
    /** Takes over the campaign in the query of an address, if there is one. The last campaign counts. */
    land(search: string) {
      const found = search && toCampaign(search, now());
      if (!found) return;
      writeCampaign({ ...found, first_touch: campaign.first_touch ?? firstTouch });
      // Read it back, because the cookie of a destination may hold only a part of it.
      load();
      // The next page must read it from storage, if it is there.
      mark();
      if (found.utm_params) emit('utm-set', found.utm_params);
    },
  };
};
