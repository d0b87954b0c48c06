import { refusal, retryAfter } from '../http/answers.js';
import type { Business } from '../options/collector-options.js';
import type { Usage } from '../store/store.js';

/** Refuses a batch that cannot be taken at the moment; returns where it can. */
export type Admit = (business: string) => void;

/** What keeps the endpoint from taking anything. */
export interface Obstacle {
  /** What it is about, such as 'disk'. */
  parameter: string;
  description: string;
}

export interface AdmissionParts {
  findBusiness: (id: string) => Business | undefined;
  /** What a business has sent today. */
  usageOf: (business: string) => Usage;
  /** Why nothing more is taken, such as a full disk; undefined where it is. */
  obstacle: () => Obstacle | undefined;
  /** Milliseconds. */
  now?: () => number;
}

/** Seconds after which an obstacle such as a full disk is looked at again. */
const obstacleWait = 60;

/** A sender looks again after this many seconds at the latest, since a quota can be raised. */
const longestWait = 3600;

const day = 86_400_000;

/** Decides whether the endpoint takes a batch: not beyond a business's quota, and not against an obstacle. */
export const createAdmission =
  ({ findBusiness, usageOf, obstacle, now = Date.now }: AdmissionParts): Admit =>
  (business) => {
    const found = obstacle();
    if (found) throw refusal(503, { type: 'unavailable', ...found }, retryAfter(obstacleWait));
    const { events = Infinity, bytes = Infinity } = findBusiness(business)?.quota ?? {};
    const used = usageOf(business);
    if (used.events < events && used.bytes < bytes) return;
    const untilTomorrow = Math.ceil((day - (now() % day)) / 1000);
    const limit = used.events < events ? `${bytes} bytes` : `${events} events`;
    throw refusal(
      429,
      {
        type: 'quota_exceeded',
        parameter: 'b',
        description: `The business "${business}" has used up its ${limit} of today; the quota begins anew at midnight UTC.`,
      },
      retryAfter(Math.min(longestWait, untilTomorrow)),
    );
  };
