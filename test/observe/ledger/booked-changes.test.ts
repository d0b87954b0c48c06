import { beforeEach, describe, expect, it } from 'vitest';
import type { Fact, Line } from '../../../src/facts/fact.ts';
import type { LedgerHost } from '../../../src/observe/ledger/ledger-host.ts';
import { advance, memoryStorage, MINUTE, useClock } from '../../support/harness.ts';
import { line, mate, openShop, PLATFORM, yerba } from '../support/shop-page.ts';

beforeEach(() => void useClock());

/** A shop whose pages show the whole cart, and report to GA4 as well. */
const startShop = () => {
  const storage = memoryStorage();
  const rows: string[] = [];
  let messages = 0;
  /** Opens a page. The page before stays open, as another tab does, unless it was left. */
  const open = (over: Partial<LedgerHost> = {}) => {
    const page = openShop({
      storage,
      observe: (action, props, source) => {
        const { items = [] } = (props.object_parameters ?? {}) as { items?: { quantity: number; product: unknown }[] };
        const goods = items.map(({ product, quantity }) => {
          const { reference, sku } = product as { reference?: string; sku?: string };
          return `${quantity} × ${reference ?? sku}`;
        });
        rows.push([action, ...goods, source].join(' '));
      },
      ...over,
    });
    const emit = page.ledger.addSource(PLATFORM);
    const tags = page.ledger.addSource({ name: 'ga4' });
    const say = (type: Fact['type'], ...lines: Line[]): Fact => ({ type, lines });
    return {
      ...page,
      emit,
      show: (...lines: Line[]) => emit({ type: 'cart', confirmed: true, lines }),
      push: (...lines: Line[]) => tags({ ...say('cart.added', ...lines), message: (messages += 1) }),
      pushRemoval: (...lines: Line[]) => tags(say('cart.removed', ...lines)),
      track: (...lines: Line[]) => page.ledger.noteTracked(say('cart.added', ...lines), 'manual'),
      mark: () => page.ledger.noteTracked({ type: 'cart.added' }, 'mark'),
      leave: () => page.ledger.flush(true),
    };
  };
  return { open, rows, storage };
};
const stored = (storage: ReturnType<typeof memoryStorage>) => storage.get('test:shop') ?? '';

/** The same product as GA4 names it: by its SKU alone. */
const asTagged = { reference: 'M-1', name: 'Mate' };

describe('change of the cart that is reported before the cart shows it', () => {
  it('an addition that is reported as the page is left is not reported again by the cart of a slow next page', async () => {
    const { open, rows } = startShop();
    const first = open();
    first.show(line(yerba));
    first.push(line(asTagged));
    first.leave();
    await advance(7_000);
    const second = open();
    await advance(7_000);
    second.show(line(yerba), line(mate));
    await advance(MINUTE);
    expect(rows).toEqual(['cart.added 1 × M-1 ga4']);
  });

  it('a removal that is reported as the page is left is not reported again, even if it empties the cart', async () => {
    for (const rest of [[line(yerba)], []]) {
      const { open, rows } = startShop();
      const first = open();
      first.show(line(mate, 2), ...rest);
      first.pushRemoval(line(asTagged, 2));
      first.leave();
      await advance(7_000);
      open().show(...rest);
      await advance(MINUTE);
      expect(rows).toEqual(['cart.removed 2 × M-1 ga4']);
    }
  });

  it('an addition that the shop tracks itself is not reported again by the next cart, on the same page or the next', async () => {
    for (const isLeft of [true, false]) {
      const { open, rows } = startShop();
      const first = open();
      first.show();
      first.track(line(mate));
      await advance(7_000);
      if (isLeft) first.leave();
      const { show } = isLeft ? open() : first;
      await advance(7_000);
      show(line(mate));
      await advance(MINUTE);
      expect(rows).toEqual([]);
    }
  });

  it('a removal is reported after an addition of the same product that the cart has not shown', async () => {
    const { open, rows } = startShop();
    const first = open();
    first.show(line(mate), line(yerba));
    first.track(line(mate));
    first.leave();
    await advance(7_000);
    open().show(line(yerba));
    await advance(MINUTE);
    expect(rows).toEqual(['cart.removed 1 × 101 woocommerce']);
  });

  it('a mark that names no product stands for one addition', async () => {
    const { open, rows } = startShop();
    const first = open();
    first.show();
    first.mark();
    first.push(line(asTagged));
    first.leave();
    await advance(7_000);
    const second = open();
    second.show(line(mate));
    await advance(7_000);
    second.show(line(mate), line(yerba));
    expect(rows).toEqual(['cart.added 1 × 102 woocommerce']);
  });

  it('a second addition right after the page has loaded is reported', async () => {
    const { open, rows } = startShop();
    const first = open();
    first.show();
    first.push(line(asTagged));
    first.leave();
    await advance(7_000);
    const second = open();
    second.show(line(mate));
    await advance(1_000);
    second.push(line(asTagged));
    await advance(200);
    second.show(line(mate, 2));
    await advance(MINUTE);
    expect(rows).toEqual(['cart.added 1 × M-1 ga4', 'cart.added 1 × 101 woocommerce']);
  });

  it('a second addition by a form right after the page has loaded is reported once', async () => {
    for (const source of ['push', 'track'] as const) {
      const { open, rows } = startShop();
      let lastGesture: number | undefined;
      const over = { lastGesture: () => lastGesture };
      let page = open(over);
      page.show();
      for (const quantity of [1, 2, 3]) {
        lastGesture = Date.now();
        page[source](line(asTagged));
        page.leave();
        await advance(2_000);
        lastGesture = undefined;
        page = open(over);
        page.show(line(mate, quantity));
        await advance(1_000);
      }
      await advance(MINUTE);
      // The event of an action that the shop tracks is sent elsewhere.
      expect(rows).toEqual(source === 'push' ? Array(3).fill('cart.added 1 × M-1 ga4') : []);
    }
  });

  it('an addition that a tag tells on submit, and another tag on the next page, is reported once', async () => {
    const { open, rows } = startShop();
    const first = open();
    first.show(line(yerba));
    first.push(line(asTagged));
    first.leave();
    await advance(2_000);
    const second = open();
    second.show(line(yerba), line(mate));
    await advance(1_000);
    second.push(line(asTagged));
    await advance(7_000);
    open().show(line(yerba), line(mate));
    await advance(MINUTE);
    expect(rows).toEqual(['cart.added 1 × M-1 ga4']);
  });

  it('two tags that know a product by different ids report one addition as the page is left', async () => {
    const { open, rows } = startShop();
    const first = open();
    first.show(line(yerba));
    first.push(line(asTagged));
    first.push(line({ reference: '101', name: 'Mate' }));
    first.leave();
    await advance(7_000);
    open().show(line(yerba), line(mate));
    await advance(MINUTE);
    expect(rows).toEqual(['cart.added 1 × M-1 ga4']);
  });

  it('two variants of one name that are added by one click are both reported', async () => {
    for (const isLeft of [true, false]) {
      const { open, rows } = startShop();
      const [small, large] = ['s', 'l'].map((sku) => line({ reference: '101', sku, name: 'Mate' }));
      let page = open();
      page.show(line(yerba));
      page.push(line({ reference: 's', name: 'Mate' }));
      page.push(line({ reference: 'l', name: 'Mate' }));
      if (isLeft) page.leave();
      await advance(700);
      if (isLeft) page = open();
      page.show(line(yerba), small!, large!);
      await advance(MINUTE);
      expect(rows).toHaveLength(2);
    }
  });

  it.each([0, 400])(
    'two tags that know a product by different ids report one addition, shown after %i ms',
    async (ms) => {
      const { open, rows } = startShop();
      const page = open();
      page.show(line(yerba));
      page.push(line(asTagged));
      page.push(line({ reference: '101', name: 'Mate' }));
      await advance(ms);
      page.show(line(yerba), line(mate));
      page.push(line({ reference: 'SHOP-101', name: 'Mate' }));
      await advance(MINUTE);
      page.show(line(yerba), line(mate, 2));
      await advance(MINUTE);
      expect(rows).toEqual(['cart.added 1 × 101 woocommerce', 'cart.added 1 × 101 woocommerce']);
    },
  );

  it('of two additions to one line, the one that nobody has reported is reported', async () => {
    const { open, rows } = startShop();
    const first = open();
    first.show();
    first.push(line(asTagged));
    first.leave();
    await advance(7_000);
    open().show(line(mate, 3));
    expect(rows).toEqual(['cart.added 1 × M-1 ga4', 'cart.added 2 × 101 woocommerce']);
  });

  it('an addition that the shop has refused is forgotten with the next cart, so the same addition is reported later', async () => {
    for (const source of ['push', 'track'] as const) {
      const { open, rows } = startShop();
      const first = open();
      first.show(line(yerba));
      first[source](line(asTagged));
      first.leave();
      rows.length = 0;
      await advance(2_000);
      const second = open();
      second.show(line(yerba));
      await advance(7_000);
      second.show(line(yerba), line(mate));
      expect(rows).toEqual(['cart.added 1 × 101 woocommerce']);
    }
  });

  it('an addition is forgotten when the platform says that the cart is unchanged', async () => {
    const { open, rows } = startShop();
    const first = open();
    first.show();
    first.track(line(mate));
    first.leave();
    await advance(2_000);
    const second = open();
    second.emit({ type: 'cart', confirmed: true, unchanged: true });
    await advance(7_000);
    second.show(line(mate));
    expect(rows).toEqual(['cart.added 1 × 101 woocommerce']);
  });

  it('a cart from before the change, which the same page still shows, does not make the change reported twice', async () => {
    const { open, rows } = startShop();
    const first = open();
    first.show(line(yerba));
    await advance(100);
    first.push(line(asTagged));
    await advance(2_000);
    // An answer that was on its way, or a fragment from a cache.
    first.show(line(yerba));
    await advance(2_000);
    first.leave();
    await advance(7_000);
    open().show(line(yerba), line(mate));
    await advance(MINUTE);
    expect(rows).toEqual(['cart.added 1 × M-1 ga4']);
  });

  it('two additions that are reported as the page is left are each taken off the next cart', async () => {
    const { open, rows } = startShop();
    const first = open();
    first.show();
    first.push(line(asTagged));
    first.push(line({ reference: 'Y-1', name: 'Yerba' }));
    first.leave();
    await advance(7_000);
    open().show(line(mate), line(yerba));
    await advance(MINUTE);
    expect(rows).toEqual(['cart.added 1 × M-1 ga4', 'cart.added 1 × Y-1 ga4']);
  });

  it('the first cart of a visit that does not show the addition yet is no reason to report it again', async () => {
    const { open, rows } = startShop();
    const { push, show, leave } = open();
    push(line(asTagged));
    await advance(100);
    show(line(yerba));
    leave();
    await advance(7_000);
    open().show(line(yerba), line(mate));
    await advance(MINUTE);
    expect(rows).toEqual(['cart.added 1 × M-1 ga4']);
  });

  it('the first cart of a visit that shows the addition leaves the next one to be reported', async () => {
    const { open, rows } = startShop();
    const { push, show, leave } = open();
    push(line(asTagged));
    await advance(100);
    show(line(yerba), line(mate));
    leave();
    await advance(7_000);
    open().show(line(yerba), line(mate, 2));
    await advance(MINUTE);
    expect(rows).toEqual(['cart.added 1 × M-1 ga4', 'cart.added 1 × 101 woocommerce']);
  });

  it('an addition on a page that has been open for long is reported once', async () => {
    const { open, rows } = startShop();
    const { show, push } = open();
    show(line(yerba));
    await advance(40 * MINUTE);
    push(line(asTagged));
    await advance(7_000);
    show(line(yerba), line(mate));
    await advance(MINUTE);
    expect(rows).toEqual(['cart.added 1 × M-1 ga4']);
  });

  it('a refused addition is forgotten on the same page too, once the shop has had time enough', async () => {
    const { open, rows } = startShop();
    const { show, track } = open();
    await advance(100);
    show(line(yerba));
    track(line(mate));
    await advance(11_000);
    show(line(yerba));
    await advance(1_000);
    show(line(yerba), line(mate));
    expect(rows).toEqual(['cart.added 1 × 101 woocommerce']);
  });

  it('an addition that the cart has not shown at first is not taken for a later one', async () => {
    const { open, rows } = startShop();
    const { show, track } = open();
    await advance(100);
    show(line(yerba));
    track(line(mate));
    await advance(1_000);
    show(line(yerba));
    await advance(6_000);
    show(line(yerba), line(mate));
    expect(rows).toEqual(['cart.added 1 × 101 woocommerce']);
  });

  it('an addition before the first cart of a visit is part of that cart, and the next one is reported', async () => {
    const { open, rows } = startShop();
    const first = open();
    first.push(line(asTagged));
    first.leave();
    await advance(7_000);
    const second = open();
    second.show(line(mate));
    await advance(7_000);
    second.show(line(mate, 2));
    expect(rows).toEqual(['cart.added 1 × M-1 ga4', 'cart.added 1 × 101 woocommerce']);
  });

  it('an addition that still waits when the first cart of a visit shows it is not booked for a later one', async () => {
    const { open, rows } = startShop();
    const { show, push } = open();
    await advance(100);
    push(line(asTagged));
    await advance(200);
    show(line(mate));
    await advance(7_000);
    show(line(mate, 2));
    await advance(MINUTE);
    expect(rows).toEqual(['cart.added 1 × M-1 ga4', 'cart.added 1 × 101 woocommerce']);
  });

  it('an addition is used up in whichever tab shows the cart, and in that tab only', async () => {
    const { open, rows } = startShop();
    const one = open();
    const other = open();
    await advance(100);
    one.show();
    one.push(line(asTagged));
    one.leave();
    await advance(100);
    other.show();
    await advance(7_000);
    other.show(line(mate));
    open().show(line(mate));
    await advance(7_000);
    other.show(line(mate, 2));
    await advance(MINUTE);
    expect(rows).toEqual(['cart.added 1 × M-1 ga4', 'cart.added 1 × 101 woocommerce']);
  });

  it('a removed product that is followed by an order is reported once, and the order too', async () => {
    const { open, rows } = startShop();
    const first = open();
    first.show(line(mate), line(yerba));
    first.pushRemoval(line(asTagged));
    first.leave();
    await advance(7_000);
    const second = open();
    second.show(line(yerba));
    second.emit({ type: 'order.placed', confirmed: true, reference: '9', total: 42_500, lines: [line(yerba)] });
    await advance(7_000);
    second.show();
    await advance(MINUTE);
    expect(rows).toEqual(['cart.removed 1 × M-1 ga4', 'order.placed 1 × 102 woocommerce']);
  });

  it('an addition is reported with what the page knows of the product, although its source named only an id', async () => {
    const { open, storage } = startShop();
    const sent: unknown[] = [];
    const first = open({ observe: (_action, props) => void sent.push(JSON.parse(JSON.stringify(props))) });
    first.show();
    first.emit({ type: 'products', lines: [line({ ...mate, image_url: '/m.jpg', brand: 'Gaucho' })], currency: 'UYU' });
    first.push(line({ reference: 'M-1' }));
    first.leave();
    expect(sent).toMatchObject([
      {
        amount: 10.5,
        object_parameters: {
          items: [{ product: { name: 'Mate', brand: 'Gaucho', image_url: 'https://shop.example/m.jpg' } }],
        },
      },
    ]);
    expect(stored(storage)).toContain('"ahead":[{');
  });

  it('two variants of one product are told apart by their SKUs', async () => {
    const { open, rows } = startShop();
    const [small, large] = ['S', 'L'].map((sku) => ({ reference: '7', name: 'Tee', sku, variant: sku }));
    const first = open();
    first.show();
    first.push(line(small!));
    first.leave();
    await advance(7_000);
    open().show(line(small!), line(large!));
    expect(rows).toEqual(['cart.added 1 × 7 ga4', 'cart.added 1 × 7 woocommerce']);
  });

  it('nothing is booked in a shop that has no cart to compare with', async () => {
    const { ledger, storage, actions } = openShop({ prefix: 'test:' });
    ledger.addSource({ name: 'ga4' })({ type: 'cart.added', lines: [line(mate)] });
    await advance(7_000);
    expect(actions()).toEqual(['cart.added']);
    expect(storage.get('test:shop')).not.toContain('"ahead":[{');
  });

  it('a cart that an older version has stored is compared as before', async () => {
    const { open, rows, storage } = startShop();
    open().show(line(mate));
    const { ahead: _, ...older } = JSON.parse(stored(storage)) as Record<string, unknown>;
    storage.set('test:shop', JSON.stringify(older));
    open().show(line(mate, 2));
    expect(rows).toEqual(['cart.added 1 × 101 woocommerce']);
  });

  it('bookings that another script has overwritten do not stop the reports', async () => {
    for (const ahead of [5, 'x', [null], [{ at: Date.now() + 1_000 }], [{ fact: { lines: [null] }, at: Date.now() }]]) {
      const { open, rows, storage } = startShop();
      open().show(line(mate));
      storage.set('test:shop', JSON.stringify({ ...(JSON.parse(stored(storage)) as object), ahead }));
      const second = open();
      second.show(line(mate), line(yerba));
      second.show(line(mate), line(yerba));
      second.show(line(mate), line(yerba), line({ reference: '103', name: 'Termo' }));
      expect(rows).toContain('cart.added 1 × 103 woocommerce');
    }
  });
});
