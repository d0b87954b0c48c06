import { describe, expect, it } from 'vitest';
import { mergeLines, subtractLines } from '../../src/facts/cart-lines.ts';
import type { Line } from '../../src/facts/fact.ts';
import { toUnits } from '../../src/facts/money.ts';
import { toValue } from '../../src/facts/to-props.ts';
import { toQuantity } from '../../src/facts/values.ts';

describe('quantity', () => {
  it.each([
    [2, 2],
    ['2', 2],
    ['2,00', 2],
    ['2.0000', 2],
    ['3 pcs', 3],
    ['× 4', 4],
    ['0,5 kg', 0.5],
    ['.25', 0.25],
    [1.85, 1.85],
    [2.6, 2.6],
    [-2, 2],
    ['-2', 2],
    [0.1 + 0.2, 0.3],
  ])('the quantity %j is read as %d', (value, quantity) => {
    expect(toQuantity(value)).toBe(quantity);
  });

  it.each([[0], ['0'], ['0,00'], [-0]])('the quantity %j is a stated zero', (value) => {
    expect(toQuantity(value)).toBe(0);
  });

  it.each([[undefined], [null], [''], ['many'], [NaN], [Infinity], [1e300], [{}], [[3]], [true], [Symbol('s')]])(
    'a quantity that cannot be read is one: %s',
    (value) => {
      expect(toQuantity(value)).toBe(1);
    },
  );
});

describe('lines with decimals', () => {
  const cheese = (quantity: number): Line => ({ product: { reference: '7', price: toUnits(9.99) }, quantity });

  it('quantities of one product add up without rounding errors', () => {
    expect([...mergeLines([cheese(0.1), cheese(0.2)]).values()].map(({ quantity }) => quantity)).toEqual([0.3]);
  });

  it('a cart that has grown from 0.1 to 0.3 has 0.2 more, and one with the same sum has nothing more', () => {
    expect(subtractLines([cheese(0.3)], [cheese(0.1)])).toEqual([cheese(0.2)]);
    expect(subtractLines([cheese(0.1), cheese(0.2)], [cheese(0.3)])).toEqual([]);
  });

  it.each([
    [0.3, 2.997],
    [1.85, 18.4815],
    [0.3333, 3.3297],
  ])('%d of a product at 9.99 cost %d', (quantity, amount) => {
    expect(toValue(undefined, [cheese(quantity)], 'EUR')).toEqual({ amount, currency: 'EUR' });
  });
});
