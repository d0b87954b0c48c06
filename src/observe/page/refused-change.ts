import { parseObject } from '../../base/json.js';
import type { Fact } from '../../facts/fact.js';
import { toObject, toObjects, toTexts } from '../../facts/values.js';

/** The fields in which platforms pass the product to add, in forms and in JSON. Nothing else of a request is read. */
const ID = /^(items\[\d*\]\[)?(id|(product|variation|variant)_id|add[-_]to[-_]cart)\]?$/;

const entriesOf = (body: unknown): [name: string, value: unknown][] => {
  if (body instanceof FormData || body instanceof URLSearchParams) return [...body.entries()];
  if (typeof body !== 'string') return [];
  const json = parseObject(body);
  if (!json) return [...new URLSearchParams(body)];
  const { items, orderItems, requests } = json;
  const parts = [items, orderItems].flatMap((list) => toObjects(list));
  return [json, ...parts, ...toObjects(requests).map((one) => toObject(one.body))].flatMap((part) =>
    Object.entries(part),
  );
};

/** The change of the cart that a request has asked for and the shop has refused, with the ids of its products. */
export const readRefused = ({ body, since }: { body?: unknown; since: number }): Fact => {
  const aliases = toTexts(
    entriesOf(body)
      .filter(([name]) => ID.test(name))
      .map(([, value]) => value),
  );
  return { type: 'refused', confirmed: true, since, lines: aliases && [{ product: { aliases }, quantity: 1 }] };
};
