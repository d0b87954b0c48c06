import { onTestFinished, vi } from 'vitest';
import type { Adapter } from '../../../src/observe/adapter.ts';
import { createShop } from '../../../src/observe/shop.ts';
import type { ShopOptions } from '../../../src/observe/shop.ts';
import type { Plugin } from '../../../src/types/tracker.ts';
import { memoryStorage, pageTransition, start, visit } from '../../support/harness.ts';
import type { SentEvent } from '../../support/harness.ts';

interface Item {
  product: { reference?: string; sku?: string; name?: string };
  quantity: number;
}

/** One visit to a shop: opens its pages one after another, as a visitor does, and tells what was sent from all of them. */
export const startVisit = () => {
  const storage = memoryStorage();
  const sent: SentEvent[][] = [];
  let leave = () => {};
  return {
    storage,
    /** Leaves the page before, puts the document in place, and runs a tracker with these adapters on it. */
    open(
      { address, html = '', prepare = () => {} }: { address: string; html?: string; prepare?: () => void },
      adapters: Adapter[],
      options: ShopOptions = {},
    ) {
      leave();
      visit(address);
      document.head.innerHTML = document.body.innerHTML = '';
      document.body.innerHTML = html;
      prepare();
      const shop = createShop(adapters, options);
      const events: SentEvent[] = [];
      // First, since some things are told as the shop is started.
      const hear: Plugin = ({ on }) =>
        on('event', (event) => void events.push(JSON.parse(JSON.stringify(event)) as SentEvent));
      const page = start({ plugins: [hear, shop.plugin] }, { storage });
      sent.push(events);
      leave = () => {
        pageTransition('pagehide');
        // A page that is left has no time to tidy up.
        const kept = Object.entries({ ...sessionStorage }) as [string, string][];
        page.tracker.stop();
        for (const [key, value] of kept) sessionStorage.setItem(key, value);
        leave = () => {};
      };
      return { ...page, shop };
    },
    leave: () => leave(),
    events: () => sent.flat(),
    /** Action, then what of which product: `2 × 77/REM-R-M`, or the number of the order. */
    rows: () =>
      sent.flat().map(({ action, object, object_parameters }) => {
        const { items, reference, sku, code } = (object_parameters ?? {}) as Record<string, unknown>;
        const lines = (items as Item[] | undefined)?.map(
          ({ product, quantity }) => `${quantity} × ${product.reference}/${product.sku}`,
        );
        const isOwn = /^(order|refund)/.test(action);
        return [
          action,
          ...(isOwn ? [reference] : []),
          ...(lines ?? (isOwn ? [] : [object ?? code ?? `${String(reference)}/${String(sku)}`])),
        ];
      }),
  };
};

/** The shop's server: answers what the page asks for, by `fetch`. What it does not know is not there. */
export const serveShop = (answers: Record<string, () => unknown>) => {
  const asked: string[] = [];
  vi.stubGlobal('fetch', async (input: string, init: RequestInit = {}) => {
    const { pathname, search } = new URL(String(input), location.href);
    const place = `${init.method ?? 'GET'} ${pathname}${search}`;
    asked.push(place);
    const answer = await answers[place]?.();
    return answer === undefined ? new Response('', { status: 404 }) : Response.json(answer);
  });
  onTestFinished(() => void vi.unstubAllGlobals());
  return asked;
};
