import { createHmac } from 'node:crypto';
import { isToken } from '../http/token.js';

/**
 * Whether a body was signed with a secret (HMAC with SHA-256).
 *
 * @param body as it came: the same JSON written anew has other bytes
 */
export const isSigned = (
  body: Buffer,
  { given, secret, encoding }: { given: unknown; secret: string; encoding: 'hex' | 'base64' },
): boolean => typeof given === 'string' && isToken(given, createHmac('sha256', secret).update(body).digest(encoding));
