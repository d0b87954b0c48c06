import { parseObject, stringify } from '../base/json.js';
import { backoff, BLOCKED_AFTER_FAILURES, isTemporary } from '../delivery/backoff.js';
import type { RetryWait } from '../delivery/retry-wait.js';
import type { DestinationContext } from '../tracker/destination.js';
import { toUtm } from './event-body.js';
import type { ApiTransport } from './transport.js';

const MARKER = 'session_ack_at';
/** How long a tab waits for another tab that has begun to announce the session. */
const CLAIM_MS = 15_000;

interface SessionAckParts extends Pick<
  DestinationContext,
  'env' | 'session' | 'knownSession' | 'utm' | 'jar' | 'onWrong'
> {
  retryWait: RetryWait;
  transport: ApiTransport;
  /** The beginning of the keys in storage. */
  prefix: string;
}

/**
 * Announces each session once to the server, so that the server also knows visitors who track nothing. A cookie records the
 * announcement when the server has accepted it.
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
  /** Under this key a tab notes for the others that it has begun to announce the session. */
  const claimKey = `${prefix}~ack`;
  /** The session that this page has announced, or was refused for. */
  let settledSession: string | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isInFlight = false;
  let failures = 0;
  let isStopped = false;
  /** Increases when the answers to earlier requests no longer count. */
  let round = 0;

  /** When the session was announced; `undefined` if the text is no time. */
  const marker = () => {
    const text = jar.read(MARKER) ?? jar.readFallback(MARKER);
    return Date.parse(text ?? '') > 0 ? text : undefined;
  };
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
      // Renew this cookie too, because it must live as long as the session's cookie.
      jar.set(MARKER, announcedAt);
      return;
    }
    const claim = parseObject(storage.get(claimKey));
    const claimed = typeof claim?.until === 'number' ? claim.until - now() : 0;
    if (claim?.session === current && claimed > 0 && claimed <= CLAIM_MS) return schedule(claimed);
    const held = retryWait.remaining() || (online() ? 0 : CLAIM_MS);
    if (held) return schedule(held);

    const at = new Date(now()).toISOString();
    const request = transport('/public/acks', { session: current, at, utm_params: toUtm(utm()) });
    if (!request) return;
    const startedIn = round;
    isInFlight = true;
    storage.set(claimKey, stringify({ session: current, until: now() + CLAIM_MS }));
    const { status, isPage } = await request.answer;
    isInFlight = false;
    // The session is over, or consent was withdrawn: write nothing.
    if (startedIn !== round) return schedule(0);
    storage.remove(claimKey);
    // After too many requests without an answer, leave the announcement to the next page.
    if (isTemporary(status) && (status || failures + 1 < BLOCKED_AFTER_FAILURES))
      return schedule(backoff(failures++, random()));
    // Also after a refusal, because the server would refuse a repetition too.
    settledSession = current;
    if (status > 199 && status < 300 && !isPage) jar.set(MARKER, at);
    else if (status === 401 || isPage) onWrong(status);
    // The session may have changed while the request ran.
    if (session() !== current) check();
  };

  /** Announces the session after the current task if it is new. */
  const check = () => {
    if (session() && session() !== settledSession && !isInFlight && timer === undefined) schedule(0);
  };

  // A link has replaced the session for which the cookie was written.
  if (session() !== knownSession && marker()) jar.remove(MARKER);
  return {
    check,
    /** Call it when the session is over or the visitor has denied consent. */
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
