import { parseObject } from '../base/json.js';
import { backoff, BLOCKED_AFTER_FAILURES, isTemporary } from '../delivery/backoff.js';
import type { RetryWait } from '../delivery/retry-wait.js';
import type { DestinationContext } from '../tracker/destination.js';
import { toUtm } from './event-body.js';
import type { ApiTransport } from './transport.js';

const MARKER = 'session_ack_at';
/** How long one tab leaves the announcement to another that has begun it, in ms. */
const CLAIM_MS = 15_000;

interface SessionAckParts extends Pick<
  DestinationContext,
  'env' | 'session' | 'knownSession' | 'utm' | 'jar' | 'onWrong'
> {
  retryWait: RetryWait;
  transport: ApiTransport;
  /** Beginning of the keys in storage. */
  prefix: string;
}

/**
 * Tells the server of a session, so that it knows visitors who track nothing. Once for each session; the cookie that says so is
 * written when the server has accepted it.
 */
export const createSessionAck = ({
  env: { now, random, storage, online },
  session,
  knownSession,
  utm,
  jar,
  onWrong,
  retryWait,
  transport,
  prefix,
}: SessionAckParts) => {
  /** One tab tells the others under this key that it has begun. */
  const claimKey = `${prefix}~ack`;
  /** The session of which this page has no more to say. */
  let settledSession: string | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isInFlight = false;
  let failures = 0;
  let isStopped = false;
  /** Changes when what was begun before no longer counts. */
  let round = 0;

  const marker = () => jar.read(MARKER) ?? jar.readKept(MARKER);
  const schedule = (ms: number) => {
    clearTimeout(timer);
    timer = undefined;
    if (isStopped) return;
    timer = setTimeout(() => {
      timer = undefined;
      void announce();
    }, ms);
  };

  const announce = async () => {
    const current = session();
    if (isStopped || isInFlight || !current || current === settledSession) return;
    const announcedAt = marker();
    if (announcedAt) {
      settledSession = current;
      // Lives as long as the session's own cookie, which is renewed too.
      jar.keep(MARKER, announcedAt);
      return;
    }
    const claim = parseObject(storage.get(claimKey));
    const claimed = Number(claim?.until) - now();
    if (claim?.session === current && claimed > 0 && claimed <= CLAIM_MS) return schedule(claimed);
    const held = retryWait.remaining() || (online() ? 0 : CLAIM_MS);
    if (held) return schedule(held);

    const at = new Date(now()).toISOString();
    const request = transport('/public/acks', { session: current, at, utm_params: toUtm(utm()) });
    if (!request) return;
    const begun = round;
    isInFlight = true;
    storage.set(claimKey, JSON.stringify({ session: current, until: now() + CLAIM_MS }));
    const { status, isPage } = await request.answer;
    isInFlight = false;
    // After a withdrawn consent nothing may be written.
    if (begun !== round) return schedule(0);
    storage.remove(claimKey);
    // Without any answer, the next page may have more luck.
    if (isTemporary(status) && (status || failures + 1 < BLOCKED_AFTER_FAILURES))
      return schedule(backoff(failures++, random()));
    // Also where it was refused: what this page says again would be refused again.
    settledSession = current;
    if (status > 199 && status < 300 && !isPage) jar.keep(MARKER, at);
    else if (status === 401 || isPage) onWrong(status);
    // It may have changed meanwhile.
    if (session() !== current) check();
  };

  /** Looks whether the session is a new one, after the current task. */
  const check = () => {
    if (session() && session() !== settledSession && !isInFlight && timer === undefined) schedule(0);
  };

  // A session that came with a link takes the place of the one that the cookie speaks of.
  if (session() !== knownSession && marker()) jar.remove(MARKER);
  return {
    check,
    /** The session is over, or the visitor has denied. */
    clear() {
      round++;
      schedule(0);
      settledSession = undefined;
      failures = 0;
      storage.remove(claimKey);
      jar.remove(MARKER);
    },
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
};
