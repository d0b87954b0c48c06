import type { Env } from '../base/env.js';
import type { Queue } from './queue.js';
import type { QueuedEvent } from './queued-event.js';
import type { RetryWait } from './retry-wait.js';

/** An event that was sent as its page ended, and has probably arrived, is not sent again for this long. */
export const HANDOVER_TIMEOUT_MS = 60_000;
/** An endpoint that works answers sooner, even on a slow network. */
const SLOW_MS = 3_000;

/**
 * Returns whether what a page sends as it ends, and what earlier pages have sent so, has probably arrived: as far as is known,
 * the endpoint works. Otherwise all of it may be sent again at once.
 * @param isAnswered the endpoint has answered this page
 */
export const judgeHandover = (
  { now, online }: Env,
  { entries }: Queue,
  retryWait: RetryWait,
  isAnswered: boolean,
): boolean => {
  const { failures, proven } = retryWait.read();
  const isSlow = ({ inFlight, handedAt = 0 }: QueuedEvent) =>
    now() - (inFlight || (!isAnswered && handedAt > 0 && handedAt) || Infinity) > SLOW_MS;
  const isTrusted = !!proven && !failures && online() && ![...entries.values()].some(isSlow);
  for (const entry of entries.values()) {
    if (!isTrusted) entry.handedAt = 0;
    else if (isAnswered && entry.handedAt) entry.handedAt = -Math.abs(entry.handedAt);
  }
  return isTrusted;
};
