import { listen } from '../../browser/listen.js';
import type { ConsentSource } from '../../types/tracker.js';
import { createSource } from './create-source.js';

interface CustomerPrivacy {
  analyticsProcessingAllowed?: () => boolean;
  /** `yes`, `no`, or empty where the visitor has not said so. */
  currentVisitorConsent: () => { analytics: string };
}

interface ShopifyGlobal {
  customerPrivacy?: CustomerPrivacy;
  loadFeatures: (features: object[], done: () => void) => void;
}

/**
 * Shopify's Customer Privacy API: granted where analytics are allowed by the shop's settings, the visitor's region and the
 * visitor. Not allowed is denied only where the visitor has said so. https://shopify.dev/docs/api/customer-privacy (2026-11)
 */
export const shopify = (): ConsentSource =>
  createSource((check, stopLooking) => {
    let isAsked = false;
    let hasAnswered = false;
    /** What the visitor answers right now. */
    let told: unknown;

    return [
      () => {
        if (typeof told === 'boolean') return told ? 'granted' : 'denied';
        const { Shopify: shop } = window as unknown as { Shopify: ShopifyGlobal };
        const { customerPrivacy: privacy } = shop;
        if (privacy?.analyticsProcessingAllowed) {
          const isAllowed = privacy.analyticsProcessingAllowed();
          stopLooking();
          if (isAllowed) return 'granted';
          return hasAnswered || privacy.currentVisitorConsent().analytics === 'no' ? 'denied' : 'pending';
        }
        if (!isAsked) {
          shop.loadFeatures([{ name: 'consent-tracking-api', version: '0.1' }], check);
          isAsked = true;
        }
        return undefined;
      },
      listen(document, 'visitorConsentCollected', ({ detail }: CustomEvent<{ analyticsAllowed?: unknown } | null>) => {
        told = detail?.analyticsAllowed;
        hasAnswered = true;
        check();
        told = undefined;
      }),
    ];
  });
