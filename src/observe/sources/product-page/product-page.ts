import { stringify } from '../../../base/json.js';
import type { Fact } from '../../../facts/fact.js';
import { fill, first } from '../../../facts/values.js';
import type { OfPage } from '../../../types/page.js';
import type { Adapter } from '../../adapter.js';
import { lookOften } from '../../page/look-often.js';
import { readJsonLd } from './json-ld.js';
import { readMicrodata } from './microdata.js';
import { readOpenGraph } from './open-graph.js';

const MAX_HEADINGS = 5;
const textOfElement = ({ textContent }: Element) => textContent ?? '';

/** The view of the product that the document describes now; `undefined` if it describes none. JSON-LD comes before Open Graph, and both before microdata. */
export const readDocument = (document: OfPage<'Document'>, href: string): Fact | undefined => {
  const texts = [...document.querySelectorAll('script[type="application/ld+json" i]')].map(textOfElement);
  const properties: Record<string, string> = {};
  for (const meta of document.querySelectorAll('meta[property],meta[name]')) {
    const name = meta.getAttribute('property') ?? meta.getAttribute('name') ?? '';
    properties[name] ??= meta.getAttribute('content') ?? '';
  }
  const propertiesOf = (...names: string[]) => names.map((name) => properties[name]);
  const page = {
    href,
    canonical: document.querySelector<HTMLLinkElement>('link[rel="canonical" i]')?.href,
    type: properties['og:type'],
    names: [
      ...[...document.querySelectorAll('h1')].slice(0, MAX_HEADINGS).map(textOfElement),
      properties['og:title'] ?? '',
    ],
    currency: first(...propertiesOf('product:sale_price:currency', 'product:price:currency', 'og:price:currency')),
    amounts: propertiesOf('product:sale_price:amount', 'product:price:amount', 'og:price:amount'),
  };
  const described = readJsonLd(texts, page);
  const shared = readOpenGraph(properties, page);
  const [line] = described?.lines ?? [];
  // A document that is still loading may lack the half of its microdata.
  if (!described || !line)
    return shared ?? (document.readyState === 'loading' ? undefined : readMicrodata(document, page));
  fill(line.product, shared?.lines?.[0]?.product);
  return described;
};

/**
 * Reports the product that a page describes for search engines (JSON-LD, microdata) and for previews of links (Open Graph).
 * @example
 * ```ts
 * import { createShop, productPage } from 'vitrina/observe';
 *
 * const { plugin } = createShop([productPage()]);
 * ```
 */
export const productPage = (): Adapter => ({
  name: 'json-ld',
  detect: () => true,
  start(emit, onPageChange) {
    let reportedPath: string | undefined;
    /** The line of the last page. It may stay in the document for a while after the address has changed. */
    let last = '';

    return lookOften(() => {
      const { href, pathname } = location;
      if (reportedPath !== pathname) reportedPath = undefined;
      // Shops describe themselves as a product on their home page, to get stars in search results.
      if (reportedPath || pathname === '/') return;
      const fact = readDocument(document, href);
      const [line] = fact?.lines ?? [];
      const text = stringify(line ?? '');
      if (text === last && !line?.product.url?.includes(pathname)) return;
      last = text;
      if (!fact || !line) return;
      reportedPath = pathname;
      fill(line.product, { url: href });
      emit(fact);
    }, onPageChange);
  },
});
