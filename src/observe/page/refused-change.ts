import { attempt } from '../../base/attempt.js';
import type { Fact } from '../../facts/fact.js';

/** The fields in which platforms pass the product to add, in JSON and in forms. Nothing else of a request is read. */
const IDS =
  /(?:^|[&"]|items\[\d*\]\[)(?:id|(?:product|variation|variant)_id|add[-_]to[-_]cart)"?\]?[:,]\s*"?([^"&,\]}]+)/g;

/**
 * The change of the cart that a request has asked for and the shop has refused, with the ids of its products.
 * @param since when the page made the request; Unix ms
 */
export const readRefused = (since: number, body: unknown): Fact => {
  // JSON stays as it is, and the fields of a form become `name,value&name,value`. A body of bytes throws.
  const text = attempt(() => [...new URLSearchParams(body as string)].join('&')) ?? '';
  const aliases = [...text.matchAll(IDS)].map(([, id = '']) => id);
  const lines = aliases[0] ? [{ product: { aliases }, quantity: 1 }] : [];
  return { type: 'refused', confirmed: true, since, lines };
};
