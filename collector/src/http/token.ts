import { createHash, timingSafeEqual } from 'node:crypto';

const digest = (text: string) => createHash('sha256').update(text).digest();

/** Compares in a time that does not depend on what is given. */
export const isToken = (given: string | null | undefined, token: string): boolean =>
  typeof given === 'string' && timingSafeEqual(digest(given), digest(token));

/** Whether the header `Authorization` holds the token as `Bearer`. */
export const isTokenIn = (authorization: string | undefined, token: string): boolean =>
  isToken(/^Bearer (\S+)$/i.exec(authorization ?? '')?.[1], token);
