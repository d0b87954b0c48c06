import type { Env } from '../base/env.js';
import { parseObject } from '../base/json.js';
import { backoff, HOPELESS_AFTER, isTemporary } from '../delivery/backoff.js';
import type { Waits } from '../delivery/retry-wait.js';
import type { DestinationContext } from '../tracker/destination.js';
import { toUtm } from './event-body.js';
import type { Transport } from './transport.js';

const MARKER = 'session_ack_at';
/** How long one tab leaves the announcement to another that has begun it, in ms. */
const CLAIM = 15_000;

/**
 * Tells the server of a session, so that it knows visitors who track nothing. Once for each session; the cookie that says so is
 * written when the server has accepted it.
 */
export const createAck = (
  { now, random, storage, online }: Env,
  {
    session,
    knownSession,
    utm,
    jar,
    onWrong,
  }: Pick<DestinationContext, 'session' | 'knownSession' | 'utm' | 'jar' | 'onWrong'>,
  waits: Waits,
  transport: Transport,
  claimKey: string,
) => {
  /** The session of which this page has no more to say. */
  let settled: string | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isBusy = false;
  let failures = 0;
  let isStopped = false;
  /** Changes when what was begun before no longer counts. */
  let round = 0;

  const marker = () => jar.read(MARKER) ?? jar.readKept(MARKER);
  const later = (ms: number) => {
    clearTimeout(timer);
    timer = undefined;
    if (isStopped) return;
    timer = setTimeout(() => {
      timer = undefined;
      void look();
    }, ms);
  };

  const look = async () => {
    const current = session();
    if (isStopped || isBusy || !current || current === settled) return;
    const known = marker();
    if (known) {
      settled = current;
      // Lives as long as the session's own cookie, which is renewed too.
      jar.keep(MARKER, known);
      return;
    }
    const claim = parseObject(storage.get(claimKey));
    const claimed = Number(claim?.until) - now();
    if (claim?.session === current && claimed > 0 && claimed <= CLAIM) return later(claimed);
    const held = waits.left() || (online() ? 0 : CLAIM);
    if (held) return later(held);

    const at = new Date(now()).toISOString();
    const request = transport('/public/acks', { session: current, at, utm_params: toUtm(utm()) });
    if (!request) return;
    const begun = round;
    isBusy = true;
    storage.set(claimKey, JSON.stringify({ session: current, until: now() + CLAIM }));
    const { status, isPage } = await request.answer;
    isBusy = false;
    // After a withdrawn consent nothing may be written.
    if (begun !== round) return later(0);
    storage.remove(claimKey);
    // Without any answer, the next page may have more luck.
    if (isTemporary(status) && (status || failures + 1 < HOPELESS_AFTER)) return later(backoff(failures++, random()));
    // Also where it was refused: what this page says again would be refused again.
    settled = current;
    if (status > 199 && status < 300 && !isPage) jar.keep(MARKER, at);
    else if (status === 401 || isPage) onWrong(status);
    // It may have changed meanwhile.
    if (session() !== current) check();
  };

  /** Looks whether the session is a new one, after the current task. */
  const check = () => {
    if (session() && session() !== settled && !isBusy && timer === undefined) later(0);
  };

  // A session that came with a link takes the place of the one that the cookie speaks of.
  if (session() !== knownSession && marker()) jar.remove(MARKER);
  return {
    check,
    /** The session is over, or the visitor has denied. */
    clear() {
      round++;
      later(0);
      settled = undefined;
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
