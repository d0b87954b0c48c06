import { beforeEach, describe, expect, it } from 'vitest';
import type { Fact } from '../../../src/facts/fact.ts';
import { toUnits } from '../../../src/facts/money.ts';
import { advance, DAY, memoryStorage, MINUTE, refusingStorage, useClock } from '../../support/harness.ts';
import { line, mate, openShop, PLATFORM, whole, yerba } from '../support/shop-page.ts';

beforeEach(() => void useClock());

const GA4 = { name: 'ga4' };
const JSON_LD = { name: 'json-ld' };
const order = (reference: string | undefined, more: Partial<Fact> = {}): Fact => ({
  type: 'order.placed',
  reference,
  currency: 'UYU',
  lines: [line(whole(mate), 2)],
  total: toUnits(21),
  ...more,
});

describe('sent event', () => {
  it('a viewed product is sent with the fields of the server, exact amounts and a URL without the e-mail address', () => {
    const { ledger, sent } = openShop({ platform: 'tiendanube' });
    const emit = ledger.addSource(PLATFORM);
    emit({
      type: 'product.viewed',
      confirmed: true,
      currency: 'uyu',
      lines: [
        line({ ...mate, url: '/p/mate?email=a@b.co', image_url: '//cdn.example/m.jpg', brand: 'B', categories: ['C'] }),
      ],
    });
    expect(sent).toEqual([
      {
        action: 'product.viewed',
        source: 'woocommerce',
        amount: 10.5,
        currency: 'UYU',
        object_parameters: {
          reference: '101',
          source: 'tiendanube',
          name: 'Mate',
          sku: 'M-1',
          price: { amount: 10.5, currency: 'UYU' },
          url: 'https://shop.example/p/mate',
          image_url: 'https://cdn.example/m.jpg',
          brand: 'B',
          categories: ['C'],
        },
      },
    ]);
  });

  it('an event without an amount has no currency', () => {
    const { ledger, sent } = openShop();
    const emit = ledger.addSource(PLATFORM);
    emit({ type: 'cart.added', confirmed: true, currency: 'UYU', lines: [line({ reference: '7', name: 'No price' })] });
    emit({ type: 'form.completed', confirmed: true, reference: 'newsletter', currency: 'UYU' });
    expect(sent).toHaveLength(2);
    for (const event of sent) expect(event).not.toHaveProperty('currency');
  });

  it('a product URL that is a script is never sent', () => {
    const { ledger, sent } = openShop();
    ledger.addSource(PLATFORM)({
      type: 'product.viewed',
      confirmed: true,
      lines: [line({ ...whole(mate), url: 'javascript:alert(1)' })],
    });
    expect(sent[0]).toHaveProperty('object_parameters.name', 'Mate');
    expect(sent[0]).not.toHaveProperty('object_parameters.url');
  });

  it('an event carries the id that the platform gave it', () => {
    const { ledger, sent } = openShop();
    ledger.addSource(PLATFORM)({ type: 'cart.viewed', confirmed: true, eventId: 'sh-1' });
    expect(sent[0]).toHaveProperty('source_event_id', 'sh-1');
  });
});

describe('products with one name', () => {
  it('two products with one name and different ids share no data', () => {
    const { ledger, sent } = openShop();
    const emit = ledger.addSource(PLATFORM);
    const [first, second] = ['1', '2'].map((reference) => ({ reference, name: 'Gift card' }));
    emit({ type: 'products', lines: [line({ ...whole(first!), price: toUnits(50), brand: 'B', url: '/p/gift-50' })] });
    emit({ type: 'cart.added', confirmed: true, currency: 'UYU', lines: [line(second!)] });
    expect(sent).toMatchObject([{ object_parameters: { items: [{ product: second, quantity: 1 }] } }]);
    expect(JSON.stringify(sent)).not.toMatch(/i\.jpg|gift-50|50|"B"/);
  });

  it('two products with one name are the same product when a source knows no id', () => {
    const { ledger, sent } = openShop();
    const emit = ledger.addSource(PLATFORM);
    emit({ type: 'products', lines: [line({ ...whole(mate), reference: undefined, sku: undefined })] });
    emit({ type: 'cart.added', confirmed: true, lines: [line({ reference: '101', name: 'Mate' })] });
    expect(sent).toMatchObject([{ object_parameters: { items: [{ product: { image_url: whole(mate).image_url } }] } }]);
  });
});

describe('several sources', () => {
  it('several sources of one view cause one event, from the best source with the data of the others', async () => {
    const { ledger, sent } = openShop();
    const ga4 = ledger.addSource(GA4);
    const page = ledger.addSource(JSON_LD);
    const platform = ledger.addSource(PLATFORM);
    page({
      type: 'product.viewed',
      currency: 'UYU',
      lines: [line({ ...whole(mate), reference: undefined, brand: 'B' })],
    });
    ga4({ type: 'product.viewed', currency: 'UYU', lines: [line({ reference: 'M-1', name: 'Mate' })] });
    ga4({ type: 'product.viewed', currency: 'UYU', lines: [line({ reference: 'M-1', name: 'Mate' })] }, 'ua');
    platform({ type: 'product.viewed', confirmed: true, lines: [line({ reference: '101', name: 'Mate' })] });
    await advance(10_000);
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({
      source: 'woocommerce',
      object_parameters: {
        reference: '101',
        image_url: 'https://shop.example/i.jpg',
        brand: 'B',
        price: { amount: 10.5 },
      },
    });
  });

  it('a weak source is held for 1.5 seconds, and only while a better source exists', async () => {
    const { ledger, sent, actions } = openShop();
    const ga4 = ledger.addSource(GA4);
    ga4({ type: 'cart.added', lines: [line(mate)] });
    expect(actions()).toEqual(['cart.added']);
    ledger.addSource(PLATFORM);
    ga4({ type: 'cart.added', lines: [line(yerba)] });
    expect(actions()).toHaveLength(1);
    await advance(1_500);
    expect(sent[1]).toMatchObject({ action: 'cart.added', source: 'ga4', url: 'https://shop.example/p/mate' });
    expect(sent[1]?.tracked_at).toBe(Date.now() / 1000 - 1.5);
  });

  it('two additions that two sources see are reported as two', async () => {
    const { ledger, sent } = openShop();
    const ga4 = ledger.addSource(GA4);
    const platform = ledger.addSource(PLATFORM);
    for (let clicks = 0; clicks < 2; clicks++) {
      ga4({ type: 'cart.added', lines: [line(mate)] });
      await advance(200);
      platform({ type: 'cart.added', confirmed: true, lines: [line(mate)] });
      await advance(800);
    }
    await advance(10_000);
    expect(sent.map(({ action, source }) => [action, source])).toEqual([
      ['cart.added', 'woocommerce'],
      ['cart.added', 'woocommerce'],
    ]);
  });

  it('an addition is reported once when the weaker source comes later and names the variant as a product', async () => {
    const { ledger, sent } = openShop();
    const ga4 = ledger.addSource(GA4);
    ledger.addSource(PLATFORM)({ type: 'cart.added', confirmed: true, lines: [line(mate, 3)] });
    await advance(2_000);
    ga4({ type: 'cart.added', lines: [line({ reference: 'SKU-9', name: 'Mate - red' }, 1)] });
    await advance(10_000);
    expect(sent).toHaveLength(1);
  });

  it('a removal that a tag sees is reported beside an addition of the same product that the platform sees', async () => {
    const { ledger, actions } = openShop();
    const emit = ledger.addSource(PLATFORM);
    const tags = ledger.addSource({ name: 'ga4' });
    tags({ type: 'cart.added', lines: [line(mate)] });
    tags({ type: 'cart.removed', lines: [line(mate)] });
    emit({ type: 'cart.added', confirmed: true, lines: [line(mate, 2)] });
    await advance(MINUTE);
    expect(actions().sort()).toEqual(['cart.added', 'cart.removed']);
  });

  it('the cart is what a started checkout lists, unless a source has shown the whole cart', async () => {
    const tagged = openShop();
    tagged.ledger.addSource(GA4)({ type: 'checkout.started', lines: [line(mate)] });
    expect(tagged.ledger.cart()).toMatchObject({ items: [{ product: { reference: '101' } }] });
    const shown = openShop();
    shown.ledger.addSource(PLATFORM)({ type: 'cart', confirmed: true, lines: [line(mate), line(yerba)] });
    shown.ledger.addSource(GA4)({ type: 'checkout.started', lines: [line(mate)] });
    await advance(2000);
    expect(shown.ledger.cart()).toMatchObject({ items: [{}, { product: { reference: '102' } }] });
  });

  it('a source that does not know the id of the cart reports to the same cart', () => {
    const { ledger, sent } = openShop();
    const emit = ledger.addSource(PLATFORM);
    emit({ type: 'cart.added', confirmed: true, reference: 'c-1', lines: [line(whole(mate))] });
    emit({ type: 'cart.added', confirmed: true, lines: [line(whole(yerba))] });
    expect(sent.map(({ object_parameters }) => (object_parameters as { reference: string }).reference)).toEqual([
      'c-1',
      'c-1',
    ]);
  });

  it('two variants of one product are reported as two additions', async () => {
    const { ledger, sent } = openShop();
    const emit = ledger.addSource(PLATFORM);
    emit({
      type: 'cart.added',
      confirmed: true,
      lines: [line({ ...mate, sku: 'red' }), line({ ...mate, sku: 'blue' })],
    });
    expect(sent.map(({ object_parameters }) => object_parameters)).toMatchObject([
      { items: [{ product: { sku: 'red' } }] },
      { items: [{ product: { sku: 'blue' } }] },
    ]);
  });

  it('an addition is reported once when a source gives the id of the variant as its SKU', async () => {
    const { ledger, sent } = openShop();
    const emit = ledger.addSource(PLATFORM);
    const variant = { ...mate, sku: 'RED', variant: '9001', aliases: ['9001'] };
    ledger.addSource(GA4)({ type: 'cart.added', lines: [line({ reference: '101', sku: '9001', name: 'Mate' })] });
    emit({ type: 'cart.added', confirmed: true, lines: [line(variant)] });
    await advance(10_000);
    expect(sent).toMatchObject([
      { source: 'woocommerce', object_parameters: { items: [{ product: { reference: '101', sku: 'RED' } }] } },
    ]);
  });

  it('held additions and new ones are reported at once when the page goes away', () => {
    const { ledger, actions } = openShop();
    ledger.addSource(PLATFORM);
    const ga4 = ledger.addSource(GA4);
    ga4({ type: 'cart.added', lines: [line(mate)] });
    ledger.flush(true);
    ga4({ type: 'cart.added', lines: [line(yerba)] });
    expect(actions()).toEqual(['cart.added', 'cart.added']);
  });

  it('a stopped ledger does not report what it still held', async () => {
    const { ledger, sent } = openShop();
    ledger.addSource(PLATFORM);
    ledger.addSource(GA4)({ type: 'cart.added', lines: [line(mate)] });
    ledger.stop();
    await advance(10_000);
    expect(sent).toEqual([]);
  });

  it('a view that was held when the ledger stopped is reported when another source sees it afterwards', () => {
    const { ledger, actions } = openShop();
    const platform = ledger.addSource(PLATFORM);
    ledger.addSource(GA4)({ type: 'product.viewed', lines: [line(whole(mate))] });
    ledger.stop();
    platform({ type: 'product.viewed', confirmed: true, lines: [line(whole(mate))] });
    expect(actions()).toEqual(['product.viewed']);
  });
});

describe('platform beside weaker sources', () => {
  const UA = { name: 'ua' };

  it('an addition of the data layer is held while a platform may still be recognised', async () => {
    let isEarly = true;
    const { ledger, sent, actions } = openShop({ isEarly: () => isEarly });
    ledger.addSource(GA4)({ type: 'cart.added', lines: [line(mate)] });
    expect(sent).toEqual([]);
    isEarly = false;
    ledger.addSource(PLATFORM)({ type: 'cart.added', confirmed: true, lines: [line(mate)] });
    await advance(10_000);
    expect(sent.map(({ source }) => source)).toEqual(['woocommerce']);
    ledger.addSource(GA4)({ type: 'cart.viewed', lines: [line(mate)] });
    await advance(10_000);
    expect(actions()).toEqual(['cart.added', 'cart.viewed']);
  });

  it('a product of the platform takes the brand from a weaker source, and not the product id', async () => {
    const { ledger, sent } = openShop();
    const platform = ledger.addSource(PLATFORM);
    const own = { sku: 'M-1', variant: '661', aliases: ['661'], name: 'Mate' };
    ledger.addSource(UA)({ type: 'cart.added', lines: [line({ reference: 'M-1', name: 'Mate', brand: 'Gaucho' })] });
    platform({ type: 'cart.added', confirmed: true, lines: [line(own)] });
    platform({ type: 'cart.removed', confirmed: true, lines: [line(own)] });
    await advance(10_000);
    for (const { object_parameters } of sent) {
      const { items } = object_parameters as { items: { product: object }[] };
      expect(items[0]?.product).toEqual({ sku: 'M-1', name: 'Mate', brand: 'Gaucho' });
    }
    expect(sent).toHaveLength(2);
  });

  it('each order line gets its own brand when two sources list the lines in different order', async () => {
    const { ledger, sent } = openShop();
    const platform = ledger.addSource(PLATFORM);
    const branded = [line({ ...yerba, brand: 'Canarias' }), line({ ...mate, brand: 'Gaucho' })];
    ledger.addSource(GA4)({ type: 'order.placed', reference: '1', lines: branded });
    platform(order('1', { confirmed: true, lines: [line(mate), line(yerba)] }));
    await advance(10_000);
    const { items } = sent[0]?.object_parameters as { items: { product: { name: string; brand: string } }[] };
    expect(items.map(({ product: { name, brand } }) => [name, brand])).toEqual([
      ['Mate', 'Gaucho'],
      ['Yerba', 'Canarias'],
    ]);
  });

  it('a cart view is reported once with the lines of the platform when a weaker source names only one line', async () => {
    const { ledger, sent } = openShop();
    const platform = ledger.addSource(PLATFORM);
    platform({ type: 'cart', confirmed: true, currency: 'UYU', lines: [line(mate), line(yerba)] });
    ledger.addSource(GA4)({ type: 'cart.viewed', lines: [line({ reference: 'Y-1', name: 'Yerba' })] });
    platform({ type: 'cart.viewed', confirmed: true });
    await advance(10_000);
    expect(sent).toMatchObject([
      {
        source: 'woocommerce',
        object_parameters: { items: [{ product: { name: 'Mate' } }, { product: { name: 'Yerba' } }] },
      },
    ]);
  });
});

it('an order is not reported again under the number of any of its parts', async () => {
  const first = openShop();
  const order: Fact = { type: 'order.placed', confirmed: true, total: 100, lines: [line(mate)] };
  first.ledger.addSource(PLATFORM)({ ...order, reference: 'G-1', aliases: ['G-1-01', 'G-1-02'] });
  expect(first.actions()).toEqual(['order.placed']);
  const second = openShop({ storage: first.storage });
  second.ledger.addSource(PLATFORM);
  second.ledger.addSource(GA4)({ ...order, reference: 'G-1-02' });
  await advance(10_000);
  expect(second.sent).toEqual([]);
  second.ledger.addSource(GA4)({ ...order, reference: 'G-2', aliases: ['G-1-01'] });
  await advance(10_000);
  expect(second.sent).toEqual([]);
});

it('an order is reported once when weaker sources know it by the number of a part before the platform comes', async () => {
  const { ledger, actions, sent } = openShop();
  const emit = ledger.addSource(PLATFORM);
  const order: Fact = { type: 'order.placed', total: 100, lines: [line(mate)] };
  ledger.addSource({ name: 'ua' })({ ...order, reference: 'G-1' });
  ledger.addSource(GA4)({ ...order, reference: 'G-1-01' });
  emit({ ...order, confirmed: true, reference: 'G-1', aliases: ['G-1-01'] });
  await advance(10_000);
  expect(actions()).toEqual(['order.placed']);
  expect(sent).toMatchObject([{ source: 'woocommerce', object_parameters: { reference: 'G-1' } }]);
});

it('a reported order is not reported again under a number that a weaker source gives it later', async () => {
  const of: Fact = { type: 'order.placed', total: 100, lines: [line(mate)] };
  const first = openShop();
  first.ledger.addSource(PLATFORM)({ ...of, confirmed: true, reference: 'G-1' });
  const second = openShop({ storage: first.storage });
  const platform = second.ledger.addSource(PLATFORM);
  second.ledger.addSource(GA4)({ ...of, reference: '1-web' });
  platform({ ...of, confirmed: true, reference: 'G-1' });
  await advance(10_000);
  const third = openShop({ storage: first.storage });
  third.ledger.addSource(PLATFORM);
  third.ledger.addSource(GA4)({ ...of, reference: '1-web' });
  await advance(10_000);
  expect([first, second, third].map(({ actions }) => actions())).toEqual([['order.placed'], [], []]);
});

it('an order is not reported again under the number of the weaker source that saw it before the platform', async () => {
  const of: Fact = { type: 'order.placed', total: 100, lines: [line(mate)] };
  const first = openShop();
  const platform = first.ledger.addSource(PLATFORM);
  first.ledger.addSource(GA4)({ ...of, reference: '1-web' });
  platform({ ...of, confirmed: true, reference: 'G-1' });
  const second = openShop({ storage: first.storage });
  second.ledger.addSource(PLATFORM);
  second.ledger.addSource(GA4)({ ...of, reference: '1-web' });
  await advance(10_000);
  expect([first, second].map(({ actions }) => actions())).toEqual([['order.placed'], []]);
});

describe('source that repeats itself', () => {
  it('an addition that two tags see at once is reported once, and a second click is reported too', async () => {
    const { ledger, sent } = openShop();
    const ga4 = ledger.addSource(GA4);
    ga4({ type: 'cart.added', lines: [line(mate)] });
    ga4({ type: 'cart.added', lines: [line(mate)] });
    expect(sent).toHaveLength(1);
    await advance(600);
    ga4({ type: 'cart.added', lines: [line(mate)] });
    expect(sent).toHaveLength(2);
  });

  it('a product view is reported once per page, and again on another page', async () => {
    const { ledger, sent, place } = openShop();
    const emit = ledger.addSource(GA4);
    const view = () => emit({ type: 'product.viewed', lines: [line(whole(mate))] });
    view();
    await advance(60_000);
    place.href += '?variant=2#size';
    view();
    expect(sent).toHaveLength(1);
    place.href = 'https://shop.example/other';
    view();
    expect(sent).toHaveLength(2);
  });

  it('a product view is reported again when a single-page app comes back to the product', async () => {
    const { ledger, sent, place } = openShop();
    const emit = ledger.addSource(GA4);
    const view = () => emit({ type: 'product.viewed', lines: [line(whole(mate))] });
    const { href } = place;
    view();
    place.href = 'https://shop.example/other';
    ledger.currentPage();
    place.href = href;
    view();
    expect(sent.map(({ action }) => action)).toEqual(['product.viewed', 'product.viewed']);
  });

  it('a started checkout is reported once until the cart changes', async () => {
    const { ledger, actions } = openShop();
    const emit = ledger.addSource(GA4);
    emit({ type: 'checkout.started', lines: [line(mate)] });
    emit({ type: 'checkout.started', lines: [line(mate)] });
    await advance(60_000);
    emit({ type: 'checkout.started', lines: [line(mate)] });
    emit({ type: 'cart.added', lines: [line(yerba)] });
    await advance(60_000);
    emit({ type: 'checkout.started', lines: [line(mate), line(yerba)] });
    expect(actions()).toEqual(['checkout.started', 'cart.added', 'checkout.started']);
  });
});

describe('order', () => {
  it('an order that three sources see in turn is reported once, by the best of them', async () => {
    const { ledger, sent } = openShop();
    const platform = ledger.addSource(PLATFORM);
    ledger.addSource(GA4)(order('A-1'));
    ledger.addSource({ name: 'ua' })(order('A-1'));
    platform({ ...order('A-1'), confirmed: true });
    await advance(10_000);
    expect(sent.map(({ action, source }) => [action, source])).toEqual([['order.placed', 'woocommerce']]);
  });

  it('an order is sent with its items, total and delivery, and its coupon is reported once', () => {
    const { ledger, sent } = openShop();
    ledger.addSource(PLATFORM)({
      ...order('A-1', { coupons: ['VERANO', 'VERANO'], tax: toUnits(1.5), shipping: toUnits(3) }),
      confirmed: true,
    });
    expect(sent).toEqual([
      {
        action: 'order.placed',
        source: 'woocommerce',
        amount: 21,
        currency: 'UYU',
        object_parameters: {
          reference: 'A-1',
          source: 'woocommerce',
          items: [
            {
              product: expect.objectContaining({ reference: '101' }),
              quantity: 2,
              price: { amount: 10.5, currency: 'UYU' },
            },
          ],
          total: { amount: 21, currency: 'UYU' },
          delivery: 'deliver',
          metadata: { tax: 1.5, shipping: 3 },
        },
      },
      { action: 'coupon.redeemed', source: 'woocommerce', object_parameters: { code: 'VERANO' } },
    ]);
  });

  it('an order is reported once however often its page is shown, even when two sources use different numbers', async () => {
    const storage = memoryStorage();
    const first = openShop({ storage });
    first.ledger.addSource(PLATFORM)({ ...order('A-1'), confirmed: true });
    first.ledger.addSource(GA4)(order('#1001'));
    await advance(10_000);
    expect(first.actions()).toEqual(['order.placed']);
    for (const reference of ['A-1', '#1001']) {
      await advance(DAY);
      const again = openShop({ storage });
      again.ledger.addSource(GA4)(order(reference));
      await advance(10_000);
      expect(again.actions()).toEqual([]);
    }
    const refreshed = openShop({ storage });
    refreshed.ledger.addSource(PLATFORM)({ ...order('A-1'), confirmed: true });
    refreshed.ledger.addSource(GA4)(order('never seen'));
    await advance(10_000);
    expect(refreshed.actions()).toEqual([]);
  });

  it('every new order is reported, and storage forgets it after three months', async () => {
    const storage = memoryStorage();
    const { ledger, actions } = openShop({ storage });
    const emit = ledger.addSource(GA4);
    emit(order('1'));
    emit(order('2'));
    await advance(91 * DAY);
    emit(order('3'));
    expect(actions()).toEqual(['order.placed', 'order.placed', 'order.placed']);
    expect(storage.area.get('test:shop')).not.toContain('order.placed 1"');
  });

  it('an order is reported once when storage refuses to keep it', () => {
    const { ledger, actions } = openShop({ storage: refusingStorage() });
    const emit = ledger.addSource(GA4);
    emit(order('1'));
    emit(order('1'));
    expect(actions()).toEqual(['order.placed']);
  });

  it('an order of which the platform knows only the number is reported with the data of another source', async () => {
    const { ledger, sent } = openShop();
    const ga4 = ledger.addSource(GA4);
    ledger.addSource(PLATFORM)({ type: 'order.placed', confirmed: true, reference: '77' });
    ga4(order('77', { coupons: ['X'] }));
    await advance(10_000);
    expect(sent).toMatchObject([
      {
        action: 'order.placed',
        source: 'woocommerce',
        amount: 21,
        object_parameters: { reference: '77', items: [{ quantity: 2 }] },
      },
      { action: 'coupon.redeemed' },
    ]);
  });

  it('an order without a number is reported as a purchased product, once a visit', async () => {
    const storage = memoryStorage();
    const { ledger, sent } = openShop({ storage });
    ledger.addSource(GA4)(order(undefined, { coupons: ['X'] }));
    await advance(10_000);
    expect(sent).toMatchObject([
      { action: 'product.purchased', amount: 21, currency: 'UYU', object_parameters: { reference: '101' } },
    ]);
    const again = openShop({ storage });
    again.ledger.addSource(GA4)(order(undefined));
    await advance(10_000);
    expect(again.actions()).toEqual([]);
  });

  it('an order without a number is not reported beside one with a number, whichever comes first', async () => {
    for (const references of [
      ['5', undefined],
      [undefined, '5'],
    ]) {
      const { ledger, actions } = openShop();
      const emit = ledger.addSource(GA4);
      for (const reference of references) emit(order(reference), reference ? 'ua' : 'ga4');
      await advance(10_000);
      expect(actions()).toEqual(['order.placed']);
    }
  });
});

describe('shop view', () => {
  it('the last viewed product is known on the next page until a checkout starts', () => {
    const storage = memoryStorage();
    const { ledger } = openShop({ storage });
    const emit = ledger.addSource(PLATFORM);
    emit({ type: 'product.viewed', confirmed: true, currency: 'UYU', lines: [line(whole(mate))] });
    expect(openShop({ storage }).ledger.lastProduct()).toMatchObject({
      reference: '101',
      price: { amount: 10.5, currency: 'UYU' },
      viewed_at: Date.now() / 1000,
    });
    emit({ type: 'checkout.started', confirmed: true });
    expect(ledger.lastProduct()).toBeUndefined();
  });

  it('the cart is known on the next page and keeps one reference until the order', async () => {
    const storage = memoryStorage();
    const { ledger, sent } = openShop({ storage });
    const emit = ledger.addSource(GA4);
    emit({ type: 'cart.added', currency: 'UYU', lines: [line(mate)] });
    await advance(1_000);
    emit({ type: 'cart.added', currency: 'UYU', lines: [line(mate), line(yerba, 2)] });
    emit({ type: 'cart.removed', currency: 'UYU', lines: [line(yerba)] });
    const { ledger: later } = openShop({ storage });
    const cart = later.cart();
    expect(cart).toMatchObject({
      amount: 25.25,
      currency: 'UYU',
      updated_at: Date.now() / 1000,
      items: [
        { product: { reference: '101' }, quantity: 2 },
        { product: { reference: '102' }, quantity: 1 },
      ],
    });
    expect(new Set(sent.map((event) => (event.object_parameters as { reference: string }).reference))).toEqual(
      new Set([cart?.reference]),
    );
    later.addSource(GA4)(order('1'));
    expect([later.cart(), later.lastProduct()]).toEqual([undefined, undefined]);
  });

  it('a malformed stored value gives no cart and no product, and additions are still reported', () => {
    const storage = memoryStorage(new Map([['test:shop', '{"cart":{"lines":7,"active":9e15},"told":5,"product":3}']]));
    const { ledger, actions } = openShop({ storage });
    expect([ledger.cart(), ledger.lastProduct()]).toEqual([undefined, undefined]);
    const emit = ledger.addSource(GA4);
    emit({ type: 'cart.added', lines: [line(mate)] });
    emit({ type: 'cart.added', lines: [line(yerba)] });
    expect(actions().length).toBeGreaterThan(0);
  });

  it('an addition with little more than an id is completed from a product seen before', () => {
    const { ledger, sent } = openShop();
    const emit = ledger.addSource(GA4);
    emit({ type: 'products', currency: 'UYU', lines: [line(whole(yerba))] });
    emit({ type: 'cart.added', lines: [line({ reference: 'Y-1' })] });
    expect(sent).toMatchObject([
      {
        amount: 4.25,
        currency: 'UYU',
        object_parameters: { items: [{ product: { name: 'Yerba', image_url: 'https://shop.example/i.jpg' } }] },
      },
    ]);
  });
});

describe('decision', () => {
  it('the ledger announces each decision about a fact with its source and its reason', async () => {
    const { ledger, decisions } = openShop();
    ledger.addSource(PLATFORM);
    const ga4 = ledger.addSource(GA4);
    ga4({ type: 'cart.added', lines: [line(mate)] });
    ga4({ type: 'cart.added', lines: [line(mate)] }, 'ua');
    await advance(2_000);
    expect(decisions.map(({ step, source, why }) => [step, source, why])).toEqual([
      ['observed', 'ga4', undefined],
      ['held', 'ga4', 'a better source may follow'],
      ['observed', 'ua', undefined],
      ['deduplicated', 'ua', 'ga4 reports it'],
      ['emitted', 'ga4', undefined],
    ]);
  });
});

it('an order line takes the SKU and not the product id of weaker sources, even when two of them describe the product', async () => {
  const { ledger, sent } = openShop();
  const emit = ledger.addSource(PLATFORM);
  const ga4 = ledger.addSource(GA4);
  const jsonLd = ledger.addSource(JSON_LD);
  ga4({ type: 'product.viewed', lines: [line({ reference: 'gtm-7', sku: 'M-1', name: 'Mate' })] });
  jsonLd({ type: 'product.viewed', lines: [line({ sku: 'M-1', name: 'Mate', aliases: ['/p/mate'] })] });
  emit({
    ...order('1001'),
    confirmed: true,
    lines: [line({ name: 'Mate', aliases: ['/p/mate'], price: toUnits(10.5) }, 2)],
  });
  await advance(5_000);
  const placed = sent.find(({ action }) => action === 'order.placed');
  expect(JSON.stringify(placed)).toContain('"sku":"M-1"');
  expect(JSON.stringify(placed)).not.toContain('gtm-7');
});

it('a checkout and an order are reported although a stored time lies in the future', () => {
  const storage = memoryStorage();
  const far = Date.now() + 9e12;
  const cart = { reference: 'x', lines: [line(mate)], by: 'woocommerce', seen: far, active: far, checkout: far };
  storage.set('test:shop', JSON.stringify({ cart, told: [['order.placed 7', 'woocommerce', far]] }));
  const { ledger, actions } = openShop({ storage });
  const emit = ledger.addSource(PLATFORM);
  emit({ type: 'checkout.started', confirmed: true, lines: [line(mate)] });
  emit({ type: 'order.placed', confirmed: true, reference: '7', total: toUnits(5), lines: [line(mate)] });
  expect(actions()).toEqual(['checkout.started', 'order.placed']);
});
