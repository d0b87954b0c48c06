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

/** One visit to a shop. Opens its pages one after another, and returns the events that all of them sent. */
export const startVisit = () => {
  const storage = memoryStorage();
  const sent: SentEvent[][] = [];
  let leave = () => {};
  return {
    storage,
    /** Leaves the previous page, sets up the document, and starts a tracker with these adapters. */
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
      // Comes first, because the shop may report facts while it starts.
      const hear: Plugin = ({ on }) =>
        on('event', (event) => void events.push(JSON.parse(JSON.stringify(event)) as SentEvent));
      const page = start({ plugins: [hear, shop.plugin] }, { storage });
      sent.push(events);
      leave = () => {
        pageTransition('pagehide');
        // A browser that leaves a page stops no tracker, so session storage must survive this stop.
        const kept = Object.entries({ ...sessionStorage }) as [string, string][];
        page.tracker.stop();
        for (const [key, value] of kept) sessionStorage.setItem(key, value);
        leave = () => {};
      };
      return { ...page, shop };
    },
    leave: () => leave(),
    events: () => sent.flat(),
    /** One row per event: the action, the number of an order, and lines such as `2 × 77/REM-R-M`. */
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

/** The shop's server, for `fetch`. Answers 404 at an unknown address. Returns the requests that it got. */
export const serveShop = (answers: Record<string, () => unknown>) => {
  const asked: string[] = [];
  vi.stubGlobal('fetch', async (input: string, init: RequestInit = {}) => {
    const { pathname, search } = new URL(String(input), location.href);
    const place = `${init.method ?? 'GET'} ${pathname}${search}`;
    asked.push(place);
    const answer = await answers[place]?.();
    if (answer instanceof Response) return answer;
    return answer === undefined ? new Response('', { status: 404 }) : Response.json(answer);
  });
  onTestFinished(() => void vi.unstubAllGlobals());
  return asked;
};
