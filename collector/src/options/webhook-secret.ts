import { randomBytes } from 'node:crypto';

/** How a secret of a webhook begins (https://github.com/standard-webhooks/standard-webhooks, specification 1.0.0 of 2026-08). */
export const secretPrefix = 'whsec_';

/** Bytes of a secret, by the same specification. */
const least = 24;
const most = 64;

/** The bytes that a secret stands for; undefined where it is none. */
export function bytesOfSecret(secret: string): Buffer | undefined {
  const [, base64 = ''] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(secret) ?? [];
  const bytes = Buffer.from(base64, 'base64');
  return bytes.length >= least && bytes.length <= most ? bytes : undefined;
}

/** Makes a secret of 256 bits by chance. */
export const makeSecret = (): string => secretPrefix + randomBytes(32).toString('base64');
