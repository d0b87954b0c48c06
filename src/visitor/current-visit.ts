import { parseObject } from '../base/json.js';
import { toCampaign, toFirstTouch } from './campaign.js';
import type { Campaign } from './campaign.js';
import { readVisit, visitAt } from './visit.js';
import type { VisitRecord } from './visit.js';

/** The stored visit is renewed at most this often. */
const RENEWAL_MS = 60_000;

/**
 * The visit that is going on, with the campaign that led to it. What is to be stored goes through `write`, since a page writes
 * cookies at once and a sandbox writes behind.
 */
export const createCurrentVisit = (
  now: () => number,
  uuid: () => string,
  write: (name: 'visit' | 'utm', json: string) => void,
) => {
  let record: VisitRecord | undefined;
  /** When the visit was written last, in Unix ms; 0 for a new visit. */
  let writtenAt = 0;
  let campaign: Campaign = {};
  /** Made once for many events. */
  let fields: object | undefined;

  return {
    campaign: () => campaign,
    record: () => record,
    /** Takes over the stored visit and campaign. The later of two records wins. */
    load(visit: string | null | undefined, utm: string | null | undefined) {
      const stored = readVisit(visit);
      if (stored && (!record || stored.at > record.at)) record = stored;
      // A visit that has begun since is not written yet.
      if (stored && record?.id === stored.id) writtenAt = stored.at;
      campaign = parseObject(utm) ?? campaign;
      fields = undefined;
      return stored;
    },
    /** Begins as a visitor who has never been here. */
    forget() {
      campaign = {};
      record = fields = undefined;
    },
    setCampaign(kept: Campaign) {
      campaign = kept;
      fields = undefined;
    },
    /** Takes the campaign from the query of an address and writes it; answers it, or `undefined` where the query names none. */
    readCampaign(search: string): Campaign | undefined {
      const found = search ? toCampaign(search, now()) : undefined;
      if (found) {
        write('utm', JSON.stringify(found));
        campaign = found;
        fields = undefined;
      }
      return found;
    },
    /** Fields of an event that happens now; `referrer` led to this `origin`. Answers the same object while nothing changes. */
    fields(referrer: string, origin: string) {
      const time = now();
      const current = visitAt(record, time, uuid, () => toFirstTouch(campaign, referrer, origin));
      if (current !== record) {
        record = current;
        writtenAt = 0;
        fields = undefined;
      }
      current.at = time;
      const { id, number, started_at, first_touch } = current;
      return (fields ??= { visit: { id, number, started_at }, ...campaign, first_touch });
    },
    isNew: () => !writtenAt,
    /** Whether the visit should be written again. */
    isDue: () => !!record && Math.abs(now() - writtenAt) >= RENEWAL_MS,
    /** Writes the visit, with further fields of its record. */
    save(more?: Partial<VisitRecord>) {
      if (!record) return;
      writtenAt = now();
      write('visit', JSON.stringify(Object.assign(record, more)));
    },
  };
};

export type CurrentVisit = ReturnType<typeof createCurrentVisit>;
