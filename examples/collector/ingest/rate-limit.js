/** So many addresses are remembered at most; in a flood from more than that, the longest silent are forgotten. */
const mostAddresses = 50_000;

/**
 * A bucket of tokens for each address: a minute's worth may be used at once, and fills up evenly.
 * @param {{ perMinute: number }} limit
 * @param {() => number} [now] milliseconds
 */
export function createRateLimit({ perMinute }, now = Date.now) {
  /** @type {Map<string, { tokens: number, at: number }>} */
  const buckets = new Map();
  const perMillisecond = perMinute / 60_000;

  /**
   * Takes one request of an address into account.
   * @param {string} address
   * @returns {number} seconds to wait, 0 if the request may pass
   */
  return function admit(address) {
    const time = now();
    const bucket = buckets.get(address) ?? { tokens: perMinute, at: time };
    const elapsed = Math.max(0, time - bucket.at);
    const tokens = Math.min(perMinute, bucket.tokens + elapsed * perMillisecond);
    const admitted = tokens >= 1;
    // Moved to the end, so that the first entry is always the longest silent.
    buckets.delete(address);
    buckets.set(address, { tokens: admitted ? tokens - 1 : tokens, at: time });
    if (buckets.size > mostAddresses) buckets.delete(buckets.keys().next().value ?? '');
    return admitted ? 0 : Math.max(1, Math.ceil((1 - tokens) / perMillisecond / 1000));
  };
}
