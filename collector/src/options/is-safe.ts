const loopback = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/;

/** Tokens travel there, so that only this machine may be spoken to without encryption. */
export function isSafe(address: unknown): boolean {
  if (typeof address !== 'string' || !URL.canParse(address)) return false;
  const { protocol, hostname, search, hash } = new URL(address);
  return search === '' && hash === '' && (protocol === 'https:' || (protocol === 'http:' && loopback.test(hostname)));
}
