import { parseObject, stringify } from '../../base/json.js';
import { isShopify, isTiendanube, isVtex, isWooCommerce } from '../../observe/page/detect.js';
import { readDocument } from '../../observe/sources/product-page/product-page.js';
import { isStub } from '../../script/replay.js';
import type { Consent, Vitrina } from '../../types/tracker.js';
import type { InPage, InPageSettings, SeenEvent, SeenTracker, Violation } from '../sight.js';
import { catchRequests, describe } from './catch-requests.js';
import { findCartLink, findProductLink, pressAdd } from './find-links.js';
import { watchTags } from './read-tags.js';

type Page = Partial<{ vitrina: Partial<Vitrina> & { library?: unknown; trackers?: object } }> & {
  vitrinaCheck?: InPage & InPageSettings;
};

const PLATFORMS: Record<string, () => boolean> = {
  tiendanube: isTiendanube,
  shopify: isShopify,
  vtex: isVtex,
  woocommerce: isWooCommerce,
};

const page = window as unknown as Page;
const { isSending = false } = page.vitrinaCheck ?? {};

const requests = catchRequests(isSending);
const readTags = watchTags();
const violations: Violation[] = [];
addEventListener('securitypolicyviolation', ({ blockedURI, effectiveDirective, disposition }) => {
  // A policy that only reports forbids nothing.
  if (disposition === 'enforce') violations.push({ address: blockedURI, directive: effectiveDirective });
});

const readTracker = (): SeenTracker => {
  const { vitrina } = page;
  const { library, trackers, isInitialized } = vitrina ?? {};
  const known = { isInitialized: isInitialized === true, businesses: Object.keys(trackers ?? {}) };
  if (!vitrina) return { ...known, kind: 'none' };
  if (!/^vitrina\//.test(String(library))) return { ...known, kind: isStub(vitrina) ? 'stub' : 'foreign' };
  let consent: Consent | undefined;
  // The last answer is told at once.
  vitrina.on?.('consent-set', (answer) => (consent = answer))?.();
  return { ...known, kind: 'vitrina', library: String(library), consent };
};

const readQueue = (): SeenEvent[] => {
  try {
    return Object.keys(localStorage)
      .filter((key) => /^vitrina:1:[\w-]+:[^~]/.test(key))
      .flatMap((key) => {
        const event = parseObject(localStorage.getItem(key));
        return event?.action ? [describe(event)] : [];
      });
  } catch {
    return [];
  }
};

const inPage: InPage = {
  look: () => ({
    address: location.href,
    tags: readTags(),
    tracker: readTracker(),
    platform: Object.keys(PLATFORMS).find((name) => PLATFORMS[name]?.()),
    requests,
    queued: readQueue(),
    violations,
    // Shops describe themselves as a product on their home page, to get stars in search results.
    isProduct: location.pathname !== '/' && !!readDocument(document, location.href)?.lines?.[0],
    productLink: findProductLink(),
    cartLink: findCartLink(),
  }),
  grant: () => page.vitrina?.consent?.('granted'),
  async ask(endpoint, business, credentials) {
    const body = stringify({ v: 1, business, sent_at: new Date().toISOString(), events: [] });
    const init: RequestInit = { method: 'POST', body, redirect: 'manual', referrerPolicy: 'origin' };
    const before = requests.length;
    await fetch(`${endpoint}?b=${encodeURIComponent(business)}`, {
      ...init,
      credentials: credentials ? 'include' : 'omit',
    }).catch(() => {});
    return requests[before] ?? { endpoint, address: endpoint, events: [], isBeacon: false, hasFailed: true };
  },
  addToCart: pressAdd,
};

Object.defineProperty(window, 'vitrinaCheck', { value: inPage, configurable: false, writable: false });
