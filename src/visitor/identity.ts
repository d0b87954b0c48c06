import { parseObject } from '../base/json.js';
import type { Emit } from '../base/signals.js';
import type { Campaign } from './campaign.js';
import { chooseSession } from './choose-session.js';
import { createCurrentVisit } from './current-visit.js';
import type { Jar } from './jar.js';
import { isSession } from './session.js';

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
  /** `isSecret`: with random digits of its own, so that nobody sees which ids come from one browser. */
  uuid: (isSecret?: boolean) => string;
  given: GivenSessions;
  /** The visitor is an identified user, whose session a link must not change. */
  isUser: boolean;
  /** Whether a visitor without a session gets one. */
  autoGenerate: boolean;
  emit: Emit;
}

/** Who the visitor is: session, visit and campaign, kept in cookies. */
export const createIdentity = ({ jar, now, uuid, given, isUser, autoGenerate, emit }: IdentityHost) => {
  const visit = createCurrentVisit(now, uuid, jar.keep);
  let session: string | undefined;
  /** Fields of the last event, and those of the visit that they were made of. */
  let fields: object | undefined;
  let visitFields: object | undefined;

  const load = (read: (name: string) => string | undefined) => {
    const stored = visit.load(read('visit'), read('utm'));
    // A sandbox does not know the domain.
    if (stored?.domain !== undefined) jar.useDomain(stored.domain);
    fields = undefined;
  };
  const announce = () => session && emit('session-set', session);

  /** Takes over what another tab has changed meanwhile. Another session than ours has begun anew. */
  const refresh = () => {
    const current = jar.read('session');
    const isOther = isSession(current) && current !== session;
    if (isOther) {
      session = current;
      linkedSession = undefined;
      visit.forget();
    }
    load(jar.read);
    if (isOther) announce();
  };

  load(jar.read);
  const known = jar.read('session');
  let before = known;
  const chosen = chooseSession({ ...given, known, isUser });
  let { linkedSession } = chosen;
  const wanted = chosen.session ?? (autoGenerate ? uuid(true) : undefined);
  if (wanted) {
    if (wanted === known || jar.write('session', wanted)) session = wanted;
    else {
      // Read only where no cookie can be written, so that a cookie that somebody deleted does not come back.
      load(jar.readKept);
      before = jar.readKept('session');
      session = chosen.session || !isSession(before) ? wanted : before;
      if (session !== before) jar.keep('session', wanted);
    }
  }

  return {
    session: () => session,
    /** The session that was known before this page. */
    before,
    utm: () => visit.campaign().utm_params,
    /** Tells everybody who the visitor is. */
    announce,
    /**
     * Who does something now, and in which visit; `referrer` led to this `origin`. Answers the same object while nothing changes.
     * No cookie is touched here.
     */
    fields(referrer: string, origin: string) {
      const current = visit.fields(referrer, origin);
      if (current !== visitFields) fields = undefined;
      visitFields = current;
      return (fields ??= { session, ...current, linked_session: linkedSession }) as { session?: string };
    },
    /** Renews the cookies: the session's once a visit, the visit's own at most once a minute. */
    save() {
      if (!visit.isDue()) return;
      const isNew = visit.isNew();
      // Another tab may have begun anew meanwhile, or have made a session at the same moment as this one.
      refresh();
      if (!visit.record()) return;
      // If the cookie did not exist, it was written above and needs no renewal.
      if (isNew && known && known === session) jar.keep('session', session);
      visit.save({ domain: jar.domain() });
    },
    isDue: visit.isDue,
    timezone: () => visit.record()?.timezone,
    /** Keeps the name of the time zone for the rest of the visit. */
    setTimezone(timezone: string) {
      refresh();
      visit.save({ timezone });
    },
    refresh,
    /** Begins as a visitor who has never been here. */
    reset() {
      for (const name of ['session', 'visit', 'utm']) jar.remove(name);
      linkedSession = fields = undefined;
      visit.forget();
      session = autoGenerate ? uuid(true) : undefined;
      if (session) jar.keep('session', session);
      announce();
    },
    /** Reads the campaign from the query of an address; the last one that is named counts. */
    readCampaign(search: string) {
      const found = visit.readCampaign(search);
      if (!found) return;
      // A destination may keep a part of it only.
      visit.setCampaign((parseObject(jar.read('utm') ?? jar.readKept('utm')) ?? found) as Campaign);
      if (found.utm_params) emit('utm-set', found.utm_params);
    },
  };
};

export type Identity = ReturnType<typeof createIdentity>;
