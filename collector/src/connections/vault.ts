import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';

const algorithm = 'aes-256-gcm';
/** Bytes of the number that makes each sealing another, and of the mark by which a change is noticed (NIST SP 800-38D). */
const nonceLength = 12;
const tagLength = 16;

/** What the operator should do where a sealed text cannot be opened. */
export const wrongKey = 'The key that encrypts tokens is not the one that they were encrypted with';

export type Vault = ReturnType<typeof createVault>;

/**
 * Encrypts what opens other people's accounts before it is stored.
 *
 * @param key 32 bytes
 */
export function createVault(key: Buffer) {
  return {
    /** @param about whose the text is; it opens only for the same */
    seal(text: string, about: readonly string[]): string {
      const nonce = randomBytes(nonceLength);
      const cipher = createCipheriv(algorithm, key, nonce, { authTagLength: tagLength });
      cipher.setAAD(Buffer.from(JSON.stringify(about)));
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
    },

    /** @returns undefined where it was sealed with another key, for something else, or was changed */
    open(sealed: string, about: readonly string[]): string | undefined {
      const bytes = Buffer.from(sealed, 'base64url');
      if (bytes.length < nonceLength + tagLength) return undefined;
      const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, nonceLength), { authTagLength: tagLength });
      decipher.setAAD(Buffer.from(JSON.stringify(about)));
      decipher.setAuthTag(bytes.subarray(nonceLength, nonceLength + tagLength));
      try {
        const opened = decipher.update(bytes.subarray(nonceLength + tagLength));
        return Buffer.concat([opened, decipher.final()]).toString('utf8');
      } catch {
        return undefined;
      }
    },

    /** A text that nobody can guess, and that all collectors with this key make alike. */
    nameOf: (purpose: string): string => createHmac('sha256', key).update(purpose).digest('base64url'),
  };
}
