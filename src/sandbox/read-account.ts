import { log } from '../base/log.js';
import type { Account } from './pipeline.js';

/** Reads a list. The settings of a platform may hold it as a text with commas. */
export const toList = (value: unknown): string[] =>
  String(value ?? '')
    .split(/[\s,]+/)
    .filter((name) => name);

/** Whether the text is an absolute web address. */
export const isAddress = (text: string): boolean => {
  try {
    return /^https?:\/\/[^/]/.test(text) && !!new URL(text);
  } catch {
    return false;
  }
};

/** Checks business id and endpoint. If one of them is wrong, logs a sentence that says why, and returns `undefined`. */
export const readAccount = ({ businessId, endpoint, redact }: Record<string, unknown>): Account | undefined => {
  if (!/^[\w-]{1,64}$/.test(String(businessId ?? ''))) {
    log(`businessId must be letters, digits, _ and -; got "${businessId}"`);
  } else if (!isAddress(String(endpoint))) {
    log(`endpoint must be an absolute http address, since a sandbox has no page of its own; got "${endpoint}"`);
  } else return { businessId: String(businessId), endpoint: String(endpoint), redact: toList(redact) };
  return undefined;
};
