import type { Page } from '@playwright/test';
import type { Collector } from '../../../collector/src/index.ts';
import { expect } from '../../support/fixtures.ts';
import type { Stored } from '../../support/stored-events.ts';
import { scriptTag } from '../../support/tracked-page.ts';

/** An event in short form: its action, its object, its amount, its observer, and the source of its object. */
export type Told = [action: string, what: string, amount: string, by: string, source: string];

interface Product {
  reference?: string;
  sku?: string;
  source?: string;
}
interface Described extends Product {
  items?: { product: Product; quantity: number }[];
  code?: string;
  name?: string;
}

const nameOf = ({ reference, sku }: Product) => [reference, sku].filter(Boolean).join('/');

/** Returns all events that the collector has stored, except page views. */
export const readTold = async (stored: Stored): Promise<Told[]> =>
  (await stored.rows())
    .filter(({ action }) => action !== 'page.viewed')
    .map(({ action, event }) => {
      const described = (event.object_parameters ?? {}) as Described;
      const { items, reference, code } = described;
      const isOwn = /^(order|refund)/.test(action);
      const lines = items?.map(({ product, quantity }) => `${quantity} × ${nameOf(product)}`);
      const what = lines ?? (isOwn ? [] : [(event.object as string) ?? code ?? nameOf(described)]);
      const [source] = [described.source, items?.[0]?.product.source].filter(Boolean);
      return [
        action,
        [...(isOwn ? [`#${String(reference)}`] : []), ...what].join(', '),
        event.amount === undefined ? '' : `${String(event.amount)} ${String(event.currency)}`,
        String(event.observed_by),
        source ?? '',
      ];
    });

/** Expects exactly these events, even after the page has flushed its queue. */
export const expectTold = async (page: Page, stored: Stored, expected: Told[]) => {
  await expect.poll(async () => (await readTold(stored)).length).toBeGreaterThanOrEqual(expected.length);
  await page.evaluate(() => window.vitrina.flush());
  expect(await readTold(stored)).toEqual(expected);
};

/** Returns the tag that a merchant pastes. */
export const storefrontTag = (collector: Pick<Collector, 'url'>, query: Record<string, string> = {}) =>
  scriptTag(collector, query).replace('/vitrina.js?', '/vitrina.storefront.js?');
