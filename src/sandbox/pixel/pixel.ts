import type { Transport } from '../../base/env.js';
import { isObject } from '../../base/json.js';
import { all, listen } from '../../browser/listen.js';
import { deriveId } from '../../events/derive-id.js';
import { toText } from '../../facts/values.js';
import type { Consent, ConsentSource, Stop } from '../../types/tracker.js';
import { attempt } from '../async-storage.js';
import { workerEnv } from '../env.js';
import { readAccount, toList } from '../read-account.js';
import { tellFact } from '../to-actions.js';
import { createWorkerTracker } from '../tracker.js';
import type { PixelApi } from './api.js';
import { readEvent } from './map-event.js';
import { pageCookies } from './page-cookies.js';

export interface PixelOptions {
  /** The shop's public id. */
  businessId: string;
  /** Where batches go, absolute. */
  endpoint: string;
  /** `checkout`: nothing but checkouts and orders, for shops whose theme has the script. Default `all`. */
  scope?: 'all' | 'checkout';
  /** Ids of forms whose submission counts as completed; Shopify tells of the attempt only. As a list, or with commas. */
  forms?: string | string[];
  /** Further query parameters to remove from addresses. As a list, or with commas. */
  redact?: string | string[];
  /**
   * Events from before the pixel was there, in their order. Shopify promises nobody that it repeats them for who subscribes late
   * (https://shopify.dev/docs/api/web-pixels-api/standard-api/analytics, 2026-11); where it does, each is told once.
   */
  early?: unknown[];
}

const PLATFORM = 'shopify';
const EVENTS =
  'page_viewed product_viewed product_added_to_cart product_removed_from_cart cart_viewed checkout_started checkout_completed';
/** Pages that no theme and no script tag reaches. */
const CHECKOUT = /^\w+:\/\/[^/]+\/(?:[\w-]+\/)?(?:checkouts?|orders?|\d+\/(?:checkouts?|orders?))(?:[/?#]|$)/;

/** How a subscription ends; nothing where it cannot. */
const toStop = (unsubscribe: unknown): Stop => (typeof unsubscribe === 'function' ? (unsubscribe as Stop) : () => {});

/** What Shopify says that the visitor allows. Not allowed may also mean not asked yet, unless the visitor has just answered. */
const shopifyConsent =
  ({ init, customerPrivacy }: PixelApi): ConsentSource =>
  (report) => {
    const told = (isAllowed: unknown, otherwise: Consent) => report(isAllowed === true ? 'granted' : otherwise);
    told(init.customerPrivacy?.analyticsProcessingAllowed, 'pending');
    return toStop(
      customerPrivacy.subscribe('visitorConsentCollected', (event) =>
        told(event?.customerPrivacy?.analyticsProcessingAllowed, 'denied'),
      ),
    );
  };

/** Nobody hears the answer to a beacon; what the browser has taken is on its way. */
const beaconTransport = (browser: PixelApi['browser'], endpoint: string): Transport => ({
  async send(body) {
    const isTaken = await attempt(async () => browser.sendBeacon?.(endpoint, body));
    return { status: isTaken ? 200 : 0, body: null };
  },
  beacon: () => false,
});

/**
 * Observes a shop from Shopify's sandbox, strict or lax.
 * @param options in place of the app's settings, or beside them
 * @param env what is taken from the surroundings; tests pass their own
 */
export const startPixel = (api: PixelApi, options?: Partial<PixelOptions>, env = workerEnv()): Stop => {
  const given: Partial<PixelOptions> = { ...api.settings, ...options };
  const account = readAccount(given);
  if (!account) return () => {};
  const { browser, init, analytics } = api;
  const { location } = init.context.document;
  const forms = toList(given.forms);
  const tracker = createWorkerTracker(
    {
      area: browser.localStorage,
      keeper: pageCookies(browser, location),
      env: typeof fetch === 'function' ? env : { ...env, transport: (endpoint) => beaconTransport(browser, endpoint) },
      platform: PLATFORM,
      landing: location.href,
    },
    account,
    shopifyConsent(api),
  );

  const told = new Set<unknown>();
  const observe = (name: string) => (event: unknown) => {
    try {
      if (!isObject(event) || told.has(event.id)) return;
      if (event.id) told.add(event.id);
      const context = isObject(event.context) ? event.context : init.context;
      const { location, title, referrer } = context.document as Record<string, { href?: string }>;
      const url = String(location?.href);
      const data = isObject(event.data) ? event.data : {};
      const fact = readEvent(name, data);
      if (given.scope === 'checkout' && !/^checkout/.test(name) && !CHECKOUT.test(url)) return;
      if (name === 'form_submitted' && !forms.includes(fact?.reference ?? '')) return;
      if (!fact && name !== 'page_viewed') return;
      const time = Date.parse(String(event.timestamp));
      const at = Math.abs(time - env.now()) < 7 * 86_400_000 ? time : env.now();
      const eventId = toText(event.id);
      tracker.observe({
        page: { url, title: toText(title), referrer: toText(referrer) },
        at,
        eventId,
        toId: eventId
          ? (index) => deriveId(`${eventId} ${index}`, at, ((Number(event.seq) || 0) * 8 + Math.min(index, 7)) & 4095)
          : undefined,
        tell: (memory) => (fact ? tellFact(fact, memory, { address: url, platform: PLATFORM }) : [['page.viewed', {}]]),
      });
    } catch {
      // An event of no known form.
    }
  };
  const names = [...EVENTS.split(' '), ...(forms[0] ? ['form_submitted'] : [])];
  for (const event of given.early?.splice(0) ?? []) {
    const { name } = isObject(event) ? event : {};
    if (names.includes(name as string)) observe(name as string)(event);
  }
  const undo = [tracker.stop, ...names.map((name) => toStop(analytics.subscribe(name, observe(name))))];
  // The lax sandbox is a frame, which hears of its end; the strict one is a worker, which does not.
  if (typeof document !== 'undefined') {
    undo.push(
      listen(document, 'visibilitychange', () =>
        document.visibilityState === 'hidden' ? tracker.leave('hidden') : tracker.shown(),
      ),
      listen(window, 'pagehide', () => tracker.leave('pagehide')),
    );
  }
  return all(undo);
};
