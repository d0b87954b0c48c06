import type { Visit } from '../types';

const GAP = 1_800_000;
/** The cookie is renewed at most this often, in ms. */
const RENEWAL = 60_000;

/** A visit and when it was last active, in Unix ms. */
export interface VisitRecord {
  visit: Visit;
  lastAt: number;
  /** Labels of the cookie's domain, so that later pages need not look for it again; 0 for this host alone. */
  labels: number;
}

export const parseVisit = (text: string | undefined): VisitRecord | undefined => {
  const [number, started, last, labels, id] = (text ?? '').split('.');
  if (!id || !(Number(number) > 0) || !(Number(started) > 0)) return undefined;
  return {
    visit: { id, number: Number(number), started_at: Number(started) },
    lastAt: Number(last) * 1000 || 0,
    labels: Number(labels) || 0,
  };
};

export const formatVisit = ({ visit, lastAt, labels }: VisitRecord): string =>
  [visit.number, visit.started_at, Math.round(lastAt / 1000), labels, visit.id].join('.');

/** `true` once half an hour has passed without activity; a clock that was set back far ends a visit too. */
export const isOver = (record: VisitRecord, now: number): boolean => Math.abs(now - record.lastAt) >= GAP;

export const needsRenewal = (record: VisitRecord, now: number): boolean => Math.abs(now - record.lastAt) >= RENEWAL;

export const nextVisit = (previous: VisitRecord | undefined, now: number, id: string): VisitRecord => ({
  visit: { id, number: (previous?.visit.number ?? 0) + 1, started_at: Math.floor(now / 1000) },
  lastAt: now,
  labels: previous?.labels ?? 0,
});
