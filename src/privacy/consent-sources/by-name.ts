import type { ConsentSource } from '../../types/tracker.js';
import { googleConsentMode } from './google-consent-mode.js';
import { gpc } from './gpc.js';
import { shopify } from './shopify.js';
import { tcf } from './tcf.js';

export type ConsentName = 'gpc' | 'google-consent-mode' | 'tcf' | 'shopify';

/** The names that the `consent` option of a script tag takes. Each source gets the tracker's options. */
const SOURCES: Record<ConsentName, (options?: { dataLayer?: string }) => ConsentSource> = {
  gpc,
  'google-consent-mode': googleConsentMode,
  tcf,
  shopify,
};

/** Returns the source of that name, `undefined` for an unknown name. */
export const consentByName = (name: unknown, options?: { dataLayer?: string }): ConsentSource | undefined =>
  Object.keys(SOURCES).includes(name as string) ? SOURCES[name as ConsentName](options) : undefined;
