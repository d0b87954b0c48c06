import type { Transport } from '../../base/env.js';
import { isObject } from '../../base/json.js';
import { log } from '../../base/log.js';
import { all, listen } from '../../browser/listen.js';
import { deriveId } from '../../events/derive-id.js';
import { toText, toUrl } from '../../facts/values.js';
import type { Consent, ConsentSource, Stop } from '../../types/tracker.js';
import { attemptAsync } from '../async-storage.js';
import type { CreateSandboxDestination } from '../destination.js';
import { sandboxEnv } from '../env.js';
import { readAccount, toList } from '../read-account.js';
import { toActions } from '../to-actions.js';
import { createSandboxTracker } from '../tracker.js';
import type { PixelApi } from './api.js';
import { readEvent } from './map-event.js';
import { pageCookies } from './page-cookies.js';

/** The options of a web pixel. */
export interface PixelOptions {
  /** The shop's public id. */
  businessId: string;
  /** Where batches go, absolute. */
  endpoint: string;
  /** Where events go in place of an endpoint: `hellotext` of `vitrina/hellotext/sandbox`. It gets all settings. */
  destination?: CreateSandboxDestination;
  /** `checkout` reports only checkouts and orders, for shops whose theme has the script. Default `all`. */
  scope?: 'all' | 'checkout';
  /** Ids of forms whose submission counts as completed. Shopify reports only the attempt. As a list, or with commas. */
  forms?: string | string[];
  /** Further query parameters to remove from addresses. As a list, or with commas. */
  redact?: string | string[];
  /**
   * Events from before the pixel was loaded, in their order. Shopify does not promise to repeat them for a late subscriber
   * (https://shopify.dev/docs/api/web-pixels-api/standard-api/analytics, 2026-11). If it does, each is still reported once.
   */
  early?: unknown[];
}

const PLATFORM = 'shopify';
const EVENTS =
  'page_viewed product_viewed product_added_to_cart product_removed_from_cart cart_viewed checkout_started checkout_completed';
/** Pages without a theme and without script tags. */
const CHECKOUT_PAGE = /^\w+:\/\/[^/]+\/(?:[\w-]+\/)?(?:checkouts?|orders?|\d+\/(?:checkouts?|orders?))(?:[/?#]|$)/;

/** The function that ends a subscription. It does nothing if Shopify has returned none. */
const toStop = (unsubscribe: unknown): Stop => (typeof unsubscribe === 'function' ? (unsubscribe as Stop) : () => {});

/** The visitor's consent as Shopify knows it. At the start, "not allowed" may mean that the visitor was not asked yet: `pending`. */
const shopifyConsent =
  ({ init, customerPrivacy }: PixelApi): ConsentSource =>
  (report) => {
    const answer = (isAllowed: unknown, otherwise: Consent) => report(isAllowed === true ? 'granted' : otherwise);
    answer(init.customerPrivacy?.analyticsProcessingAllowed, 'pending');
    return toStop(
      customerPrivacy.subscribe('visitorConsentCollected', (event) =>
        answer(event?.customerPrivacy?.analyticsProcessingAllowed, 'denied'),
      ),
    );
  };

/** Sends by beacon, whose answer cannot be read. A beacon that the browser has accepted counts as delivered. */
const beaconTransport = (browser: PixelApi['browser'], endpoint: string): Transport => ({
  async send(body) {
    const isTaken = await attemptAsync(async () => browser.sendBeacon?.(endpoint, body));
    return { status: isTaken ? 200 : 0, body: null };
  },
  beacon: () => false,
});

/**
 * Observes a shop from Shopify's sandbox, strict or lax. Returns a function that ends it.
 * @param options override the app's settings
 * @param env the sandbox's environment; tests pass their own
 * @example
 * ```ts
 * import { startPixel } from 'vitrina/pixel';
 * import type { PixelApi } from 'vitrina/pixel';
 *
 * export const run = (api: PixelApi) => startPixel(api, { businessId: 'xy76ks', endpoint: 'https://events.example.com/v1/events' });
 * ```
 */
export const startPixel = (api: PixelApi, options?: Partial<PixelOptions>, env = sandboxEnv()): Stop => {
  const settings: Partial<PixelOptions> & { consent?: unknown } = { ...api.settings, ...options };
  const { consent } = settings;
  const account = readAccount(settings);
  if (!account) return () => {};
  // Shopify may allow analytics before the visitor was asked. Whoever writes `pending` does not expect that.
  if (consent && !/^(granted|shopify)$/.test(String(consent))) {
    log(`consent must be left out, since a pixel asks Shopify for it; got "${consent}", so nothing is sent`);
    return () => {};
  }
  const { browser, init, analytics } = api;
  const { location } = init.context.document;
  const forms = toList(settings.forms);
  const tracker = createSandboxTracker(
    {
      area: browser.localStorage,
      visitor: pageCookies(browser, location),
      env: typeof fetch === 'function' ? env : { ...env, transport: (endpoint) => beaconTransport(browser, endpoint) },
      platform: PLATFORM,
      landing: location.href,
    },
    account,
    shopifyConsent(api),
  );

  const observe = (name: string) => (event: unknown) => {
    try {
      if (!isObject(event)) return;
      const context = isObject(event.context) ? event.context : init.context;
      const { location, title, referrer } = context.document as Record<string, { href?: string }>;
      const url = String(location?.href);
      const data = isObject(event.data) ? event.data : {};
      const fact = readEvent(name, data);
      if (settings.scope === 'checkout' && !/^checkout/.test(name) && !CHECKOUT_PAGE.test(url)) return;
      if (name === 'form_submitted' && !forms.includes(fact?.reference ?? '')) return;
      if (!fact && name !== 'page_viewed') return;
      const time = Date.parse(String(event.timestamp));
      const at = Math.abs(time - env.now()) < 7 * 86_400_000 ? time : env.now();
      const eventId = toText(event.id);
      tracker.observe({
        page: { url, title: toText(title), referrer: toUrl(referrer) },
        at,
        eventId,
        toId: eventId
          ? (index) => deriveId(`${eventId} ${index}`, at, ((Number(event.seq) || 0) * 8 + Math.min(index, 7)) & 4095)
          : undefined,
        actions: (memory) =>
          fact ? toActions(fact, memory, { address: url, platform: PLATFORM }) : [['page.viewed', {}]],
      });
    } catch {
      // An event of unknown form.
    }
  };
  const names = [...EVENTS.split(' '), ...(forms[0] ? ['form_submitted'] : [])];
  for (const event of settings.early?.splice(0) ?? []) {
    const { name } = isObject(event) ? event : {};
    if (names.includes(name as string)) observe(name as string)(event);
  }
  const undo = [tracker.stop, ...names.map((name) => toStop(analytics.subscribe(name, observe(name))))];
  // The lax sandbox is a frame, which gets an event as the page goes away. The strict sandbox is a worker, which gets none.
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
