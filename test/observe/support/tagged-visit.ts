import { onTestFinished } from 'vitest';
import type { Adapter } from '../../../src/observe/adapter.ts';
import { dataLayer } from '../../../src/observe/sources/data-layer/data-layer.ts';
import { advance } from '../../support/harness.ts';
import { setGlobal } from './fake-gtm.ts';
import { startVisit } from './open-page.ts';

interface Item {
  product: { reference?: string; sku?: string; name?: string };
  quantity: number;
}

/** A visit to a shop of a platform that also reports to GA4. */
export const startTaggedVisit = (createAdapter: () => Adapter) => {
  const visit = startVisit();
  onTestFinished(visit.leave);
  sessionStorage.clear();
  return {
    ...visit,
    /** Leaves the previous page, and opens another. */
    async open(address: string, page: { html?: string; prepare?: () => void } = {}) {
      visit.leave();
      setGlobal('dataLayer', []);
      const opened = visit.open({ address, ...page }, [createAdapter(), dataLayer()]);
      await advance(10);
      return opened;
    },
    /** Says to GA4 what the visitor tries to do. */
    async push(event: 'add_to_cart' | 'remove_from_cart', item: object) {
      (window as unknown as { dataLayer: unknown[] }).dataLayer.push({ event, ecommerce: { items: [item] } });
      // A browser runs microtasks before it leaves a page.
      await Promise.resolve();
    },
    /** One row for each change of the cart: its action, its lines by name, and its source. */
    changes: () =>
      visit
        .events()
        .filter(({ action }) => /^cart\.(add|rem)/.test(action))
        .map(({ action, object_parameters, observed_by }) => {
          const { items = [] } = (object_parameters ?? {}) as { items?: Item[] };
          return [action, ...items.map(({ product, quantity }) => `${quantity} × ${product.name}`), observed_by].join(
            ' ',
          );
        }),
  };
};

/** Longer than any source waits for another. */
export const SLOW_MS = 7_000;
