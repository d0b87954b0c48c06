import { beforeEach, expect, it } from 'vitest';
import type { Line } from '../../../src/facts/fact.ts';
import type { LedgerHost } from '../../../src/observe/ledger/ledger-host.ts';
import { advance, HOUR, memoryStorage, MINUTE, useClock } from '../../support/harness.ts';
import { line, mate, openShop, PLATFORM, whole, yerba } from '../support/shop-page.ts';

beforeEach(() => void useClock());

/** A page whose platform shows the whole cart. */
const openCart = (storage = memoryStorage(), over: Partial<LedgerHost> = {}) => {
  const page = openShop({ storage, ...over });
  const emit = page.ledger.addSource(PLATFORM);
  const show = (lines: Line[], reference?: string) =>
    emit({ type: 'cart', confirmed: true, currency: 'UYU', reference, lines });
  const changes = () =>
    page.sent.map(({ action, object_parameters }) => {
      const { items } = object_parameters as { items: { product: { reference: string }; quantity: number }[] };
      return [action, ...items.map(({ product, quantity }) => `${quantity} × ${product.reference}`)];
    });
  return { ...page, storage, emit, show, changes };
};

it('the ledger takes the first cart of a visit as a baseline and reports no additions', () => {
  const { show, sent } = openCart();
  show([line(mate, 2)]);
  expect(sent).toEqual([]);
});

it('a change by which a page is left that was open for long is reported, if the visitor has acted on it', async () => {
  const { storage, show, ledger } = openCart(undefined, { lastGesture: () => Date.now() });
  show([line(yerba)]);
  await advance(40 * MINUTE);
  ledger.flush(true);
  await advance(7_000);
  const next = openCart(storage);
  next.show([line(mate)]);
  expect(next.changes()).toEqual([
    ['cart.added', '1 × 101'],
    ['cart.removed', '1 × 102'],
  ]);
});

it('a page that was forgotten in a tab is no reason to compare the cart with', async () => {
  const opened = Date.now();
  const { storage, show, ledger } = openCart(undefined, { lastGesture: () => opened });
  show([line(yerba)]);
  await advance(40 * MINUTE);
  ledger.flush(true);
  const next = openCart(storage);
  next.show([line(mate)]);
  expect(next.changes()).toEqual([]);
});

it('the ledger reports which products were added or removed, and how many of each', () => {
  const { show, changes } = openCart();
  show([]);
  show([line(mate, 2)]);
  show([line(mate, 3), line(yerba)]);
  show([line(mate, 1), line(yerba)]);
  expect(changes()).toEqual([
    ['cart.added', '2 × 101'],
    ['cart.added', '1 × 101'],
    ['cart.added', '1 × 102'],
    ['cart.removed', '2 × 101'],
  ]);
});

it('the ledger reports only the changed lines of a cart with 250 lines, and not the moved ones', () => {
  const { show, changes } = openCart();
  const many = Array.from({ length: 250 }, (_, index) =>
    line({ reference: `p-${index}`, name: `P ${index}`, sku: '' }),
  );
  show(many);
  show([line(mate), ...many]);
  show([...many.slice(1), line(mate)]);
  expect(changes()).toEqual([
    ['cart.added', '1 × 101'],
    ['cart.removed', '1 × p-0'],
  ]);
});

it('the ledger keeps 300 lines of a longer cart and reports no changes of it', () => {
  const { show, sent, ledger } = openCart();
  const many = Array.from({ length: 400 }, (_, index) => line({ reference: `p-${index}`, name: `P ${index}` }));
  show(many);
  show([line(mate), ...many]);
  show(many.slice(50));
  expect(sent).toEqual([]);
  expect(ledger.cart()?.items).toHaveLength(300);
});

it('the ledger compares a cart with that of the page before, unless an hour lies between the two pages', async () => {
  const first = openCart();
  first.show([line(mate)]);
  const second = openCart(first.storage);
  second.show([line(mate, 2)]);
  expect(second.changes()).toEqual([['cart.added', '1 × 101']]);
  await advance(HOUR);
  const muchLater = openCart(first.storage);
  muchLater.show([line(mate, 5)]);
  expect(muchLater.sent).toEqual([]);
  await advance(HOUR);
  muchLater.show([line(mate, 6)]);
  expect(muchLater.changes()).toEqual([['cart.added', '1 × 101']]);
});

it('an addition that another tab has reported is not reported again', () => {
  const one = openCart();
  one.show([]);
  const other = openCart(one.storage);
  other.show([line(mate)]);
  one.show([line(mate)]);
  expect([one.sent.length, other.sent.length]).toEqual([0, 1]);
});

it('a cart with another reference is a new baseline', () => {
  const { show, sent, ledger } = openCart();
  show([line(mate)], 'c-1');
  show([line(mate), line(yerba)], 'c-2');
  expect(sent).toEqual([]);
  expect(ledger.cart()).toMatchObject({ reference: 'c-2', items: [{}, {}] });
});

it('the ledger adds up the lines of one product before it compares carts', () => {
  const { show, changes } = openCart();
  show([line(mate), line(mate)]);
  show([line(mate), line(mate, 3)]);
  expect(changes()).toEqual([['cart.added', '2 × 101']]);
});

it('the removal of the last product is reported after a wait for an order that would explain it', async () => {
  const { show, changes } = openCart();
  show([line(mate)]);
  show([]);
  expect(changes()).toEqual([]);
  await advance(1_500);
  expect(changes()).toEqual([['cart.removed', '1 × 101']]);
});

it('a cart that an order empties is not reported as a removal, whichever of the two comes first', async () => {
  for (const isOrderFirst of [true, false]) {
    const { show, emit, actions } = openCart();
    show([line(mate), line(yerba)]);
    const buy = () => emit({ type: 'order.placed', confirmed: true, reference: '9', total: 1, lines: [line(mate)] });
    if (isOrderFirst) buy();
    show([]);
    if (!isOrderFirst) buy();
    await advance(10_000);
    expect(actions()).toEqual(['order.placed']);
  }
});

it('a cart that is empty on the page after the order page is not reported as a removal', async () => {
  const first = openCart();
  first.show([line(mate)]);
  first.emit({ type: 'order.placed', confirmed: true, reference: '9', total: 1, lines: [line(mate)] });
  first.show([line(mate)]);
  const second = openCart(first.storage);
  second.show([]);
  await advance(10_000);
  expect([...first.actions(), ...second.actions()]).toEqual(['order.placed']);
});

it('a cart that is empty after a checkout is not reported as a removal, even when no source sees the order', async () => {
  const { show, emit, actions } = openCart();
  show([line(mate)]);
  emit({ type: 'checkout.started', confirmed: true });
  show([]);
  await advance(10_000);
  expect(actions()).toEqual(['checkout.started']);
});

it('an addition of the data layer is reported once when the platform shows it while it is held', async () => {
  const { show, ledger, changes, sent } = openCart();
  show([]);
  ledger.addSource({ name: 'ga4' })({ type: 'cart.added', lines: [line({ reference: 'M-1', name: 'Mate' })] });
  await advance(700);
  show([line(mate)]);
  await advance(10_000);
  expect(changes()).toEqual([['cart.added', '1 × 101']]);
  expect(sent[0]?.source).toBe('woocommerce');
  expect(ledger.cart()?.items).toHaveLength(1);
});

it('an addition of the data layer is reported once when the platform shows it after it was reported', async () => {
  const { show, ledger, actions } = openCart();
  show([]);
  ledger.addSource({ name: 'ga4' })({ type: 'cart.added', lines: [line({ reference: 'M-1', name: 'Mate' })] });
  await advance(3_000);
  show([line(mate)]);
  await advance(10_000);
  expect(actions()).toEqual(['cart.added']);
  expect(ledger.cart()?.items).toMatchObject([{ quantity: 1 }]);
});

it('two equal additions that the platform shows one after the other are reported as two', () => {
  const { show, changes } = openCart();
  show([]);
  show([line(mate)]);
  show([line(mate, 2)]);
  expect(changes()).toEqual([
    ['cart.added', '1 × 101'],
    ['cart.added', '1 × 101'],
  ]);
});

it('a product id learned on one page is reported on the next page, and causes no false change of the cart', () => {
  /** A line that the cart of the platform knows by its variant only. The product page knows both ids. */
  const inCart = (quantity: number) => line({ sku: 'M-1-red', variant: '55', aliases: ['55'], name: 'Mate' }, quantity);
  const first = openCart();
  first.show([]);
  first.show([inCart(1)]);
  first.emit({ type: 'products', lines: [line({ reference: '101', variant: '55', aliases: ['55'] })] });
  first.show([inCart(2)]);
  const second = openCart(first.storage);
  second.show([inCart(2)]);
  second.show([inCart(1)]);
  expect([...first.changes(), ...second.changes()]).toEqual([
    ['cart.added', '1 × undefined'],
    ['cart.added', '1 × 101'],
    ['cart.removed', '1 × 101'],
  ]);
});

it('a cart viewed on the next page is reported with the product id and the currency of the page before', () => {
  const first = openCart();
  const viewed = { ...mate, aliases: ['/p/mate/'] };
  first.emit({ type: 'product.viewed', confirmed: true, currency: 'UYU', lines: [line(whole(viewed))] });
  first.show([line({ sku: 'M-1', name: 'Mate', price: mate.price })]);
  const second = openCart(first.storage);
  second.ledger.addSource(PLATFORM)({ type: 'cart.viewed', confirmed: true });
  expect(second.sent).toMatchObject([
    { amount: 10.5, currency: 'UYU', object_parameters: { items: [{ product: { reference: '101' } }] } },
  ]);
});

it('a cart that is said to be unchanged stays known, and one that nobody has shown stays unknown', async () => {
  const first = openCart();
  first.show([line(mate)]);
  await advance(HOUR / 3);
  const second = openCart(first.storage);
  second.emit({ type: 'cart', unchanged: true });
  await advance(HOUR / 3);
  second.show([line(mate, 2)]);
  expect(second.changes()).toEqual([['cart.added', '1 × 101']]);
  expect(second.ledger.cart()?.items).toMatchObject([{ quantity: 2 }]);
  const third = openCart();
  third.emit({ type: 'cart', unchanged: true });
  third.show([line(mate)]);
  expect(third.sent, 'nobody has shown it yet').toEqual([]);
});

it('a custom action with a reference of its own does not change the reference of the cart', async () => {
  const { show, emit, actions, ledger } = openCart();
  show([line(mate)], 'c-1');
  ledger.addSource({ name: 'rule' })({ type: 'custom', action: 'quote.asked', reference: 'Q-7' });
  await advance(1_500);
  expect(ledger.cart()?.reference).toBe('c-1');
  emit({ type: 'cart', confirmed: true, reference: 'c-1', lines: [line(mate), line(yerba)] });
  expect(actions()).toEqual(['quote.asked', 'cart.added']);
});

it('an emptied cart is reported as a removal after a form, and after an order if it was filled again', async () => {
  const { show, emit, ledger, actions } = openCart();
  ledger.addSource({ name: 'rule' })({ type: 'form.completed', reference: 'newsletter' });
  await advance(1_500);
  show([line(mate)]);
  show([]);
  await advance(1_500);
  expect(actions().slice(1)).toEqual(['cart.removed']);
  emit({ type: 'order.placed', confirmed: true, reference: '9', total: 1, lines: [line(mate)] });
  show([]);
  await advance(60_000);
  show([line(yerba)]);
  show([]);
  await advance(1_500);
  expect(actions().slice(3)).toEqual(['cart.added', 'cart.removed']);
});

it('an added product gets the data of all sources, although each source knows it by another of its ids', () => {
  const { ledger, emit, show, sent } = openCart();
  const tags = ledger.addSource({ name: 'ga4' });
  const described = whole({ reference: '66', sku: 'REM', name: 'Remera', aliases: ['/remera'] });
  emit({ type: 'products', lines: [line(described)] });
  tags({ type: 'products', lines: [line({ sku: 'REM-R', name: 'Remera', brand: 'Gaucho' })] });
  show([]);
  show([line({ sku: 'REM-R', name: 'Remera', aliases: ['661', '/remera'] })]);
  expect(sent).toMatchObject([
    { object_parameters: { items: [{ product: { reference: '66', sku: 'REM-R', brand: 'Gaucho' } }] } },
  ]);
});
