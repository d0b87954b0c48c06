import { describe, expect, it } from 'vitest';
import { toCurrency } from '../../src/facts/money.ts';
import { first, toReference, toText, withoutSign } from '../../src/facts/values.ts';

const PLACEHOLDERS = [
  ...['', '  ', 'undefined', 'null', 'NaN', 'None', 'N/A', '(not set)', '[object Object]'],
  ...['{{order.id}}', '{{ DLV - order }}', '${orderId}', '{order_id}', '%ORDER_ID%', ' undefined '],
  ...[undefined, null, NaN, {}, []],
];

describe('placeholder', () => {
  it.each(PLACEHOLDERS)('the placeholder %o is neither a name, nor a number of an order, nor a currency', (value) => {
    expect([toText(value), toReference(value), toCurrency(value)]).toEqual([undefined, undefined, undefined]);
  });

  it('the first value is one that is no placeholder, and may be zero or an object', () => {
    expect(first(undefined, '(not set)', '{{id}}', NaN, 'T-1')).toBe('T-1');
    expect([first('', 0, 5), first('null', false)]).toEqual([0, false]);
    const object = {};
    expect(first(null, object)).toBe(object);
  });

  it.each(['0', 0, '000', '#0', '-', '#'])(
    '%o is a text that shops send before they know the number of an order',
    (value) => {
      expect(toReference(value)).toBeUndefined();
    },
  );

  it.each([
    ...['#undefined', '# null', 'Nº NaN', '#{{order.name}}', 'order-{{order.name}}', 'T-${id}'],
    ...['[order_id]', '[[orderId]]', '<?php echo $order_id; ?>', '<?= $order->get_id() ?>', '<%= order.id %>'],
    ...['false', 'true', 'False', '-1', -1, '#-1'],
  ])('%o is no number of an order, because a template or a program has put it where one should be', (value) => {
    expect(toReference(value)).toBeUndefined();
  });

  it.each(['#1042', '# 1042', '＃1042', '№1042', '№ 1042', 'Nº 1042', 'nº1042', 'n° 1042', 'N.º 1042', '1042'])(
    '%s is the order 1042',
    (reference) => expect(withoutSign(reference)).toBe('1042'),
  );

  it.each(['N1042', 'No-1042', '1-042', '1042#', '10#42'])('%s is written without a sign', (reference) =>
    expect(withoutSign(reference)).toBe(reference),
  );

  it.each([
    ['#1001', '#1001'],
    ['A[1]', 'A[1]'],
    ['1-1', '1-1'],
    ['Falsetto', 'Falsetto'],
    [1001, '1001'],
    ['00-A', '00-A'],
    ['n%20b', 'n%20b'],
    ['Nullarbor', 'Nullarbor'],
  ])('%o is a number of an order', (value, reference) => expect(toReference(value)).toBe(reference));

  it.each(['0', '100% lana', 'Mate {grande} azul', '50% + 20% off'])('the name "%s" is a name', (name) =>
    expect(toText(name)).toBe(name),
  );

  it('a very long text of blanks is read at once', () => {
    const begun = performance.now();
    expect(first(`${' '.repeat(200_000)}x`)).toBeDefined();
    expect(performance.now() - begun).toBeLessThan(500);
  });
});
