import { log } from '../base/log.js';
import type { Consent, ConsentSource } from '../types/tracker.js';
import type { CreateSandboxDestination } from './destination.js';
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

/** Settings of a pixel or an app, after those of its platform and of its developer were put together. */
export interface AccountSettings {
  businessId?: unknown;
  endpoint?: unknown;
  redact?: unknown;
  /** Creates a destination from these settings. */
  destination?: unknown;
}

/** Checks business id, endpoint and destination. If one of them is wrong, logs a sentence that says why, and returns `undefined`. */
export const readAccount = (settings: AccountSettings): Account | undefined => {
  const { businessId, endpoint, redact, destination: create } = settings;
  if (!/^[\w-]{1,64}$/.test(String(businessId ?? ''))) {
    log(`businessId must be letters, digits, _ and -; got "${businessId}"`);
  } else if (!create && !isAddress(String(endpoint))) {
    log(`endpoint must be an absolute http address, since a sandbox has no page of its own; got "${endpoint}"`);
  } else {
    try {
      const destination = typeof create === 'function' ? (create as CreateSandboxDestination)(settings) : undefined;
      return { businessId: String(businessId), endpoint: String(endpoint), destination, redact: toList(redact) };
    } catch (error) {
      log(error);
    }
  }
  return undefined;
};

/**
 * Reads the visitor's consent, by default `granted`. For an answer that does not exist it logs a sentence and returns `pending`: whoever
 * wrote it does not want to track without asking.
 */
export const readConsent = (value: unknown = 'granted'): Consent | ConsentSource => {
  if (typeof value === 'function' || /^(granted|denied|pending)$/.test(String(value))) return value as Consent;
  log(`consent must be granted, denied, pending or a source; got "${value}", so nothing is sent`);
  return 'pending';
};
