import { beforeEach, describe, expect, it } from 'vitest';
import type { Fact } from '../../src/facts/fact.ts';
import { memoryStorage, useClock } from '../support/harness.ts';
import { nameOf, spoil, RUBBISH } from '../support/rubbish.ts';
import { openShop, PLATFORM } from './support/shop-page.ts';
import { wrongIn } from './support/wrong-types.ts';

beforeEach(() => void useClock());

const product = {
  reference: '101',
  isAnyLevel: true,
  sku: 'M-1',
  variant: 'S',
  aliases: ['7'],
  name: 'Mate',
  url: '/p/mate',
  image_url: '/mate.jpg',
  brand: 'B',
  categories: ['C'],
  tags: ['T'],
  price: 105_000,
};
const other = { ...product, reference: '102', sku: 'Y-1', name: 'Yerba', aliases: ['8'] };
const line = (of = product, quantity = 1) => ({ product: of, quantity });

/** The record of a shop as the page before has left it. */
const record = (now: number) => ({
  cart: {
    reference: 'c1',
    id: 'c1',
    lines: [{ ...line(other, 2), price: 1, key: '102/Y-1' }],
    currency: 'UYU',
    by: 'woocommerce',
    seen: now - 60_000,
    active: now - 60_000,
    checkout: now - 70_000,
    added: now - 80_000,
  },
  product: { product, currency: 'UYU', at: now - 60_000 },
  told: [['order.placed 1', 'woocommerce', now - 50_000]],
  ahead: [{ fact: { type: 'cart.removed', lines: [line()] }, sources: ['ga4'], at: now - 40_000 }],
});

/** A page of a platform that shows a product, a cart and an order. Returns what was sent, and what the page was shown of it. */
const happen = (stored: string) => {
  const { ledger, sent, actions } = openShop({ storage: memoryStorage(new Map([['test:shop', stored]])) });
  const shown = [ledger.cart(), ledger.lastProduct()].map((one) => ({
    ...one,
    viewed_at: undefined,
    updated_at: undefined,
  }));
  const emit = ledger.addSource(PLATFORM);
  const say = (fact: Omit<Fact, 'lines'>, ...lines: Fact['lines'] & object) =>
    emit(structuredClone({ confirmed: true, currency: 'UYU', lines, ...fact }));
  say({ type: 'product.viewed' }, line());
  say({ type: 'cart', reference: 'c1' }, line(other));
  say({ type: 'cart', reference: 'c1' }, line(other), line());
  say({ type: 'cart.viewed', reference: 'c1' });
  say({ type: 'checkout.started', reference: 'c1' });
  say({ type: 'order.placed', reference: '1001', total: 500_000 });
  ledger.flush(false);
  return { actions: actions(), told: [...sent, ...shown] };
};

const NEEDED = ['product.viewed', 'cart.added', 'cart.viewed', 'checkout.started', 'order.placed'];
describe('rubbish in what is stored of a shop', () => {
  it.each(RUBBISH.map((text) => [nameOf(text), text]))(
    'a record that is %s keeps nothing from being reported',
    (_name, text) => {
      const { actions, told } = happen(text);
      expect(actions).toEqual(expect.arrayContaining(NEEDED));
      expect(wrongIn(told)).toEqual([]);
    },
  );

  it('rubbish at any place of the record keeps nothing from being reported, and does not leave the page', () => {
    const faults: string[] = [];
    for (const [place, text] of spoil(record(Date.now()))) {
      const { actions, told } = happen(text);
      // The stored checkout was started in this visit, and is not told again.
      const missing = NEEDED.filter((needed) => needed !== 'checkout.started' && !actions.includes(needed));
      faults.push(...missing.map((name) => `${place}: no ${name}`), ...wrongIn(told).map((at) => `${place}: ${at}`));
    }
    expect(faults).toEqual([]);
  }, 60_000);
});
