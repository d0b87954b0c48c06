import { describe, expect, it } from 'vitest';
import { fromMinor, toAmount, toCurrency, toUnits } from '../../src/facts/money.ts';

const read = (value: unknown, currency?: string) => {
  const units = toUnits(value, currency);
  return units === undefined ? undefined : toAmount(units);
};

describe('amount', () => {
  it.each([
    ['1.234,56', 1234.56],
    ['1,234.56', 1234.56],
    ['$ 12.990', 12990],
    ['1,299', 1299],
    ['1.234.567', 1234567],
    ['1.234.567,8', 1234567.8],
    ['R$ 89,90', 89.9],
    ["CHF 1'299.95", 1299.95],
    ['1 234,50 €', 1234.5],
    ['542.00', 542],
    ['0.125', 0.125],
    ['12.9900', 12.99],
    ['1299.990', 1299.99],
    ['1234,567', 1234.567],
    ['19', 19],
    ['.99', 0.99],
    ['$.99', 0.99],
    ['USD .5', 0.5],
    ['S/.25.90', 25.9],
    ['Bs.1.250,00', 1250],
    ['Gs. 150.000', 150000],
    ['2 x $ 500', 500],
    ['Total (3 productos): R$ 1.234,50', 1234.5],
    ['3x de R$411,33 sem juros', 411.33],
    ['$ 1.299 en 12 cuotas', 1299],
    ['12,50 € (2 piezas)', 12.5],
    ['$ -3', undefined],
    ['', undefined],
    ['free', undefined],
    ['-3.50', undefined],
  ])('the text "%s" is read as the amount that a shop means by it', (text, amount) => {
    expect(read(text)).toBe(amount);
  });

  it('an amount in a currency with three decimals is read with three decimals', () => {
    expect([read('1.234', 'KWD'), read('1.234', 'CLP')]).toEqual([1.234, 1234]);
  });

  it('a number is read as it is, and a value that is not an amount as undefined', () => {
    expect([read(0.1 + 0.2), read(0), read(89.9)]).toEqual([0.3, 0, 89.9]);
    expect([NaN, Infinity, -1, null, undefined, {}, [5], true].map((value) => read(value))).toEqual(
      Array(8).fill(undefined),
    );
  });

  it('amounts add up without rounding errors', () => {
    const units = toUnits(0.1) ?? 0;
    expect(toAmount(units * 3)).toBe(0.3);
  });

  it('minor units are read by the number of decimals that the platform names', () => {
    expect(
      [fromMinor(248050), fromMinor('1999'), fromMinor('1990', 0), fromMinor('12345', 3)].map((u) => toAmount(u!)),
    ).toEqual([2480.5, 19.99, 1990, 12.345]);
    expect([fromMinor(''), fromMinor(null), fromMinor(undefined), fromMinor('x')]).toEqual(Array(4).fill(undefined));
  });

  it('a currency is read only if it is a code', () => {
    expect(['uyu', 'USD', '$', 'R$', 5].map(toCurrency)).toEqual(['UYU', 'USD', undefined, undefined, undefined]);
  });
});
