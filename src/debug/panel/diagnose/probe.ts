import { attempt } from '../../../base/attempt.js';
import { parseObject } from '../../../base/json.js';

/** A batch without events: a collector accepts it, and stores nothing. */
const BODY = '{"v":1,"events":[]}';
const TIMEOUT_MS = 8_000;

/** What came of asking the collector. */
export type Probe =
  /** An answer that the page can read. Status 302 stands for any redirect. */
  | { kind: 'answered'; status: number; parameter?: string; sentence?: string }
  /** The server answers, and does not let the page read it, as any collector does. */
  | { kind: 'closed' }
  /** The server answers at another path, and this request does not arrive. */
  | { kind: 'blocked' }
  /** Nothing answers. */
  | { kind: 'silent' };

const ask = (address: string, init: RequestInit) => {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), TIMEOUT_MS);
  return fetch(address, { cache: 'no-store', credentials: 'omit', signal: abort.signal, ...init }).finally(() =>
    clearTimeout(timer),
  );
};

/** Whether a request has an answer, of whatever kind; the page may not be able to read it. */
const isAnswered = (address: string, init: RequestInit = {}) =>
  ask(address, { mode: 'no-cors', ...init }).then(
    () => true,
    () => false,
  );

/**
 * Asks the collector of a business in the way that events are sent, and then in ways that find out why there was no answer. It
 * never rejects.
 * @param harmless returns an address on the same server that no ad blocker has a rule for
 */
export const probe = async (endpoint: string, business: string, harmless: string): Promise<Probe> => {
  const address = `${endpoint}${endpoint.includes('?') ? '&' : '?'}b=${encodeURIComponent(business)}`;
  try {
    const response = await ask(address, { method: 'POST', body: BODY, redirect: 'manual' });
    const body = parseObject(await response.text());
    const [error] = (Array.isArray(body?.errors) ? body.errors : []) as { parameter?: string; description?: string }[];
    const status = response.status || 302;
    return { kind: 'answered', status, parameter: error?.parameter, sentence: error?.description };
  } catch {
    if (await isAnswered(address, { method: 'POST', body: BODY })) return { kind: 'closed' };
    return { kind: (await isAnswered(harmless)) ? 'blocked' : 'silent' };
  }
};

/** An address on the server of the endpoint: a script that has come from there, or else a file that any server may have. */
export const harmlessOf = (endpoint: string, script: string): string => {
  const origin = (address: string) => attempt(() => new URL(address).origin);
  return origin(script) === origin(endpoint) ? script : new URL('/robots.txt', endpoint).href;
};
