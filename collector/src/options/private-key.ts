import { createHash, randomBytes } from 'node:crypto';

/** How a private key begins, so that programs that look for leaked secrets find it. */
export const keyPrefix = 'vsk_';
/** How the hash of a key stands in the configuration; the key itself stands nowhere. */
export const keyHashPattern = /^sha256:[0-9a-f]{64}$/;

/** The hash of a key, as it stands in the configuration. A key is long and made by chance, so that one round is enough. */
export const hashKey = (key: string): string => `sha256:${createHash('sha256').update(key).digest('hex')}`;

/** Makes a private key of 192 bits by chance. */
export const makeKey = (): string => keyPrefix + randomBytes(24).toString('base64url');

/** A text that is shown to people, without the keys and secrets that stand in it: somebody takes a key for its hash. */
export const hideKeys = (text: string): string => text.replace(/\b(vsk|whsec)_[\w+/=-]+/g, '$1_…');
