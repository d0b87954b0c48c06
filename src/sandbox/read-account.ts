import { log } from '../base/log.js';
import type { Account } from './pipeline.js';

/** A list, also where a platform's settings hold it as text with commas. */
export const toList = (value: unknown): string[] =>
  String(value ?? '')
    .split(/[\s,]+/)
    .filter((name) => name);

/** Whether it is an absolute address of the web. */
export const isAddress = (text: string): boolean => {
  try {
    return /^https?:\/\/[^/]/.test(text) && !!new URL(text);
  } catch {
    return false;
  }
};

/** Checks who is told and where; says in a sentence what is wrong. */
export const readAccount = ({ businessId, endpoint, redact }: Record<string, unknown>): Account | undefined => {
  if (!/^[\w-]{1,64}$/.test(String(businessId ?? ''))) {
    log(`businessId must be letters, digits, _ and -; got "${businessId}"`);
  } else if (!isAddress(String(endpoint))) {
    log(`endpoint must be an absolute http address, since a sandbox has no page of its own; got "${endpoint}"`);
  } else return { businessId: String(businessId), endpoint: String(endpoint), redact: toList(redact) };
  return undefined;
};
