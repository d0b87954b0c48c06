import { listen } from '../../browser/listen.js';
import type { ConsentSource } from '../../types/tracker.js';
import { createSource } from './create-source.js';

interface CustomerPrivacy {
  analyticsProcessingAllowed?: () => boolean;
  /** `yes`, `no`, or empty if the visitor has not answered. */
  currentVisitorConsent: () => { analytics: string };
}

interface ShopifyGlobal {
  customerPrivacy?: CustomerPrivacy;
  loadFeatures: (features: object[], done: () => void) => void;
}

/**
 * Shopify's Customer Privacy API: `granted` if the shop's settings, the visitor's region and the visitor allow analytics. If
 * they do not, `denied` once the visitor has answered, else `pending`. https://shopify.dev/docs/api/customer-privacy (2026-11)
 * @example
 * ```ts
 * import vitrina from 'vitrina';
 * import { shopify } from 'vitrina/consent/shopify';
 *
 * void vitrina.initialize('xy76ks', { endpoint: 'https://events.example.com/v1/events', consent: shopify() });
 * ```
 */
export const shopify = (): ConsentSource =>
  createSource((check, stopPolling) => {
    let hasLoadedApi = false;
    let hasAnswered = false;
    /** The answer that the current event carries; the API may still give the old one while the event is dispatched. */
    let eventAnswer: unknown;

    return [
      () => {
        if (typeof eventAnswer === 'boolean') return eventAnswer ? 'granted' : 'denied';
        const { Shopify: shop } = window as unknown as { Shopify: ShopifyGlobal };
        const { customerPrivacy: privacy } = shop;
        if (privacy?.analyticsProcessingAllowed) {
          const isAllowed = privacy.analyticsProcessingAllowed();
          stopPolling();
          if (isAllowed) return 'granted';
          return hasAnswered || privacy.currentVisitorConsent().analytics === 'no' ? 'denied' : 'pending';
        }
        if (!hasLoadedApi) {
          shop.loadFeatures([{ name: 'consent-tracking-api', version: '0.1' }], check);
          hasLoadedApi = true;
        }
        return undefined;
      },
      listen(document, 'visitorConsentCollected', ({ detail }: CustomEvent<{ analyticsAllowed?: unknown } | null>) => {
        eventAnswer = detail?.analyticsAllowed;
        hasAnswered = true;
        check();
        eventAnswer = undefined;
      }),
    ];
  });
