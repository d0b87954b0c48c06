import type { TiendanubeOptions } from '../../options/connection-options.js';
import { idOf, objectOf, parseJson, textOf } from '../read-json.js';
import { request, retryAfterOf } from '../request.js';
import { trouble } from '../trouble.js';
import { userAgentOf } from './api.js';

const baseOf = ({ authorization = 'https://www.tiendanube.com' }: TiendanubeOptions) =>
  authorization.replace(/\/+$/, '');

/** Where a merchant installs the application (https://tiendanube.github.io/api-documentation/authentication, 2025-03). */
export const authorizeAddress = (options: TiendanubeOptions, state: string): string =>
  `${baseOf(options)}/apps/${options.appId}/authorize?${new URLSearchParams({ state })}`;

/** @returns the token, and the store, whose id the platform calls that of the user */
export async function exchangeCode(
  options: TiendanubeOptions,
  code: string,
  now: number,
): Promise<{ access: string; account: string }> {
  const { status, headers, text } = await request(`${baseOf(options)}/apps/authorize/token`, {
    ...{ method: 'POST', timeout: 10_000 },
    headers: {
      ...{ Accept: 'application/json', 'Content-Type': 'application/json' },
      'User-Agent': userAgentOf(options),
    },
    body: JSON.stringify({
      ...{ client_id: options.appId, client_secret: options.clientSecret },
      ...{ grant_type: 'authorization_code', code },
    }),
  });
  if (status === 429 || status >= 500)
    throw trouble('down', `Tiendanube gives no token at the moment (${status}).`, retryAfterOf(headers, now));
  let body: Record<string, unknown> = {};
  try {
    body = objectOf(parseJson(text));
  } catch {
    // Told below.
  }
  const [access, account] = [textOf(body.access_token), idOf(body.user_id)];
  // What is wrong with a code is answered with 200 and an error, too.
  if (status !== 200 || access === undefined || account === undefined)
    throw trouble('refused', `Tiendanube gives no token (${status}); the code is good for a few minutes, and once.`);
  return { access, account };
}
