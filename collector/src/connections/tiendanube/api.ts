import type { TiendanubeOptions } from '../../options/connection-options.js';
import { parseJson } from '../read-json.js';
import { type Answer, request, retryAfterOf } from '../request.js';
import { retryWait } from '../retry-wait.js';
import { trouble } from '../trouble.js';
import type { Tokens } from './tokens.js';

/** Milliseconds for one answer. */
const timeout = 10_000;

export interface ApiParts {
  options: TiendanubeOptions;
  tokens: Tokens;
  now: () => number;
  chance: () => number;
  /** Ends what is under way. */
  stop: AbortSignal;
}

/** Asks the API for a store. @returns what it says; undefined where there is nothing (404) */
export type Ask = (path: string, body?: object) => Promise<unknown>;

/** The API wants to know who asks and whom to write to; without it it answers 400. */
export const userAgentOf = ({ name = 'Vitrina', contact }: TiendanubeOptions) => `${name} (${contact})`;

const baseOf = ({ api = 'https://api.tiendanube.com/2025-03' }: TiendanubeOptions) => api.replace(/\/+$/, '');

/** Milliseconds until the bucket of requests has room again; the header says it in milliseconds. */
function resetOf({ headers }: Answer, now: number): number | undefined {
  const reset = Number(headers.get('x-rate-limit-reset') ?? NaN);
  return retryAfterOf(headers, now) ?? (Number.isFinite(reset) && reset >= 0 ? Math.min(reset, 60_000) : undefined);
}

/** The API of Tiendanube (https://tiendanube.github.io/api-documentation/intro, version 2025-03). */
export function createApi({ options, tokens, now, chance, stop }: ApiParts) {
  /** Requests are counted for each store. */
  const pauses = new Map<string, number>();
  let throttled = 0;

  async function send(account: string, path: string, token: string, body: object | undefined): Promise<Answer> {
    const wait = (pauses.get(account) ?? 0) - now();
    if (wait > 0) throw trouble('later', 'The API of Tiendanube has asked for a pause.', wait);
    return request(`${baseOf(options)}/${account}${path}`, {
      ...{ timeout, stop, method: body ? 'POST' : 'GET' },
      headers: {
        Accept: 'application/json',
        // Not Authorization, which older versions do not take.
        Authentication: `bearer ${token}`,
        'User-Agent': userAgentOf(options),
        ...(body && { 'Content-Type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
  }

  return (account: string): Ask =>
    async function ask(path, body) {
      const { access, refreshedAt } = await tokens.of(account);
      const answer = await send(account, path, access, body);
      const { status } = answer;
      if (status === 429) {
        const pause = resetOf(answer, now()) ?? retryWait(throttled++, chance());
        pauses.set(account, now() + pause);
        throw trouble(
          'later',
          'The API of Tiendanube takes no more requests of this store at the moment (429).',
          pause,
        );
      }
      throttled = 0;
      if (status === 401) return tokens.end(account, refreshedAt);
      if (status === 402)
        throw trouble(
          'person',
          'Tiendanube has suspended the application at this store (402); see to its subscription.',
        );
      if (status === 404) return undefined;
      if (status >= 500) throw trouble('down', `The API of Tiendanube fails (${status}).`);
      if (status !== 200 && status !== 201)
        throw trouble(
          'refused',
          `The API of Tiendanube refuses a request (${status}); see what the application may read.`,
        );
      try {
        return parseJson(answer.text);
      } catch {
        throw trouble('later', 'The answer of the API of Tiendanube is no JSON.');
      }
    };
}
