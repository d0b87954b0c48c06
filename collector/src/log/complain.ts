import type { Logger } from '../options/collector-options.js';

/** Milliseconds between two lines about the same trouble. */
const every = 30_000;

/**
 * Logs trouble that may befall each of many requests: at once when it begins, then now and then with a count. A database that is
 * away for an hour must not fill the disk with its log.
 */
export function createComplaints(
  logger: Logger,
  level: 'error' | 'warn' = 'error',
  now: () => number = () => performance.now(),
) {
  let lastAt = -Infinity;
  let untold = 0;

  return function complain(sentence: string, cause: unknown): void {
    untold++;
    if (now() - lastAt < every) return;
    lastAt = now();
    const reason = cause instanceof Error ? cause.message : String(cause);
    logger[level]({ times: untold, reason }, `${sentence} ${reason}`);
    untold = 0;
  };
}

export type Complain = ReturnType<typeof createComplaints>;
