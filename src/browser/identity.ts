import { readCampaign } from '../core/campaign';
import type { Campaign } from '../core/campaign';
import { isPlainObject } from '../core/copy';
import { formatVisit, isOver, needsRenewal, nextVisit, parseVisit } from '../core/visits';
import type { VisitRecord } from '../core/visits';
import type { UtmParams, Visit } from '../types';
import type { Jar } from './cookies';

/** `undefined` and `null` are what careless templates print into links; they would make strangers one visitor. */
export const isSession = (value: unknown): value is string =>
  typeof value === 'string' && /^[A-Za-z0-9_-]{8,64}$/.test(value) && !/^(undefined|null)$/.test(value);

/** Who the visitor is: session, visit and campaign, kept in the jar's cookies. */
export const createIdentity = (parts: {
  jar: Jar;
  prefix: string;
  /** From the options. */
  session: string | undefined;
  autoGenerate: boolean;
  now: () => number;
  uuid: () => string;
  onSession: (session: string) => void;
  onUtm: (utm: UtmParams) => void;
}) => {
  const { jar, now } = parts;
  let session: string | undefined;
  let campaign: Campaign = {};
  let record: VisitRecord | undefined;
  let writtenAt = 0;
  let fresh = false;

  const load = (readValue: (name: string) => string | undefined) => {
    const stored = parseVisit(readValue('visit'));
    if (stored) {
      jar.useLabels(stored.labels);
      writtenAt = stored.lastAt;
    }
    if (!record || (stored && stored.lastAt > record.lastAt)) record = stored;
    campaign = parseCampaign(readValue('utm'));
  };

  const keep = (name: string, value: string) => jar.write(name, value) || jar.keep(name, value);

  const setSession = (value: string) => {
    session = value;
    parts.onSession(value);
  };

  const chooseSession = () => {
    const linked = takeParameter(`${parts.prefix}session`);
    const known = jar.read('session');
    const chosen = linked ?? (isSession(parts.session) ? parts.session : undefined) ?? known;
    const wanted = isSession(chosen) ? chosen : parts.autoGenerate ? parts.uuid() : undefined;
    if (!wanted) return;
    if (wanted === known || (fresh = jar.write('session', wanted))) return setSession(wanted);
    // Looked at only where no cookie can be written, so that a cookie that somebody deleted is not brought back.
    const kept = jar.readKept('session');
    load(jar.readKept);
    if (wanted === chosen || !isSession(kept)) jar.keep('session', wanted);
    setSession(wanted === chosen || !isSession(kept) ? wanted : kept);
  };

  const beginVisit = (time: number): VisitRecord => {
    record = nextVisit(record, time, parts.uuid());
    writtenAt = 0;
    return record;
  };

  load(jar.read);
  chooseSession();

  return {
    session: () => session,
    campaign: () => campaign,
    /** The visit that something done now belongs to. No cookie is touched here. */
    visit(): Visit {
      const time = now();
      const current = record && !isOver(record, time) ? record : beginVisit(time);
      current.lastAt = time;
      return current.visit;
    },
    /** Renews the cookies: all of them once a visit, the visit's own at most once a minute. */
    save() {
      if (!record || (writtenAt && !needsRenewal({ ...record, lastAt: writtenAt }, now()))) return;
      const first = !writtenAt;
      writtenAt = now();
      if (first && session && !fresh) keep('session', session);
      fresh = false;
      record.labels = jar.labels();
      keep('visit', formatVisit(record));
    },
    /** From here on, nothing is written. */
    discard() {
      record = undefined;
    },
    /** Takes over what another tab has changed meanwhile. */
    refresh() {
      load(jar.read);
      const known = jar.read('session');
      if (isSession(known) && known !== session) setSession(known);
    },
    /** Reads the campaign from the address; the last one that is named counts. */
    readAddress() {
      const found = readCampaign(location.search, now());
      if (!found) return;
      campaign = found;
      keep('utm', JSON.stringify(found));
      if (found.utm) parts.onUtm(found.utm);
    },
  };
};

export type Identity = ReturnType<typeof createIdentity>;

const parseCampaign = (text: string | undefined): Campaign => {
  try {
    const value: unknown = JSON.parse(text ?? '');
    if (isPlainObject(value)) return value;
  } catch {
    // No campaign yet, or a cookie of somebody else.
  }
  return {};
};

/** Takes a session from the address, and the parameter out of it, so that no copied link carries it on. */
const takeParameter = (name: string): string | undefined => {
  const { search, pathname, hash } = location;
  const value = new URLSearchParams(search).get(name);
  if (value === null) return undefined;
  // The other parameters stay as they are written.
  const others = search
    .slice(1)
    .split('&')
    .filter((pair) => pair.split('=')[0] !== name);
  try {
    history.replaceState(history.state, '', pathname + (others.length ? `?${others.join('&')}` : '') + hash);
  } catch {
    // Refused in documents without an origin; what is sent has it removed all the same.
  }
  return isSession(value) ? value : undefined;
};
