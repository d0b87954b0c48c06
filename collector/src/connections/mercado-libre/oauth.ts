import { createHash } from 'node:crypto';
import { type MercadoLibreOptions } from '../../options/connection-options.js';
import { mercadoLibreSites } from '../../options/check-connections.js';
import { request, retryAfterOf } from '../request.js';
import { trouble } from '../trouble.js';
import { idOf, numberOf, objectOf, parseJson, textOf } from '../read-json.js';

/** Milliseconds for one answer. */
const timeout = 10_000;

export const apiOf = ({ api = 'https://api.mercadolibre.com' }: MercadoLibreOptions): string => api.replace(/\/+$/, '');

/**
 * Where a seller gives the leave (Authorization Code with PKCE;
 * https://developers.mercadolibre.com.ar/en_us/identity-and-access-management-oauth-and-tokens, 2026-04-06).
 */
export function authorizeAddress(
  options: MercadoLibreOptions,
  { state, verifier }: { state: string; verifier: string },
) {
  const { clientId, redirect, site, authorization = mercadoLibreSites[site] ?? '' } = options;
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirect,
    state,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  return `${authorization.replace(/\/+$/, '')}/authorization?${query}`;
}

/** What the platform gives for a code or for a refresh token. */
export interface GivenTokens {
  access: string;
  refresh: string;
  /** Seconds. */
  lifetime: number;
  account: string;
}

/** The platform does not take what it was given, and would not take it again. */
export const isVoid = (error: unknown): boolean => (error as { trouble?: string }).trouble === 'refused';

async function give(options: MercadoLibreOptions, grant: Record<string, string>, now: number): Promise<GivenTokens> {
  const { clientId, clientSecret } = options;
  const { status, headers, text } = await request(`${apiOf(options)}/oauth/token`, {
    ...{ method: 'POST', timeout },
    headers: { Accept: 'application/json', 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ client_id: clientId, client_secret: clientSecret, ...grant }).toString(),
  });
  if (status === 429 || status >= 500) {
    throw trouble('down', `Mercado Libre gives no tokens at the moment (${status}).`, retryAfterOf(headers, now));
  }
  let body: Record<string, unknown> = {};
  try {
    body = objectOf(parseJson(text));
  } catch {
    // Told below.
  }
  if (status >= 400 && status < 500) {
    const error = textOf(body.error) ?? '';
    // Any other refusal, such as of the application itself, says nothing about the tokens.
    const kind = error === 'invalid_grant' || 'code' in grant ? 'refused' : 'later';
    throw trouble(kind, `Mercado Libre gives no tokens (${status} ${/^\w{1,40}$/.test(error) ? error : ''}).`);
  }
  const [access, refresh, account] = [textOf(body.access_token), textOf(body.refresh_token), idOf(body.user_id)];
  if (status !== 200 || access === undefined || refresh === undefined || account === undefined) {
    throw trouble('later', `The answer of Mercado Libre holds no tokens (${status}).`);
  }
  return { access, refresh, account, lifetime: numberOf(body.expires_in) ?? 0 };
}

export const exchangeCode = (
  options: MercadoLibreOptions,
  { code, verifier }: { code: string; verifier: string },
  now: number,
): Promise<GivenTokens> =>
  give(
    options,
    { grant_type: 'authorization_code', code, redirect_uri: options.redirect, code_verifier: verifier },
    now,
  );

/** A refresh token works once: the one in the answer takes its place. */
export const useRefreshToken = (options: MercadoLibreOptions, token: string, now: number): Promise<GivenTokens> =>
  give(options, { grant_type: 'refresh_token', refresh_token: token }, now);
