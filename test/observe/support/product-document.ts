import { onTestFinished } from 'vitest';
import { toAmount } from '../../../src/facts/money.ts';
import { readDocument } from '../../../src/observe/sources/product-page/product-page.ts';

export const HREF = 'https://shop.example/p/mate';

export const block = (value: unknown) => `<script type="application/ld+json">${JSON.stringify(value)}</script>`;
export const meta = (property: string, content: string) => `<meta property="${property}" content="${content}">`;
/** A product of schema.org with these fields. */
export const product = (fields: Record<string, unknown>): Record<string, unknown> => ({
  '@context': 'https://schema.org/',
  '@type': 'Product',
  ...fields,
});

/** The product that a document with this markup describes: its fields, its price in major units, and the currency. */
export const describe = (html: string[], href = HREF) => {
  document.body.innerHTML = html.join('');
  onTestFinished(() => void (document.body.innerHTML = ''));
  const fact = readDocument(document, href);
  const { price, ...fields } = fact?.lines?.[0]?.product ?? {};
  return fact && { ...fields, price: price === undefined ? undefined : toAmount(price), currency: fact.currency };
};
