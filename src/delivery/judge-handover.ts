import type { Env } from '../base/env.js';
import type { Queue } from './queue.js';
import type { RetryWait } from './retry-wait.js';

/** An event that was sent as its page ended, and has probably arrived, is not sent again for this long. */
export const HANDOVER_TIMEOUT_MS = 60_000;
/** An endpoint that works answers sooner, even on a slow network. */
const SLOW_MS = 5_000;

/**
 * Returns whether what a page sends as it ends, and what earlier pages have sent so, has probably arrived: as far as is known,
 * the endpoint works. Otherwise all of it may be sent again at once, but for what was followed by an answer.
 * @param isAnswered the endpoint has answered this page
 */
export const judgeHandover = (
  { now, online }: Env,
  { entries }: Queue,
  retryWait: RetryWait,
  isAnswered: boolean,
): boolean => {
  const { failures, proven } = retryWait.read();
  let isTrusted = !!proven && !failures && online();
  const queued = [...entries.values()];
  // The answer to what an ending page has sent reaches nobody, so its silence says something only beside a request of this page.
  const isWaiting = queued.some(({ inFlight }) => inFlight);
  for (const entry of queued) {
    if (isAnswered && !failures) entry.handedAt = -Math.abs(entry.handedAt);
    const sentAt = entry.inFlight || (isWaiting ? entry.handedAt : 0);
    if (sentAt > 0 && now() - sentAt > SLOW_MS) isTrusted = false;
  }
  // Events after which the endpoint has answered have arrived, whatever happens now.
  if (!isTrusted) for (const entry of entries.values()) entry.handedAt = Math.min(0, entry.handedAt);
  return isTrusted;
};
