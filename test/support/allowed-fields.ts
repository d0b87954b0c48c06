import { expect } from 'vitest';

/** The fields of objects that may be sent, by the object's place. They are the same for all sources. */
const OBJECTS: Record<string, string[]> = {
  object_parameters: [
    'reference',
    'source',
    'items',
    'total',
    'delivery',
    'payment_method',
    'metadata',
    'code',
    'name',
    'sku',
    'variant',
    'price',
    'url',
    'image_url',
    'brand',
    'categories',
    'tags',
  ],
  product: [
    'reference',
    'source',
    'name',
    'sku',
    'variant',
    'price',
    'url',
    'image_url',
    'brand',
    'categories',
    'tags',
  ],
  items: ['product', 'quantity', 'price'],
  price: ['amount', 'currency'],
  total: ['amount', 'currency'],
};

/** Returns a check that a value has only the fields of objects, and those that `lists` adds for its places. */
export const allowing = (lists: Record<string, string[]>) => {
  const allowed = { ...OBJECTS, ...lists };
  const expectAllowed = (value: unknown, place = 'event'): void => {
    if (Array.isArray(value)) return value.forEach((one) => expectAllowed(one, place));
    if (typeof value !== 'object' || value === null) return;
    for (const [name, inner] of Object.entries(value)) {
      expect(allowed[place], `${place}.${name}`).toContain(name);
      expectAllowed(inner, name);
    }
  };
  return expectAllowed;
};
