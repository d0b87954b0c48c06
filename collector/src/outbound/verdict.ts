import type { DeliveryOutcome } from '../store/outbox/types.js';
import type { PostAnswer } from './post.js';

const minute = 60_000;
const hour = 60 * minute;

/** Milliseconds between an attempt and the one before (Standard Webhooks 1.0.0, 2026-08); the first is made at once. */
const waits = [0, 5000, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 14 * hour, 20 * hour, 24 * hour];

/** A wait is longer by up to this part, so that what has failed together does not come again together. */
const jitter = 0.2;

/** No receiver can ask for a longer wait. */
const longestAsked = 24 * hour;

/** An endpoint that cannot be reached is left alone for 1, 2, 4 … seconds, at most for so many milliseconds. */
const longestHold = minute;

/** Characters of an answer that are kept to explain a failure. */
const shownText = 200;

/** What an answer means for the delivery and for its endpoint. */
export interface Verdict extends Pick<
  DeliveryOutcome,
  'state' | 'nextAt' | 'status' | 'error' | 'holdUntil' | 'offReason'
> {
  /** The endpoint cannot be reached or is overloaded, whatever it is sent. */
  isDown: boolean;
}

export interface Circumstances {
  /** Counts the attempts, this one included. */
  attempt: number;
  /** How often the endpoint was down in a row before this. */
  failures: number;
  /** Milliseconds since 1970. */
  now: number;
  /** From 0 to 1. */
  random: () => number;
}

/** Milliseconds that an answer asks to wait; 0 where it does not. */
export function askedWait({ headers }: Pick<PostAnswer, 'headers'>, now: number): number {
  const asked = headers['retry-after'];
  if (typeof asked !== 'string') return 0;
  const wait = /^\s*\d+\s*$/.test(asked) ? Number(asked) * 1000 : Date.parse(asked) - now;
  return Number.isFinite(wait) ? Math.min(Math.max(0, wait), longestAsked) : 0;
}

/** What came of an attempt, in words that may be shown. */
export function describeAnswer({ status, text, error }: PostAnswer): string {
  if (status === null) return error ?? 'There was no answer.';
  // Control characters would spoil what is shown.
  const said = text
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, shownText);
  return `The answer was ${status}${said === '' ? '.' : `: ${said}`}`;
}

export const delivered = (status: number | null): Verdict => ({
  ...{ state: 'delivered', nextAt: null, status, error: null, holdUntil: null, offReason: null },
  isDown: false,
});

export const dead = (status: number | null, error: string): Verdict => ({
  ...{ state: 'dead', nextAt: null, status, error, holdUntil: null, offReason: null },
  isDown: false,
});

/** Tries again later, or never after the last attempt. */
export function again(
  { status, error }: { status: number | null; error: string },
  { attempt, failures, now, random }: Circumstances,
  { asked = 0, isDown = false, offReason = null }: { asked?: number; isDown?: boolean; offReason?: string | null } = {},
): Verdict {
  const wait = waits[attempt];
  const hold = isDown ? Math.max(asked, Math.min(1000 * 2 ** failures, longestHold)) : 0;
  const others = { status, error, holdUntil: hold > 0 ? now + hold : null, offReason, isDown };
  if (wait === undefined) return { ...others, state: 'dead', nextAt: null };
  return { ...others, state: 'waiting', nextAt: now + Math.max(asked, wait * (1 + random() * jitter)) };
}

/** Too many requests, and what a proxy says of a server that is away. */
export const isDownStatus = (status: number | null): boolean =>
  status === null || [429, 502, 503, 504].includes(status);

/** What the answer of a webhook means. A redirect is a failure: it could lead anywhere. */
export function judgeWebhook(answer: PostAnswer, circumstances: Circumstances): Verdict {
  const { status } = answer;
  if (status !== null && status >= 200 && status < 300) return delivered(status);
  return again({ status, error: describeAnswer(answer) }, circumstances, {
    asked: askedWait(answer, circumstances.now),
    isDown: isDownStatus(status),
    offReason: status === 410 ? 'The endpoint has answered 410, which says that it is gone.' : null,
  });
}
