import { beforeEach, describe, expect, it } from 'vitest';
import type { Fact } from '../../../src/facts/fact.ts';
import { toUnits } from '../../../src/facts/money.ts';
import { advance, memoryStorage, useClock } from '../../support/harness.ts';
import { line, mate, openShop, PLATFORM, whole, yerba } from '../support/shop-page.ts';
import type { Sent } from '../support/shop-page.ts';

beforeEach(() => void useClock());

const GA4 = { name: 'ga4' };
const order = (reference?: string, more: Partial<Fact> = {}): Fact => ({
  type: 'order.placed',
  reference,
  currency: 'UYU',
  total: toUnits(21),
  lines: [line(whole(mate), 2)],
  ...more,
});
const cartOf = (event?: Sent) => (event?.object_parameters as { reference?: string } | undefined)?.reference;

/** Two tabs of one visitor, on pages of a shop whose platform may still report what the tags of the page announce. */
const openTabs = () => {
  const storage = memoryStorage();
  return [1, 2].map(() => {
    const page = openShop({ storage });
    return { ...page, platform: page.ledger.addSource(PLATFORM), ga4: page.ledger.addSource(GA4) };
  }) as [Tab, Tab];
};
type Tab = ReturnType<typeof openShop> &
  Record<'platform' | 'ga4', ReturnType<ReturnType<typeof openShop>['ledger']['addSource']>>;

describe('a fact that is held in two tabs', () => {
  it.each([0, 700, 1_499])(
    'an order whose page is open in two tabs is reported once when %i ms lie between them',
    async (ms) => {
      const [one, two] = openTabs();
      one.ga4(order('A-1'));
      await advance(ms);
      two.ga4(order('A-1'));
      await advance(20_000);
      expect([...one.actions(), ...two.actions()]).toEqual(['order.placed']);
    },
  );

  it('an order without a number is reported once in two tabs', async () => {
    const [one, two] = openTabs();
    one.ga4(order());
    await advance(700);
    two.ga4(order());
    await advance(20_000);
    expect([...one.actions(), ...two.actions()]).toEqual(['product.purchased']);
  });

  it('an order is reported once when the platform of the second tab knows it by another number', async () => {
    const [one, two] = openTabs();
    one.ga4(order('1-web'));
    two.ga4(order('1-web'));
    await advance(1_000);
    one.ledger.flush(false);
    two.platform(order('G-1', { confirmed: true }));
    await advance(20_000);
    const third = openShop({ storage: one.storage });
    third.ledger.addSource(PLATFORM)(order('G-1', { confirmed: true }));
    expect([one, two, third].map(({ actions }) => actions())).toEqual([['order.placed'], [], []]);
  });

  it('an order is reported once when a tab is hidden while it holds it', async () => {
    const [one, two] = openTabs();
    one.ga4(order('A-1'));
    two.ga4(order('A-1'));
    one.ledger.flush(false);
    two.ledger.flush(false);
    await advance(20_000);
    expect([...one.actions(), ...two.actions()]).toEqual(['order.placed']);
  });

  it('a started checkout is reported once in two tabs', async () => {
    const [one, two] = openTabs();
    one.ga4({ type: 'checkout.started', lines: [line(mate)] });
    await advance(700);
    two.ga4({ type: 'checkout.started', lines: [line(mate)] });
    await advance(20_000);
    expect([...one.actions(), ...two.actions()]).toEqual(['checkout.started']);
  });

  it('a cart that an order of another tab empties is not reported as a removal', async () => {
    const [one, two] = openTabs();
    one.platform({ type: 'cart', confirmed: true, lines: [line(mate)] });
    one.platform({ type: 'cart', confirmed: true, lines: [] });
    await advance(700);
    two.platform(order('A-1', { confirmed: true }));
    await advance(20_000);
    expect([...one.actions(), ...two.actions()]).toEqual(['order.placed']);
  });

  it('two orders of two tabs, and one view in each, are all reported', async () => {
    const [one, two] = openTabs();
    one.ga4(order('A-1'));
    two.ga4(order('A-2'));
    one.ga4({ type: 'product.viewed', lines: [line(mate)] });
    two.ga4({ type: 'product.viewed', lines: [line(mate)] });
    await advance(20_000);
    expect([one.actions(), two.actions()]).toEqual([
      ['order.placed', 'product.viewed'],
      ['order.placed', 'product.viewed'],
    ]);
  });
});

describe('a fact that follows a held one', () => {
  const thin = { reference: '7', sku: 'S-7' };

  it('an order that follows a held checkout is reported after it, and both belong to the cart that was there', async () => {
    const { ledger, sent, actions } = openShop();
    const ga4 = ledger.addSource(GA4);
    ga4({ type: 'cart.added', currency: 'UYU', lines: [line(mate)] });
    ga4({ type: 'checkout.started', lines: [line(thin)] });
    await advance(300);
    ga4(order('A-1'));
    expect(actions()).toEqual(['cart.added', 'checkout.started', 'order.placed']);
    expect(cartOf(sent[1])).toBe(cartOf(sent[0]));
    await advance(20_000);
    expect(actions()).toHaveLength(3);
    expect([ledger.cart(), ledger.lastProduct()]).toEqual([undefined, undefined]);
  });

  it('all that was held before an order of the platform is reported in the order in which it happened', async () => {
    const { ledger, sent, actions } = openShop();
    const platform = ledger.addSource(PLATFORM);
    const ga4 = ledger.addSource(GA4);
    const start = Date.now() / 1000;
    ga4({ type: 'product.viewed', lines: [line(mate)] });
    await advance(100);
    ga4({ type: 'cart.added', currency: 'UYU', lines: [line(mate)] });
    await advance(100);
    ga4({ type: 'cart.viewed', lines: [line(mate)] });
    ga4({ type: 'checkout.started', lines: [line(mate)] });
    await advance(100);
    platform(order('A-1', { confirmed: true }));
    await advance(20_000);
    expect(actions()).toEqual(['product.viewed', 'cart.added', 'cart.viewed', 'checkout.started', 'order.placed']);
    expect(sent.map(({ tracked_at }) => Math.round((Number(tracked_at) - start) * 10))).toEqual([0, 1, 2, 2, NaN]);
    expect(new Set(sent.slice(1, 4).map((event) => cartOf(event))).size).toBe(1);
    expect(ledger.lastProduct()).toBeUndefined();
  });

  it('an order without lines gets those that were added just before it', async () => {
    const { ledger, sent } = openShop();
    const platform = ledger.addSource(PLATFORM);
    ledger.addSource(GA4)({ type: 'cart.added', currency: 'UYU', lines: [line(mate, 2)] });
    await advance(200);
    platform({ type: 'order.placed', confirmed: true, reference: 'A-1', total: toUnits(21), currency: 'UYU' });
    await advance(20_000);
    expect(sent.map(({ action }) => action)).toEqual(['cart.added', 'order.placed']);
    expect(sent[1]).toMatchObject({ object_parameters: { items: [{ product: { name: 'Mate' }, quantity: 2 }] } });
  });

  it('a checkout of the platform comes after the addition that was held before it', async () => {
    const { ledger, actions } = openShop();
    const platform = ledger.addSource(PLATFORM);
    ledger.addSource(GA4)({ type: 'cart.added', currency: 'UYU', lines: [line(mate)] });
    await advance(400);
    platform({ type: 'checkout.started', confirmed: true, lines: [line(mate)] });
    await advance(20_000);
    expect(actions()).toEqual(['cart.added', 'checkout.started']);
  });

  it('a removal that follows a held addition of the same product leaves an empty cart', async () => {
    const { ledger, actions } = openShop();
    const ga4 = ledger.addSource(GA4);
    ga4({ type: 'cart.added', lines: [line(thin)] });
    await advance(400);
    ga4({ type: 'cart.removed', lines: [line({ ...thin, name: 'Cup' })] });
    await advance(20_000);
    expect(actions()).toEqual(['cart.added', 'cart.removed']);
    expect(ledger.cart()).toBeUndefined();
  });

  it('a held addition still waits for the platform when the platform reports another product or a cart view', async () => {
    const { ledger, sent } = openShop();
    const platform = ledger.addSource(PLATFORM);
    ledger.addSource(GA4)({ type: 'cart.added', lines: [line(mate)] });
    platform({ type: 'cart.viewed', confirmed: true, lines: [line(yerba)] });
    platform({ type: 'cart.removed', confirmed: true, lines: [line(yerba)] });
    await advance(500);
    platform({ type: 'cart.added', confirmed: true, lines: [line(mate)] });
    await advance(20_000);
    expect(sent.map(({ action, source }) => [action, source])).toEqual([
      ['cart.viewed', 'woocommerce'],
      ['cart.removed', 'woocommerce'],
      ['cart.added', 'woocommerce'],
    ]);
  });

  it('a checkout does not make a removal of a cart that was emptied just before it', async () => {
    const { ledger, actions } = openShop();
    const platform = ledger.addSource(PLATFORM);
    platform({ type: 'cart', confirmed: true, lines: [line(mate)] });
    platform({ type: 'cart', confirmed: true, lines: [] });
    platform({ type: 'checkout.started', confirmed: true, lines: [line(mate)] });
    platform(order('A-1', { confirmed: true }));
    await advance(20_000);
    expect(actions()).toEqual(['checkout.started', 'order.placed']);
  });
});

it('an addition whose product has no name yet waits for what the page says of it', async () => {
  const { ledger, sent } = openShop();
  const emit = ledger.addSource(PLATFORM);
  emit({ type: 'cart.added', confirmed: true, lines: [line({ reference: '101' })] });
  await advance(300);
  emit({ type: 'products', lines: [line(mate)] });
  await advance(2_000);
  const { items } = sent[0]?.object_parameters as { items: { product: { name?: string } }[] };
  expect([sent.length, items[0]?.product.name]).toEqual([1, 'Mate']);
});
