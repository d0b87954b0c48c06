import type { Env } from '../base/env.js';
import { parseObject } from '../base/json.js';
import type { Emit } from '../base/signals.js';
import { toCampaign, toFirstTouch } from './campaign.js';
import type { Campaign } from './campaign.js';
import type { Jar } from './jar.js';
import { isSession } from './session.js';
import { readVisit, visitAt } from './visit.js';
import type { VisitRecord } from './visit.js';

/** The visit's cookie is renewed at most this often, in ms. */
const RENEWAL = 60_000;

/** Who the visitor is: session, visit and campaign, kept in cookies. */
export const createIdentity = (
  jar: Jar,
  { now }: Env,
  uuid: (isSecret?: boolean) => string,
  /** Of the link that led here and of the options, before the cookie's; of another tab, after it. */
  [link, option, offered]: unknown[],
  /** No link makes somebody else of a user who is known. */
  isUser: boolean,
  autoGenerate: boolean,
  emit: Emit,
) => {
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

  /** Takes over what another tab has changed meanwhile; another session has begun anew. */
  const refresh = () => {
    const other = jar.read('session');
    const isOther = isSession(other) && other !== session;
    if (isOther) {
      session = other;
      campaign = {};
      linked_session = record = undefined;
    }
    load(jar.read);
    if (isOther) announce();
  };

  load(jar.read);
  const known = jar.read('session');
  let before = known;
  const held = isUser && isSession(known) && isSession(link) && link !== known;
  const chosen = [!held && link, option, known, offered].find(isSession);
  let linked_session = held ? link : undefined;
  const wanted = chosen ?? (autoGenerate ? uuid(true) : undefined);
  if (wanted) {
    if (wanted === known || jar.write('session', wanted)) session = wanted;
    else {
      // Looked at only where no cookie can be written, so that a cookie that somebody deleted is not brought back.
      load(jar.readKept);
      before = jar.readKept('session');
      session = chosen || !isSession(before) ? wanted : before;
      if (session !== before) jar.keep('session', wanted);
    }
  }

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
      return { session, visit: { id, number, started_at }, ...campaign, first_touch, linked_session };
    },
    /** Renews the cookies: the session's once a visit, the visit's own at most once a minute. */
    save() {
      if (!record || Math.abs(now() - writtenAt) < RENEWAL) return;
      const isNew = !writtenAt;
      // Another tab may have begun anew meanwhile, or have made a session at the same moment as this one.
      refresh();
      if (!record) return;
      // What was not read was written just now.
      if (isNew && known && known === session) jar.keep('session', session);
      writtenAt = now();
      record.domain = jar.domain();
      jar.keep('visit', JSON.stringify(record));
    },
    refresh,
    /** Begins as a visitor who has never been here. */
    reset() {
      for (const name of ['session', 'visit', 'utm']) jar.remove(name);
      campaign = {};
      linked_session = record = undefined;
      session = autoGenerate ? uuid(true) : undefined;
      if (session) jar.keep('session', session);
      announce();
    },
    /** Reads the campaign from the query of an address; the last one that is named counts. */
    readCampaign(search: string) {
      const found = search && toCampaign(search, now());
      if (!found) return;
      jar.keep('utm', JSON.stringify(found));
      // A destination may keep a part of it only.
      campaign = parseObject(jar.read('utm') ?? jar.readKept('utm')) ?? found;
      if (found.utm_params) emit('utm-set', found.utm_params);
    },
  };
};
