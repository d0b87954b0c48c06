// @vitest-environment node
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Automation } from '../../collector/src/index.ts';
import { aRecord, beginning, cartRule, day, hour, itemsOf, line, minute, openShop } from './support/automations.ts';
import { business } from './support/collector-harness.ts';
import { databaseFile } from './support/database-file.ts';
import { sharedPostgres } from './support/shared-postgres.ts';

const postgres = sharedPostgres();

const places = { 'a file': databaseFile, PostgreSQL: () => postgres.newDatabase() };

const added = (at: number, reference: string, more = {}) => ({
  ...{ action: 'cart.added', at, items: [line(reference)], reference: 'cart-1' },
  ...more,
});
const viewed = (at: number, references: string[], more = {}) => ({
  ...{ action: 'cart.viewed', at, items: references.map((reference) => line(reference)), reference: 'cart-1' },
  ...more,
});
const ordered = (at: number, more = {}) => ({ action: 'order.placed', at, reference: `order-${at}`, ...more });
const laptop = { session: 'laptop' };
const phone = { session: 'phone' };

/** What happens to a cart, by the steps of its visitor. */
describe('abandoned carts', () => {
  const open = (automations = cartRule) => openShop(':memory:', automations);

  test('each step begins the wait anew, and a late one changes nothing but the contents', async () => {
    const shop = await open();
    await shop.put(added(0, 'a'));
    await shop.put(viewed(600, ['a']));
    await shop.put(added(300, 'late'));
    await shop.put({ ...added(700, 'b'), received: 710 });
    expect(await shop.waiting()).toMatchObject([{ due_at: beginning + 700 + 15 * minute }]);
    await shop.put({ ...added(650, 'c'), received: 800 });
    expect(await shop.waiting()).toMatchObject([{ due_at: beginning + 700 + 15 * minute }]);
    await shop.fire(700 + 15 * minute);
    // What was put in before the cart was seen as a whole is in what was seen, or was not put in.
    expect((await shop.told()).map(itemsOf)).toEqual([['a 1', 'c 1', 'b 1']]);
  });

  test('a look at the cart is no step where the automation says so', async () => {
    const shop = await open({ cart: { kind: 'cart-abandoned', viewsCount: false } });
    await shop.put(added(0, 'a'));
    await shop.put(viewed(600, ['a']));
    await shop.put(viewed(620, ['a', 'b']));
    expect(await shop.waiting()).toMatchObject([{ due_at: beginning + 620 + 15 * minute }]);
    await shop.put(viewed(700, ['a', 'b']));
    expect(await shop.waiting()).toMatchObject([{ due_at: beginning + 620 + 15 * minute }]);
  });

  test('an order of somebody who is not known on the other device cannot be known, and the cart is told', async () => {
    const shop = await open();
    await shop.put(added(0, 'a', { user: 'c-1' }));
    await shop.put(ordered(60, phone));
    expect(await shop.fire(hour)).toMatchObject({ fired: 1 });
  });

  test('an order that names its cart or its platform ends only that one of two carts, and else both', async () => {
    const carts = [
      added(0, 'a', { user: 'c-1', source: 'vtex' }),
      added(0, 'b', { ...phone, user: 'c-1', source: 'tiendanube', reference: 'cart-2' }),
    ];
    const both = { order: 2 };
    for (const [order, wanted] of [
      [{ about: { cart_reference: 'cart-2' } }, { order: 1 }],
      [{ source: 'tiendanube' }, { order: 1 }],
      [{ source: 'mercadolibre' }, both],
      [{ about: { cart_reference: 'unknown' } }, both],
      [{}, both],
    ] as const) {
      const shop = await open({ cart: { kind: 'cart-abandoned', personAgainAfterDays: 0 } });
      await shop.put(...carts);
      await shop.put(ordered(60, { session: null, user: 'c-1', ...order }));
      await shop.fire(hour);
      expect(await shop.ends()).toEqual(wanted);
      expect((await shop.told()).map(({ session }) => session)).toEqual(wanted === both ? [] : ['laptop']);
    }
  });

  test('a cart that was emptied is not told, and filled again it waits anew', async () => {
    const shop = await open();
    await shop.put(added(0, 'a'));
    await shop.put(viewed(60, []));
    expect(await shop.waiting()).toEqual([]);
    await shop.put(added(300, 'b'));
    expect(await shop.fire(15 * minute)).toEqual({ fired: 0, ended: 0 });
    expect(await shop.fire(300 + 15 * minute)).toMatchObject({ fired: 1 });
    const [told] = await shop.told();
    expect([told && itemsOf(told), told?.event.metadata]).toEqual([['b 1'], expect.objectContaining({ episode: 2 })]);
    expect(await shop.ends()).toEqual({ emptied: 1 });
  });

  test('what takes everything out is no cart that is left, in whatever order the events arrive', async () => {
    const removed = { action: 'cart.removed', at: 60, items: [line('a')], reference: 'cart-1' };
    const shop = await open();
    await shop.put(removed);
    await shop.put(added(0, 'a', { received: 70 }));
    await shop.put(viewed(60, [], { session: 'other', reference: 'cart-2' }));
    await shop.put(added(0, 'a', { session: 'other', reference: 'cart-2', received: 70 }));
    expect(await shop.fire(hour)).toEqual({ fired: 0, ended: 0 });
  });

  test('a log-in in the middle leaves the cart as it is, and the telling names the user', async () => {
    const shop = await open();
    await shop.put(added(0, 'a'));
    await shop.put({ action: 'user.identified', at: 60, user: 'c-1' });
    await shop.fire(hour);
    expect(await shop.told()).toMatchObject([{ user_id: 'c-1', session: 'laptop' }]);
  });

  test('a cart that gets another reference at the log-in takes the place of the earlier one', async () => {
    const shop = await open();
    await shop.put(added(0, 'a'));
    await shop.put(viewed(60, ['a', 'b'], { reference: 'cart-of-c1', user: 'c-1' }));
    // The browser has kept this one for a while.
    await shop.put(added(30, 'x', { received: 70 }));
    await shop.fire(hour);
    expect((await shop.told()).map(itemsOf)).toEqual([['a 1', 'b 1']]);
    expect(await shop.ends()).toEqual({ replaced: 1 });
  });

  test('of two tabs the later view counts, and at the same time the one that its page has counted higher', async () => {
    const shop = await open();
    await shop.put(viewed(60, ['new']));
    await shop.put(viewed(30, ['old']));
    await shop.put(viewed(90, ['second'], { seq: 12 }), viewed(90, ['first'], { seq: 3 }));
    await shop.fire(hour);
    expect((await shop.told()).map(itemsOf)).toEqual([['second 1']]);
  });

  test('an order that is cancelled later brings no reminder back', async () => {
    const shop = await open();
    await shop.put(added(0, 'a'), ordered(60));
    await shop.put({ action: 'order.cancelled', at: 120, reference: 'order-60' });
    expect(await shop.fire(hour)).toEqual({ fired: 0, ended: 0 });
  });

  test('a thank-you page that still shows the cart begins nothing, until the cart differs or was empty', async () => {
    const shop = await open();
    await shop.put(viewed(0, ['a', 'b']), ordered(60), viewed(70, ['b', 'a']));
    await shop.put(viewed(80, ['a', 'b'], { reference: undefined }));
    expect(await shop.fire(hour)).toEqual({ fired: 0, ended: 0 });
    await shop.put(viewed(hour, []), viewed(hour + 10, ['a', 'b']));
    expect(await shop.fire(hour + hour)).toMatchObject({ fired: 1 });

    const other = await open();
    await other.put(viewed(0, ['a']), ordered(60), viewed(70, ['a']), viewed(80, ['a', 'c']));
    expect(await other.fire(hour)).toMatchObject({ fired: 1 });

    const again = await open();
    await again.put(added(0, 'a'), ordered(60), added(120, 'a'));
    expect(await again.fire(hour)).toMatchObject({ fired: 1 });
  });

  test('a cart of which nothing but its order was known is not left because the thank-you page still shows it', async () => {
    const shop = await open();
    await shop.put(ordered(60, { session: null, about: { cart_reference: 'cart-1' } }));
    await shop.put(added(0, 'a', { received: 120 }), viewed(70, ['a'], { received: 130 }));
    await shop.put(viewed(80, ['a'], { received: 140 }));
    expect(await shop.fire(hour)).toEqual({ fired: 0, ended: 0 });
    await shop.put(added(hour, 'b'));
    await shop.fire(2 * hour);
    expect((await shop.told()).map(itemsOf)).toEqual([['b 1']]);
  });

  test('what was bought while the automation was switched off is not told as left when it is on again', async () => {
    const rule: Automation = { kind: 'cart-abandoned', waitMinutes: 15, againAfterHours: 0, personAgainAfterDays: 0 };
    const shop = await open({ cart: rule });
    const on = shop.businesses[business]!;
    const off = { ...on, automations: { cart: { ...rule, enabled: false } } };
    const buyWhileOff = async (at: number) => {
      shop.businesses[business] = off;
      await shop.store.endTimersOfRules((beginning + at) * 1000);
      await shop.put(ordered(at + 10));
      shop.businesses[business] = on;
    };
    await shop.put(added(0, 'a'));
    await buyWhileOff(60);
    await shop.put(added(120, 'b'));
    await shop.fire(hour);
    await buyWhileOff(hour + 60);
    await shop.put(added(hour + 120, 'c'));
    await shop.fire(2 * hour);
    expect((await shop.told()).map(itemsOf)).toEqual([['b 1'], ['c 1']]);
    // What was not bought is in the cart still.
    shop.businesses[business] = off;
    await shop.put(added(2 * hour + 5, 'd'));
    shop.businesses[business] = on;
    await shop.put(added(2 * hour + 10, 'e'));
    await shop.fire(3 * hour);
    expect((await shop.told()).map(itemsOf)[2]).toEqual(['c 1', 'e 1']);
  });

  test('an order that is told late takes back what was not delivered; one after the telling takes nothing back', async () => {
    const shop = await open();
    await shop.put(added(0, 'a'), added(0, 'b', { session: 'other', reference: 'cart-2' }));
    await shop.fire(hour);
    const [late] = (await shop.told()).filter(({ session }) => session === 'laptop');
    await shop.put(ordered(600, { received: hour + 1 }));
    await shop.put(ordered(hour + 5, { session: 'other' }));
    expect(shop.withdrawn).toEqual([late?.id]);
  });

  test('a clock that is ahead makes nothing due later than what was received says', async () => {
    const shop = await open();
    await shop.put(added(3 * hour, 'a', { received: 0 }));
    expect(await shop.waiting()).toMatchObject([{ due_at: beginning + 15 * minute }]);
  });

  test('steps that a clock behind the visitors receives at once keep the order in which they were done', async () => {
    const shop = await open();
    // The second page counts its events from the beginning.
    await shop.put(
      { ...added(100, 'a'), seq: 7, received: 50 },
      { ...viewed(102, ['a']), seq: 2, received: 50 },
      { ...added(104, 'b'), seq: 1, received: 50 },
    );
    await shop.fire(hour);
    expect((await shop.told()).map(itemsOf)).toEqual([['a 1', 'b 1']]);
  });

  test('an order that a slow clock received before the cart is an order after it, where the visitor did it after it', async () => {
    // The cart's request was repeated, and the clock of the collector is behind the visitor's.
    const order = ordered(100, { received: 94 });
    const cart = added(99, 'a', { received: 95 });
    // The cart may have been repeated after the clock was right again.
    const late = added(99, 'a', { received: 101 });
    for (const steps of [
      [order, cart],
      [cart, order],
      [order, late],
    ]) {
      const shop = await open();
      for (const step of steps) await shop.put(step);
      expect(await shop.fire(hour)).toMatchObject({ fired: 0 });
    }
  });

  test('a step that a slow clock receives after what the visitor did later is in the cart once, and is no later step', async () => {
    const shop = await open();
    await shop.put(added(90, 'a', { received: 85 }));
    await shop.put(viewed(102, ['a', 'b'], { received: 95 }));
    await shop.put(added(100, 'b', { received: 96 }));
    expect(await shop.waiting()).toMatchObject([{ due_at: beginning + 95 + 15 * minute }]);
    await shop.fire(hour);
    expect((await shop.told()).map(itemsOf)).toEqual([['a 1', 'b 1']]);
  });

  test('a new cart after an order is told, although the clock of its visitor was put right between', async () => {
    for (const [order, cart] of [
      [ordered(110, { received: 60 }), added(90, 'b')],
      // The same session on a second device.
      [ordered(50, { received: 0 }), added(30, 'b')],
      [{ action: 'consent.withdrawn', at: 50, received: 0 }, added(20, 'b')],
    ] as const) {
      const shop = await open();
      await shop.put(order);
      await shop.put(cart);
      await shop.fire(hour);
      expect((await shop.told()).map(itemsOf)).toEqual([['b 1']]);
    }
  });

  test('an order that a server tells at once with the cart of a visitor whose clock is ahead takes what was in it', async () => {
    const cart = added(50, 'a', { received: 0 });
    const order = ordered(10, { isTrusted: true });
    for (const steps of [
      [cart, order],
      [order, cart],
    ]) {
      const shop = await open();
      await shop.put(...steps);
      await shop.fire(hour);
      await shop.put(added(2 * hour + 50, 'b', { received: 2 * hour }));
      await shop.fire(4 * hour);
      expect((await shop.told()).map(itemsOf)).toEqual([['b 1']]);
    }
  });

  test('what comes of events that are stored at once does not depend on their order in the request', async () => {
    const person = { user: 'c-1' };
    const [one, two, order] = [
      added(99, 'a', { received: 95.5, ...person, id: randomUUID() }),
      added(100, 'b', { received: 94, ...person, id: randomUUID() }),
      ordered(94.5, { session: null, isTrusted: true, ...person, id: randomUUID() }),
    ];
    const outcomes = new Set<string>();
    for (const steps of [
      [one, two, order],
      [one, order, two],
      [two, one, order],
      [two, order, one],
      [order, one, two],
      [order, two, one],
    ]) {
      const shop = await open();
      await shop.put(...steps);
      await shop.fire(hour);
      outcomes.add(JSON.stringify([(await shop.told()).map(itemsOf), await shop.ends()]));
    }
    expect(outcomes.size).toBe(1);
  });

  test('an order counts although the clock of its visitor was put back meanwhile', async () => {
    const shop = await open();
    await shop.put(added(hour, 'a', { received: 0 }));
    await shop.put(ordered(60));
    expect(await shop.fire(2 * hour)).toMatchObject({ fired: 0 });
  });

  test('consent that is taken back before the cart has arrived counts by the clock of the visitor', async () => {
    const shop = await open();
    await shop.put({ action: 'consent.withdrawn', at: 100, received: 94 });
    await shop.put(added(99, 'a', { received: 95 }));
    expect(await shop.fire(hour)).toMatchObject({ fired: 0 });
  });

  test('without a pause between tellings a cart is told again, also where the clock of the collector was ahead before', async () => {
    const cart: Automation = { kind: 'cart-abandoned', againAfterHours: 0, personAgainAfterDays: 0 };
    const shop = await open({ cart });
    await shop.put(added(0, 'a', { user: 'c-1' }), added(0, 'b', { ...phone, user: 'c-1', reference: 'cart-2' }));
    expect(await shop.fire(2 * hour)).toMatchObject({ fired: 2 });
    await shop.put(added(30 * minute, 'c'));
    expect(await shop.fire(hour)).toMatchObject({ fired: 1, ended: 0 });
  });

  test('what a browser has kept for hours is told after it had time to arrive whole, and not at all when it is too old', async () => {
    const shop = await open();
    await shop.put(added(0, 'a', { received: 5 * hour }));
    expect(await shop.waiting()).toMatchObject([{ due_at: beginning + 5 * hour + 60 }]);
    await shop.put(ordered(100, { received: 5 * hour + 30 }));
    await shop.put(added(0, 'b', { session: 'old', reference: 'cart-2', received: 15 * minute + 24 * hour + 1 }));
    expect(await shop.waiting()).toEqual([]);
    expect(await shop.fire(2 * day)).toEqual({ fired: 0, ended: 0 });
  });

  test('what a rule has told begins nothing, and an event whose content is no cart harms nothing', async () => {
    const shop = await open();
    await shop.put(added(0, 'a', { observedBy: 'rule' }));
    await shop.put({ action: 'cart.added', body: { object_parameters: 7 } });
    await shop.put({
      action: 'cart.viewed',
      about: { items: [null, 7, { product: {}, quantity: 'x' }, { quantity: 1 }] },
    });
    await shop.store.put([{ ...aRecord({ action: 'cart.added' }), event: '{"cut": ' }]);
    expect(await shop.fire(hour)).toEqual({ fired: 0, ended: 0 });
  });

  test('a manual addition without a reference is about the cart of its session', async () => {
    const shop = await open();
    await shop.put(viewed(0, ['a']));
    await shop.put(added(60, 'b', { reference: undefined }));
    await shop.fire(hour);
    expect((await shop.told()).map(itemsOf)).toEqual([['a 1', 'b 1']]);
    await shop.put({ action: 'cart.added', session: 'bare', at: hour, items: [line('c')] });
    await shop.fire(2 * hour);
    expect((await shop.told()).map(itemsOf)).toEqual([['a 1', 'b 1'], ['c 1']]);
  });
});

describe.each(Object.entries(places))('abandoned carts, kept in %s', (_, place) => {
  const open = async (automations = cartRule) => openShop(await place(), automations);

  test('a cart that is left is told once, with what is in it, and names the visitor', async () => {
    const shop = await open();
    await shop.put(
      added(0, 'a', { page: 'https://shop.example/mate' }),
      added(10, 'b', { user: 'c-1' }),
      added(20, 'a'),
      { action: 'cart.removed', at: 30, items: [line('b')], reference: 'cart-1', user: 'c-1' },
    );
    expect(await shop.fire(30 + 15 * minute - 1)).toEqual({ fired: 0, ended: 0 });
    expect(await shop.fire(30 + 15 * minute)).toEqual({ fired: 1, ended: 0 });
    expect(await shop.fire(10 * day)).toEqual({ fired: 0, ended: 0 });
    const [told, ...more] = await shop.told();
    expect(more).toEqual([]);
    expect(told).toMatchObject({
      ...{ action: 'cart.abandoned', session: 'laptop', user_id: 'c-1', user_source: 'shop', observed_by: 'rule' },
      ...{
        tracked_at: beginning + 30 + 15 * minute,
        amount: 20,
        currency: 'UYU',
        page_url: 'https://shop.example/mate',
      },
      event: {
        object_parameters: { reference: 'cart-1', items: [{ product: { name: 'Product a' } }] },
        metadata: { automation: 'cart', episode: 1, last_step_at: beginning + 30 },
      },
    });
    expect(told && itemsOf(told)).toEqual(['a 2']);
  });

  test("an order on the phone ends the cart on the laptop of the same user, and nobody else's", async () => {
    const shop = await open();
    await shop.put(added(0, 'a', { user: 'c-1' }), added(0, 'a', { session: 'stranger', reference: 'cart-2' }));
    await shop.put(ordered(60, { ...phone, user: 'c-1' }));
    expect(await shop.fire(hour)).toEqual({ fired: 1, ended: 0 });
    expect((await shop.told()).map(({ session }) => session)).toEqual(['stranger']);
    expect(await shop.ends()).toEqual({ order: 1 });
  });

  test('who is known to be the same person only after the order is not reminded', async () => {
    const shop = await open();
    await shop.put(added(0, 'a'), ordered(60, { ...phone, user: 'c-1' }));
    await shop.put({ action: 'user.identified', at: 120, ...laptop, user: 'till-7' });
    await shop.store.addAlias(
      { business, source: 'shop', user_id: 'till-7' },
      { business, source: 'shop', user_id: 'c-1' },
    );
    expect(await shop.fire(hour)).toEqual({ fired: 0, ended: 1 });
    expect(await shop.ends()).toEqual({ order: 1 });
  });

  test('an order of a server that names no cart ends all carts that the person has left', async () => {
    const shop = await open();
    await shop.put(
      added(0, 'a', { user: 'c-1' }),
      added(0, 'b', { ...phone, user: 'c-1', reference: 'cart-2' }),
      added(0, 'c', { session: 'other', user: 'c-2', reference: 'cart-3' }),
    );
    await shop.put(ordered(60, { session: null, user: 'c-1', isTrusted: true }));
    expect(await shop.fire(hour)).toMatchObject({ fired: 1 });
    expect((await shop.told()).map(({ user_id }) => user_id)).toEqual(['c-2']);
    expect(await shop.ends()).toEqual({ order: 2 });
  });

  test('an order that arrives before the cart ends it', async () => {
    const shop = await open();
    await shop.put(ordered(60));
    await shop.put(added(0, 'a', { received: 120 }));
    expect(await shop.waiting()).toEqual([]);
    // The thank-you page still shows it.
    await shop.put(viewed(70, ['a'], { received: 130 }));
    expect(await shop.fire(hour)).toEqual({ fired: 0, ended: 0 });
    const named = await open();
    await named.put(ordered(60, { session: null, about: { cart_reference: 'cart-1' } }));
    await named.put(added(0, 'a', { received: 120 }));
    expect(await named.fire(hour)).toEqual({ fired: 0, ended: 0 });
  });

  test('of an order and a telling at the same instant one comes first, and the other sees it', async () => {
    const shop = await open();
    const other = await shop.another();
    await shop.put(added(0, 'a'));
    const due = 15 * minute;
    const [{ fired }] = await Promise.all([shop.fire(due), other.put(ordered(due - 1, { received: due }))]);
    const told = await shop.told();
    expect(told.length).toBe(fired);
    // Where the telling came first, what was not delivered of it is taken back.
    expect(other.withdrawn).toEqual(told.map(({ id }) => id));
    expect(await shop.fire(10 * day)).toEqual({ fired: 0, ended: 0 });
  });

  test('500 carts that were due while the collector was off are told in their order, a hundred at a time, and those of two days ago are not', async () => {
    const shop = await open();
    const carts = Array.from({ length: 500 }, (__, index) =>
      added(index, 'a', { session: `s-${index}`, reference: `cart-${index}` }),
    );
    await shop.put(...carts);
    const { fired, isMore } = await shop.store.fireTimers((beginning + 20 * hour) * 1000);
    expect([fired, isMore]).toEqual([100, true]);
    expect(await shop.fire(20 * hour)).toEqual({ fired: 400, ended: 0 });
    const times = (await shop.told()).map(({ tracked_at }) => tracked_at);
    expect(times).toEqual([...times].sort((one, other) => one - other));

    const other = await open();
    await other.put(...carts.slice(0, 2));
    expect(await other.fire(15 * minute + 24 * hour + 1)).toEqual({ fired: 1, ended: 1 });
    expect(await other.ends()).toEqual({ expired: 1 });
  });

  test('two collectors that look at the same time tell each cart once', async () => {
    const shop = await open();
    const other = await shop.another();
    await shop.put(
      ...Array.from({ length: 250 }, (__, index) =>
        added(index % 60, 'a', { session: `s-${index}`, reference: `cart-${index}` }),
      ),
    );
    const [one, two] = await Promise.all([shop.fire(hour), other.fire(hour)]);
    expect(one.fired + two.fired).toBe(250);
    const told = await shop.told();
    expect([told.length, new Set(told.map(({ session }) => session)).size]).toEqual([250, 250]);
    expect(await shop.store.automations(business)).toMatchObject([{ fired: 250, waiting: 0, cancelled: {} }]);
  });

  test('what waits keeps its time when the wait is changed', async () => {
    const shop = await open();
    await shop.put(added(0, 'a'));
    const later = await shop.another({ cart: { kind: 'cart-abandoned', waitMinutes: 360 } });
    await later.store.endTimersOfRules(beginning * 1000);
    expect(await later.fire(15 * minute)).toMatchObject({ fired: 1 });
    await later.put(added(hour, 'b', { session: 'other', reference: 'cart-2' }));
    expect(await later.waiting()).toMatchObject([{ due_at: beginning + hour + 6 * hour }]);
  });

  test('an automation that is switched off tells nothing, and switched on again nothing of the time before', async () => {
    const off: Record<string, Automation> = { cart: { kind: 'cart-abandoned', enabled: false } };
    const shop = await open();
    await shop.put(added(0, 'a'));
    const dark = await shop.another(off);
    await dark.put(added(60, 'b', { session: 'other', reference: 'cart-2' }));
    expect(await dark.fire(hour)).toEqual({ fired: 0, ended: 1 });
    expect(await shop.fire(2 * hour)).toEqual({ fired: 0, ended: 0 });

    await shop.put(added(3 * hour, 'c', { session: 'third', reference: 'cart-3' }));
    expect(await dark.store.endTimersOfRules((beginning + 3 * hour + 1) * 1000)).toBe(1);
    expect(await shop.fire(4 * hour)).toEqual({ fired: 0, ended: 0 });
    expect(await shop.ends()).toEqual({ rule_off: 2 });
  });

  test('an automation that has become another one, and a business that is off, end what waits', async () => {
    const shop = await open({
      some: { kind: 'custom', on: 'coupon.redeemed', action: 'coupon.noticed', waitMinutes: 15 },
    });
    await shop.put({ action: 'coupon.redeemed' });
    const changed = await shop.another({
      some: { kind: 'custom', on: 'coupon.redeemed', action: 'other.noticed', waitMinutes: 15 },
    });
    expect(await changed.fire(hour)).toEqual({ fired: 0, ended: 1 });
    await shop.put({ action: 'coupon.redeemed', at: hour });
    const off = await shop.another();
    off.businesses[business] = {
      name: 'Shop',
      origins: [],
      off: true,
      automations: off.businesses[business]?.automations,
    };
    expect(await off.fire(2 * hour)).toEqual({ fired: 0, ended: 1 });
    expect(await shop.ends()).toEqual({ rule_changed: 1, business_off: 1 });
  });

  test('a collector that does not know a business leaves what waits for it to others', async () => {
    const shop = await open();
    await shop.put(added(0, 'a'));
    const stranger = await shop.another();
    delete stranger.businesses[business];
    expect(await stranger.fire(hour)).toEqual({ fired: 0, ended: 0 });
    expect(await stranger.store.endTimersOfRules(beginning * 1000)).toBe(0);
    expect(await shop.fire(hour)).toMatchObject({ fired: 1 });
  });

  test('consent that is taken back ends what waits for the session, and takes back what was not delivered', async () => {
    const shop = await open();
    await shop.put(
      added(0, 'a'),
      added(0, 'b', { ...phone, reference: 'cart-2' }),
      added(0, 'c', { session: 'third', reference: 'cart-3', user: 'c-3' }),
      added(0, 'd', { session: 'fourth', reference: 'cart-4' }),
    );
    await shop.put({ action: 'consent.withdrawn', at: 60 });
    await shop.put({ action: 'page.viewed', at: 60, ...phone, body: { consent: 'denied' } });
    await shop.put({ action: 'consent.withdrawn', at: 60, session: null, user: 'c-3', isTrusted: true });
    expect(await shop.fire(hour)).toMatchObject({ fired: 1 });
    expect(await shop.ends()).toEqual({ consent: 3 });
    const [told] = await shop.told();
    await shop.put({ action: 'consent.withdrawn', at: hour, session: 'fourth' });
    expect(shop.withdrawn).toEqual([told?.id]);
    // It was here before the cart that the browser had kept.
    await shop.put({ action: 'consent.withdrawn', at: 2 * hour, session: 'fifth' });
    await shop.put(added(2 * hour - 60, 'e', { session: 'fifth', reference: 'cart-5', received: 2 * hour + 5 }));
    expect(await shop.fire(4 * hour)).toMatchObject({ fired: 0 });
  });

  test('a person who is erased while a cart waits is not reminded, and what the person does later is told', async () => {
    const shop = await open();
    await shop.put(added(0, 'a', { user: 'c-1' }), added(0, 'b', { ...phone, reference: 'cart-2', user: 'c-1' }));
    await shop.put(added(0, 'x', { session: 'other', reference: 'cart-3' }));
    const { counts } = await shop.store.erase({ user: 'c-1', business });
    expect(counts.timers).toBe(2);
    expect(await shop.fire(hour)).toMatchObject({ fired: 1 });
    // In the same session, and with the same reference: it must not be taken for what was erased.
    await shop.put(added(2 * hour, 'c'));
    expect(await shop.fire(3 * hour)).toMatchObject({ fired: 1 });
    await shop.store.erase({ session: 'laptop' });
    await shop.put(added(4 * hour, 'd'));
    await shop.fire(5 * hour);
    expect((await shop.told()).map(itemsOf)).toEqual([['x 1'], ['d 1']]);
  });

  test('what waits for longer than events are kept goes with them', async () => {
    const shop = await open({ cart: { kind: 'cart-abandoned', waitMinutes: 4 * 24 * 60 } });
    await shop.put(added(-3 * day, 'old'), added(day, 'new', { session: 'other', reference: 'cart-2' }));
    await shop.store.sweep(1);
    expect((await shop.waiting()).map(({ items }) => items?.[0]?.product)).toEqual([
      expect.objectContaining({ reference: 'new' }),
    ]);
  });

  test('a batch that comes again changes nothing', async () => {
    const shop = await open();
    const batch = [added(0, 'a', { id: '6a1cbb4d-4c5c-4cf1-9b39-0f5f1b8cbb11' })];
    await shop.put(...batch);
    const [before] = await shop.waiting();
    await shop.put(...batch.map((event) => ({ ...event, received: 500 })));
    expect(await shop.waiting()).toEqual([before]);
    await shop.fire(hour);
    await shop.put(...batch.map((event) => ({ ...event, received: hour + 5 })));
    expect(await shop.waiting()).toEqual([]);
  });

  test('a cart is told again after a day, and another cart of the same person after a week', async () => {
    const shop = await open();
    await shop.put(added(0, 'a', { user: 'c-1' }));
    await shop.fire(hour);
    await shop.put(added(2 * hour, 'b', { user: 'c-1' }));
    await shop.put(added(2 * day, 'x', { ...phone, reference: 'cart-2', user: 'c-1' }));
    expect(await shop.fire(2 * day + hour)).toEqual({ fired: 0, ended: 2 });
    expect(await shop.ends()).toEqual({ cool_down: 1, expired: 1 });
    await shop.put(added(3 * day, 'c', { user: 'c-1' }));
    expect(await shop.fire(3 * day + hour)).toEqual({ fired: 1, ended: 0 });
    await shop.put(added(11 * day, 'y', { ...phone, reference: 'cart-2', user: 'c-1' }));
    expect(await shop.fire(11 * day + hour)).toEqual({ fired: 1, ended: 0 });
  });

  test('texts that no column can hold block nothing, and the cart is told', async () => {
    const shop = await open();
    const odd = { reference: 'odd \0 \ud800', source: '\0', session: 'with \0', user: 'c \ud800 1' };
    await shop.put(added(0, 'a\0', odd), { ...added(1, '\ud800', odd), action: 'cart.viewed' });
    await shop.put(ordered(2, { session: 'other', about: { cart_reference: '\0 \udc00' } }));
    await shop.put({ action: 'consent.withdrawn', at: 3, session: '\0', user: '\0', isTrusted: true });
    expect(await shop.fire(hour)).toEqual({ fired: 1, ended: 0 });
  });

  test('what automations remember of a person is in the export', async () => {
    const shop = await open();
    await shop.put(added(0, 'a', { user: 'c-1' }), added(0, 'x', { session: 'other', reference: 'cart-2' }));
    const { timers } = await shop.store.personRecords({ user: 'c-1', business });
    expect(timers).toMatchObject([{ rule: 'cart', state: 'waiting', session: 'laptop' }]);
    expect(JSON.stringify(timers)).toContain('Product a');
  });
});
