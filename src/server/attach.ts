import type { Answer } from '../base/env.js';
import { parseObject, stringify } from '../base/json.js';
import { askedWait, backoff, isTemporary } from '../delivery/backoff.js';
import { toFailure, toResponse } from '../tracker/pending-responses.js';
import type { ProblemReport, Response } from '../types/tracker.js';
import type { Mistake } from './mistake.js';
import { insistOnUser } from './read-user.js';
import type { ServerUser } from './types.js';

const TIMEOUT_MS = 10_000;
const ATTEMPTS = 6;
/** A wait that the collector asks for may be longer, but nobody waits for an answer for so long. */
const MAX_WAIT_MS = 30_000;

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

const patch = async (address: string, key: string, body: string): Promise<Answer> => {
  try {
    const response = await fetch(address, {
      method: 'PATCH',
      headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const retryAfter = Number(response.headers.get('Retry-After')) * 1000;
    return { status: response.status, body: parseObject(await response.text()), retryAfter };
  } catch {
    return { status: 0, body: null };
  }
};

/** Creates the call that tells the collector whose browser a session is. */
export const createAttach =
  (endpoint: string, businessId: string, key: string, isClosed: () => boolean) =>
  async (session: string, user: ServerUser): Promise<Response> => {
    if (!/^[\w-]{8,64}$/.test(session)) {
      return toFailure(
        'parameter_invalid',
        'session',
        `session must be 8 to 64 letters, digits, _ and -; got "${session}"`,
      );
    }
    let body: string;
    try {
      const { id, source } = insistOnUser(user);
      body = stringify({ user: { id, source } });
    } catch (error) {
      return toFailure('parameter_invalid', 'user', (error as Mistake).message);
    }
    const address = `${endpoint.replace(/events$/, 'sessions/')}${session}?b=${businessId}`;
    for (let failures = 0; ; failures++) {
      const answer = await patch(address, key, body);
      const { status, body: data } = answer;
      const wait = askedWait(answer, data?.retry_after) || backoff(failures, Math.random());
      if (isTemporary(status) && failures < ATTEMPTS - 1 && wait <= MAX_WAIT_MS && !isClosed()) {
        await pause(wait);
        continue;
      }
      const succeeded = status >= 200 && status < 300;
      const errors = Array.isArray(data?.errors) ? (data.errors as ProblemReport[]) : [];
      return toResponse({ status, data: data ?? null, succeeded, failed: !succeeded, errors });
    }
  };
