// @vitest-environment node
import { describe, expect, test } from 'vitest';
import { createPattern } from '../../collector/src/automations/pattern.ts';
import { startCollector } from '../../collector/src/index.ts';
import type { Automation, Collector, Row } from '../../collector/src/index.ts';
import { beginning, cartRule, day, hour, line, minute, openShop } from './support/automations.ts';
import { aBatch, anEvent, ask, atEnd, business, send, shop as origin } from './support/collector-harness.ts';
import { databaseFile } from './support/database-file.ts';
import { record } from './support/records.ts';

const open = (automations: Record<string, Automation>) => openShop(':memory:', automations);
const view = (at: number, reference: string, more = {}) => ({
  ...{ action: 'product.viewed', at, reference, user: 'c-1', about: { name: `Product ${reference}` } },
  ...more,
});
const page = (at: number, address: string, more = {}) => ({ action: 'page.viewed', at, page: address, ...more });
const productOf = ({ event }: Row) => (event.object_parameters as { reference: string }).reference;

describe('a product that a known visitor has left', () => {
  const rules: Record<string, Automation> = { ...cartRule, product: { kind: 'product-visited' } };

  test('is told once, six hours after the last one was viewed', async () => {
    const shop = await open(rules);
    await shop.put(view(0, 'a'), view(hour, 'b', { page: 'https://shop.example/b' }));
    await shop.put(view(30, 'late', { received: hour + 5 }));
    expect(await shop.fire(7 * hour - 1)).toEqual({ fired: 0, ended: 0 });
    expect(await shop.fire(7 * hour)).toEqual({ fired: 1, ended: 0 });
    expect(await shop.told()).toMatchObject([
      {
        ...{ action: 'product.reminder_due', user_id: 'c-1', page_url: 'https://shop.example/b' },
        event: { object_parameters: { reference: 'b', name: 'Product b' } },
      },
    ]);
  });

  test('is told also where the visitor became known after the view, and not of a stranger', async () => {
    const shop = await open(rules);
    await shop.put(view(0, 'a', { user: undefined }), view(0, 'x', { user: undefined, session: 'stranger' }));
    await shop.put({ action: 'user.identified', at: hour, user: 'c-1' });
    await shop.put(view(2 * hour, 'b', { user: undefined }));
    expect(await shop.waiting()).toMatchObject([{ product: { reference: 'a' }, due_at: beginning + 6 * hour }]);
    await shop.put({ action: 'page.viewed', at: 3 * hour, user: 'c-1' });
    await shop.put(view(2.5 * hour, 'c', { user: undefined, received: 3 * hour }));
    await shop.fire(9 * hour);
    expect((await shop.told()).map(productOf)).toEqual(['c']);
  });

  test.each([
    ['checkout.started', 'checkout'],
    ['order.placed', 'order'],
    ['cart.added', 'cart'],
  ])('is not told after %s, on whatever device', async (action, reason) => {
    const shop = await open({ product: { kind: 'product-visited' } });
    await shop.put(view(0, 'a'), view(0, 'b', { user: 'c-2', session: 'other' }));
    await shop.put({ action, at: hour, session: 'phone', user: 'c-1' });
    expect(await shop.fire(7 * hour)).toMatchObject({ fired: 1 });
    expect(await shop.ends()).toEqual({ [reason]: 1 });
    await shop.put(view(8 * hour, 'c'));
    await shop.fire(15 * hour);
    expect((await shop.told()).map(productOf)).toEqual(['b', 'c']);
  });

  test('is not told where the step against it was here before the view', async () => {
    const shop = await open(rules);
    await shop.put({ action: 'checkout.started', at: 60, user: 'c-1' });
    await shop.put(view(0, 'a', { received: 120 }));
    await shop.fire(7 * hour);
    expect(await shop.ends()).toEqual({ checkout: 1 });
  });

  test('waits for no cart of the same person, is told once a week, and once for two names of a person', async () => {
    const shop = await open(rules);
    await shop.put({ action: 'cart.added', at: 0, user: 'c-1', items: [line('a')], session: 'phone' });
    await shop.put(view(1, 'a', { received: 100 }));
    const due = { cart: { ...rules.cart, waitMinutes: 600 } as Automation, product: rules.product as Automation };
    const slow = await open(due);
    await slow.put({ action: 'cart.added', at: 0, user: 'c-1', items: [line('a')], session: 'phone' });
    await slow.put(view(1, 'a'));
    await slow.fire(7 * hour);
    expect(await slow.ends('product')).toEqual({ cart: 1 });

    await shop.fire(7 * hour);
    await shop.put(view(8 * hour, 'a'));
    await shop.fire(15 * hour);
    expect(await shop.ends('product')).toEqual({ cool_down: 1 });
    await shop.put(view(16 * hour, 'b', { user: 'c-1' }), view(17 * hour, 'c', { user: 'till-1', session: 'till' }));
    const [from, to] = ['till-1', 'c-1'].map((user_id) => ({ business, source: 'shop', user_id }));
    if (from && to) await shop.store.addAlias(from, to);
    await shop.fire(22.5 * hour);
    await shop.fire(24 * hour);
    expect((await shop.told()).filter(({ action }) => action === 'product.reminder_due').map(productOf)).toEqual([
      'a',
      'c',
    ]);
  });

  test('a view that has arrived after the product was put into the cart is no reminder, by the clock of the visitor', async () => {
    for (const isFirst of [true, false]) {
      const shop = await open({ product: { kind: 'product-visited' } });
      const left = view(99, 'a', { received: 95 });
      const into = { action: 'cart.added', at: 100, received: 94, items: [line('a')], user: 'c-1' };
      await shop.put(isFirst ? left : into);
      await shop.put(isFirst ? into : left);
      expect(await shop.fire(7 * hour)).toMatchObject({ fired: 0 });
    }
  });
});

describe('an address that is visited', () => {
  const sale: Automation = { kind: 'address-visited', url: 'shop.example/sale*', action: 'sale.visited' };

  test('is told at once, and once in each session', async () => {
    const shop = await open({ sale });
    await shop.put(
      page(0, 'https://shop.example/about'),
      page(10, 'https://www.shop.example/sale/mates?utm_source=x'),
      page(20, 'https://shop.example/sale'),
      page(30, 'https://shop.example/sale', { session: 'phone', user: 'c-1' }),
    );
    expect(await shop.fire(30)).toEqual({ fired: 2, ended: 0 });
    await shop.put(page(40, 'https://shop.example/sale'));
    await shop.fire(60);
    expect(await shop.told()).toMatchObject([
      { action: 'sale.visited', session: 'laptop', tracked_at: beginning + 10, user_id: null },
      { action: 'sale.visited', session: 'phone', user_id: 'c-1' },
    ]);
  });

  test('is told once for a person where that is wanted, on whatever device, and again after a time', async () => {
    const shop = await open({ sale: { ...sale, oncePer: 'person', againAfterDays: 2 } as Automation });
    const there = 'https://shop.example/sale';
    await shop.put(page(0, there, { session: 'nobody' }), page(0, there, { user: 'c-1' }));
    await shop.fire(1);
    await shop.put(page(hour, there, { user: 'c-1', session: 'phone' }));
    await shop.fire(2 * hour);
    await shop.put(page(3 * day, there, { user: 'c-1', session: 'phone' }));
    await shop.fire(3 * day + 1);
    expect((await shop.told()).map(({ session }) => session)).toEqual(['laptop', 'phone']);
  });

  test.each([
    ['shop.example/sale*', 'https://shop.example/sale', true],
    ['shop.example/sale*', 'http://SHOP.example/Sale/x?y=1#z', true],
    ['https://shop.example/sale', 'https://shop.example/sale/', true],
    ['shop.example/sale', 'https://shop.example/sale?utm_source=x', true],
    ['shop.example/sale', 'https://shop.example/sales', false],
    ['shop.example/sale', 'https://shop.example.evil/sale', false],
    ['/sale', 'https://any.example/sale', true],
    ['/*/thank-you', 'https://any.example/checkout/12/thank-you', true],
    ['*.example/a*b*c', 'https://x.example/a1b2c', true],
    ['*.example/a*b*c', 'https://x.example/acb', false],
    ['/a*a', 'https://x.example/a', false],
    ['/item?id=7', 'https://x.example/item?id=7', true],
    ['/item?id=7', 'https://x.example/item?id=8', false],
    ['/item?*id=7*', 'https://x.example/item?a=1&id=7&b=2', true],
    ['/sale', 'no address', false],
  ])('%s means %s: %s', (pattern, address, isMeant) => {
    expect(createPattern(pattern)(address)).toBe(isMeant);
  });
});

describe('a purchase by the addresses of cart and thank-you page', () => {
  const purchase: Automation = { kind: 'purchase-completed', cartUrl: '/cart*', thanksUrl: '/thanks*' };
  const cart = 'https://shop.example/cart';
  const thanks = 'https://shop.example/thanks/1';

  test('is told once without an amount, in whatever order the pages arrive, and ends the cart that waits', async () => {
    const shop = await open({ ...cartRule, purchase });
    await shop.put({ action: 'cart.added', at: 0, items: [line('a')] });
    await shop.put(page(60, thanks));
    await shop.put(page(10, cart, { received: 70 }));
    await shop.put(page(80, thanks), page(90, 'https://shop.example/thanks/2'));
    expect(await shop.fire(hour)).toEqual({ fired: 1, ended: 1 });
    expect(await shop.told()).toMatchObject([
      { action: 'product.purchased', amount: null, tracked_at: beginning + 60, page_url: thanks, session: 'laptop' },
    ]);
    expect(await shop.ends()).toEqual({ order: 1 });
    await shop.put(page(2 * hour, thanks), page(3 * hour, cart), page(3 * hour + 60, thanks));
    await shop.fire(5 * hour);
    expect((await shop.told()).length).toBe(2);
  });

  test('is not told where an order is, before or after the page, nor without the cart or long after it', async () => {
    const shop = await open({ purchase });
    await shop.put(page(0, cart), page(60, thanks), { action: 'order.placed', at: 600, received: 630, reference: '1' });
    await shop.put(...[page(0, cart, { session: 'b' }), page(60, thanks, { session: 'b' })], {
      action: 'order.placed',
      at: 30,
      session: 'b',
      reference: '2',
    });
    await shop.put(page(60, thanks, { session: 'c' }));
    await shop.put(page(0, cart, { session: 'd' }), page(25 * hour, thanks, { session: 'd' }));
    await shop.fire(hour);
    await shop.fire(26 * hour);
    expect(await shop.told()).toEqual([]);
    expect(await shop.ends()).toEqual({ order: 2 });
  });
});

describe("an automation of the shop's own", () => {
  test('makes another action of each event, at once or after a time, and none of its own events', async () => {
    const shop = await open({
      now: { kind: 'custom', on: ['refund.*', 'coupon.redeemed'], action: 'case.opened' },
      later: { kind: 'custom', on: 'case.opened', action: 'case.reminded' },
      then: { kind: 'custom', on: 'coupon.redeemed', action: 'coupon.thanked', waitMinutes: 30 },
    });
    const coupon = {
      action: 'coupon.redeemed',
      at: 0,
      user: 'c-1',
      about: { code: 'MATE' },
      body: { amount: 5, currency: 'UYU' },
    };
    await shop.put(coupon, coupon, { action: 'refund.requested', at: 1 }, { action: 'order.placed', at: 2 });
    expect(await shop.fire(2)).toEqual({ fired: 3, ended: 0 });
    expect(await shop.fire(hour)).toEqual({ fired: 2, ended: 0 });
    expect((await shop.told()).map(({ action }) => action)).toEqual([
      ...['case.opened', 'case.opened', 'case.opened'],
      ...['coupon.thanked', 'coupon.thanked'],
    ]);
    expect((await shop.told())[0]).toMatchObject({ user_id: 'c-1', amount: 5, currency: 'UYU' });
  });

  test('that has told something names nobody anew: who is known by the browser alone stays so', async () => {
    const shop = await open(cartRule);
    await shop.put({ action: 'cart.added', at: 0, user: 'c-1', items: [line('a')] });
    await shop.fire(hour);
    const profile = await shop.store.profile({ business, source: 'shop', user_id: 'c-1' });
    expect(profile?.sessions).toMatchObject([{ session: 'laptop', trusted: false }]);
  });
});

describe('a running collector', () => {
  const cart: Automation = { kind: 'cart-abandoned', waitMinutes: 15 };
  const start = async (automations: Record<string, Automation>, now: () => number, more = {}) => {
    const businesses = { [business]: { name: 'Demo', origins: [origin], automations } };
    const options = { businesses, scriptVersions: false as const, ...more };
    const collector = await startCollector(options, { now });
    atEnd(collector.close);
    return {
      collector,
      reload: (next: Record<string, Automation>) =>
        collector.reload({
          ...options,
          businesses: { [business]: { name: 'Demo', origins: [origin], automations: next } },
        }),
    };
  };
  const aCart = (session: string) =>
    aBatch([
      anEvent({ session, object_parameters: { reference: session, items: [{ product: 'mate', quantity: 2 }] } }),
    ]);
  const automationsOf = async (collector: Collector) => {
    const response = await ask(collector, `automations?business=${business}`);
    return ((await response.json()) as { automations: { id: string; waiting: number; fired: number }[] }).automations;
  };

  test('tells a cart when its clock says so, and shows what waits and what has come of it', async () => {
    let now = Date.now();
    const { collector, reload } = await start({ cart }, () => now);
    await send(collector, aCart('laptop-1'));
    const waiting = await ask(collector, `automations/waiting?business=${business}&rule=cart&limit=5`);
    expect(await waiting.json()).toMatchObject({
      waiting: [
        { rule: 'cart', kind: 'cart-abandoned', session: 'laptop-1', items: [{ product: 'mate', quantity: 2 }] },
      ],
    });
    expect(await automationsOf(collector)).toMatchObject([
      {
        ...{ id: 'cart', kind: 'cart-abandoned', enabled: true, declared: cart, wait_seconds: 15 * minute },
        ...{ waiting: 1, fired: 0, cancelled: {}, recent: [] },
      },
    ]);
    now += 16 * minute * 1000;
    // It looks as events arrive, too.
    await send(collector, aBatch([anEvent({ action: 'page.viewed' })]));
    await expect.poll(async () => (await automationsOf(collector))[0]?.fired, { timeout: 10_000 }).toBe(1);
    const [told] = await collector.store.events({ action: 'cart.abandoned' });
    expect(await automationsOf(collector)).toMatchObject([
      { waiting: 0, recent: [{ state: 'fired', session: 'laptop-1', event: told?.id }] },
    ]);
    now = Date.now();
    await send(collector, aCart('phone-1'));
    expect(await automationsOf(collector)).toMatchObject([{ waiting: 1 }]);
    reload({ cart: { ...cart, enabled: false } as Automation });
    await expect.poll(async () => (await automationsOf(collector))[0]?.waiting, { timeout: 10_000 }).toBe(0);
    expect(await automationsOf(collector)).toMatchObject([{ enabled: false, cancelled: { rule_off: 1 } }]);
    reload({});
    expect(await automationsOf(collector)).toMatchObject([
      { id: 'cart', kind: null, enabled: false, fired: 1, declared: null, wait_seconds: null },
    ]);
  });

  test('says of each automation how it is declared and how long it waits, also where that is the default', async () => {
    const declared: Record<string, [Automation, number]> = {
      cart: [{ kind: 'cart-abandoned' }, 15 * minute],
      slow: [{ kind: 'cart-abandoned', waitMinutes: 360 }, 6 * hour],
      product: [{ kind: 'product-visited' }, 6 * hour],
      sale: [{ kind: 'address-visited', url: '/sale', action: 'sale.visited' }, 0],
      bought: [{ kind: 'purchase-completed', cartUrl: '/cart', thanksUrl: '/thanks', orderMinutes: 3 }, 3 * minute],
      own: [{ kind: 'custom', on: 'form.sent', action: 'form.reminder', waitMinutes: 2 }, 2 * minute],
    };
    const { collector } = await start(
      Object.fromEntries(Object.entries(declared).map(([id, [automation]]) => [id, automation])),
      Date.now,
    );
    expect(await automationsOf(collector)).toMatchObject(
      Object.entries(declared).map(([id, [automation, wait_seconds]]) => ({ id, declared: automation, wait_seconds })),
    );
  });

  test('tells at its start what was due while it was off', async () => {
    const place = { database: await databaseFile() };
    const first = await start({ cart }, Date.now, place);
    await send(first.collector, aCart('laptop-1'));
    await first.collector.close();
    const { collector } = await start({ cart }, () => Date.now() + hour * 1000, place);
    await expect
      .poll(async () => (await collector.store.events({ action: 'cart.abandoned' })).length, { timeout: 10_000 })
      .toBe(1);
  });

  test('a question without a business is refused with a sentence', async () => {
    const { collector } = await start({ cart }, Date.now);
    for (const path of ['automations', 'automations/waiting']) {
      const response = await ask(collector, path);
      expect([response.status, await response.text()]).toEqual([400, expect.stringContaining('Name the business')]);
    }
  });

  test.each<[string, object, string]>([
    ['a kind that is none', { kind: 'cart' }, 'automations.a.kind is "cart"; give one of "cart-abandoned"'],
    [
      'a field of another kind',
      { kind: 'cart-abandoned', url: '/x' },
      'automations.a.url is "/x"; an automation of the kind "cart-abandoned" has only',
    ],
    [
      'a wait that is none',
      { kind: 'cart-abandoned', waitMinutes: -1 },
      'waitMinutes is -1; give a number of minutes from 0',
    ],
    [
      'a missing address',
      { kind: 'address-visited', action: 'a.b' },
      'automations.a.url is null; an automation of the kind "address-visited" needs it',
    ],
    [
      'an address that is none',
      { kind: 'address-visited', action: 'a.b', url: 'sale page' },
      'give an address such as',
    ],
    [
      'an action that is none',
      { kind: 'custom', on: 'a.b', action: 'A' },
      'automations.a.action is "A"; give an action of your own',
    ],
    [
      'an action that begins itself',
      { kind: 'custom', on: ['x.y', 'a.b'], action: 'a.b' },
      'give another action than those of "on"',
    ],
    ['a switch that is none', { kind: 'cart-abandoned', enabled: 'no' }, 'enabled is "no"; give true or false'],
  ])('%s is explained in one sentence', async (_, automation, sentence) => {
    const businesses = {
      [business]: { name: 'Demo', origins: [origin], automations: { a: automation as Automation } },
    };
    await expect(startCollector({ businesses, scriptVersions: false })).rejects.toThrow(sentence);
    await expect(startCollector({ businesses, scriptVersions: false })).rejects.toThrow(TypeError);
  });

  test('an event without automations costs its commit nothing but a look', async () => {
    const shop = await open({});
    await shop.store.put([record({ event: '{"consent":"denied"}' })]);
    expect(await shop.store.automations(business)).toEqual([]);
  });
});
