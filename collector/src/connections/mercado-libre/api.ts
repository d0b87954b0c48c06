import { request, retryAfterOf } from '../request.js';
import { retryWait } from '../retry-wait.js';
import { trouble } from '../trouble.js';
import { parseJson } from '../read-json.js';
import type { Tokens } from './tokens.js';

/** Milliseconds for one answer. */
const timeout = 10_000;

/** What was found; undefined where there is nothing (204, 404). */
export type Found = { body: unknown; isPartial: boolean } | undefined;

/** Asks the API in the name of an account. */
export type Get = (path: string, headers?: Record<string, string>) => Promise<Found>;

/** Some resources are only told in their new shape if a header asks for it (shipment pages, 2026-08-07). */
export const newShipment = { 'x-format-new': 'true' };
export const newDomain = { 'X-New-Domain': 'true' };

export interface ApiParts {
  /** The API's address. */
  base: string;
  tokens: Tokens;
  now: () => number;
  chance: () => number;
  /** Ends what is under way. */
  stop: AbortSignal;
}

/** The API of Mercado Libre, for reading. */
export function createApi({ base, tokens, now, chance, stop }: ApiParts) {
  /** Requests are counted for the application, over all accounts (FAQ of 2026-05-05), so that all wait together. */
  let pausedUntil = 0;
  let throttled = 0;

  async function ask(path: string, headers: Record<string, string>, token: string): Promise<Found> {
    const wait = pausedUntil - now();
    if (wait > 0) throw trouble('down', 'The API has asked for a pause.', wait);
    const answer = await request(base + path, {
      ...{ timeout, stop },
      headers: { Accept: 'application/json', ...headers, Authorization: `Bearer ${token}` },
    });
    const { status } = answer;
    if (status === 429) {
      const pause = retryAfterOf(answer.headers, now()) ?? retryWait(throttled++, chance());
      pausedUntil = now() + pause;
      throw trouble('down', 'The API takes no more requests at the moment (429).', pause);
    }
    throttled = 0;
    if (status === 401) throw trouble('unauthorized', 'The API does not take the token (401).');
    if (status === 204 || status === 404) return undefined;
    if (status >= 500) throw trouble('down', `The API fails (${status}).`);
    if (status !== 200 && status !== 206) throw trouble('refused', `The API refuses a request (${status}).`);
    try {
      return { body: parseJson(answer.text), isPartial: status === 206 };
    } catch {
      throw trouble('later', 'The answer of the API is no JSON.');
    }
  }

  return (account: string): Get =>
    async function get(path, headers = {}) {
      const pair = await tokens.of(account);
      try {
        return await ask(path, headers, pair.access);
      } catch (error) {
        if ((error as { trouble?: string }).trouble !== 'unauthorized') throw error;
        // One renewal for all who were turned away; who comes later finds the new token.
        const { access } = await tokens.renew(account, pair.refreshedAt);
        return ask(path, headers, access);
      }
    };
}
