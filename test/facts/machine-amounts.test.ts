import { describe, expect, it } from 'vitest';
import { createAmountReader, toAmount } from '../../src/facts/money.ts';
import type { ReadAmount } from '../../src/facts/money.ts';

/** The first of the amounts, read among all of them; `near` are amounts that cannot differ by thousands from it. */
const read = (currency: string | undefined, amounts: unknown[], near?: unknown[]) => {
  const alike = near && ((way: ReadAmount) => [amounts[0], ...near].map(way));
  const units = createAmountReader(currency, [...amounts, ...(near ?? [])], alike)(amounts[0]);
  return units === undefined ? undefined : toAmount(units);
};

describe('amount of a machine format (JSON-LD, microdata, GA4, product:price:amount)', () => {
  // Three digits after one dot: a decimal by specification, or thousands.
  it.each<
    [amount: string, currency: string | undefined, meant: number, why: string, others: unknown[], near?: unknown[]]
  >([
    ['1.250', 'EUR', 1.25, 'the specification says that a dot is the decimal point', []],
    ['1.250', 'BRL', 1.25, 'the currency is written with decimals', []],
    ['1.250', 'KWD', 1.25, 'the currency has three decimals', []],
    ['1.250', undefined, 1.25, 'nothing speaks against the specification', []],
    ['12.990', 'CLP', 12990, 'the currency has no decimals', []],
    ['12.990', 'PYG', 12990, 'the currency has no decimals', []],
    ['12.990', 'JPY', 12990, 'the currency has no decimals', []],
    ['12.990', 'COP', 12990, 'the currency is mostly written without decimals', []],
    ['12.990', 'ARS', 12990, 'the currency is mostly written without decimals', []],
    ['12.990', 'EUR', 12990, 'a price of the page has a comma before its decimals', ['990,50']],
    ['12.990', 'EUR', 12990, 'a price of the page has dots between thousands', ['1.299.000']],
    ['12.990', 'ARS', 12.99, 'a price of the page has a dot before two decimals', ['89.90']],
    ['12.990', 'ARS', 12.99, 'a price of the page has commas between thousands', ['1,299']],
    ['12.990', 'ARS', 12990, 'other doubtful prices say nothing', ['8.990', '990']],
    ['12.990', 'USD', 12990, 'a numeric total beside it says so', [], [12990]],
    ['12.990', 'USD', 12990, 'a total with shipping is of the same size', [], [15500.5]],
    ['12.990', 'USD', 12990, 'the total is thousands in plain digits', [], ['12990']],
    ['1.250', 'ARS', 1.25, 'a numeric total beside it says so', [], [1.25]],
    ['1.250', 'ARS', 1.25, 'the total is a plain decimal', [], ['2.50']],
    ['1.250', 'EUR', 1.25, 'a total beside it is as doubtful', [], ['2.500']],
    ['12.990', 'ARS', 12990, 'a total beside it is as doubtful', [], ['25.980']],
    ['12.990', 'ARS', 12990, 'a total of 0 says nothing', [], [0]],
    ['12.990', 'CLP', 12990, 'the total counts more than the notation of others', ['89.90'], [12990]],
  ])('"%s" in %s is %d, because %s', (amount, currency, meant, _, others, near) => {
    expect(read(currency, [amount, ...others], near)).toBe(meant);
  });

  // Everything else is not doubtful, and is read in any currency alike.
  it.each([
    ['1250.00', 1250],
    ['0.125', 0.125],
    ['1250.5', 1250.5],
    ['12.9900', 12.99],
    ['1299.990', 1299.99],
    ['1.234,56', 1234.56],
    ['R$ 1.234,56', 1234.56],
    ['1,299.00', 1299],
    ['1.234.567', 1234567],
    [12.99, 12.99],
    [899.16, 899.16],
    ['', undefined],
    ['on request', undefined],
    [null, undefined],
  ])('%j is %d in a currency with decimals and in one without', (amount, meant) => {
    expect(['EUR', 'CLP', undefined].map((currency) => read(currency, [amount]))).toEqual([meant, meant, meant]);
  });
});
