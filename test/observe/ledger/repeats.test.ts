import { beforeEach, describe, expect, it } from 'vitest';
import { advance, useClock } from '../../support/harness.ts';
import { line, mate, openShop, PLATFORM } from '../support/shop-page.ts';

beforeEach(() => void useClock());

const GA4 = { name: 'ga4' };

/** A page on which the visitor clicks, as the browser reports it. */
const openPage = () => {
  let lastGesture: number | undefined;
  const page = openShop({ lastGesture: () => lastGesture });
  const click = () => void (lastGesture = Date.now());
  const ga4 = page.ledger.addSource(GA4);
  const add = ({ message, brand }: { message?: string | number; brand?: string } = {}) =>
    ga4({ type: 'cart.added', message, lines: [line({ ...mate, brand })] });
  const count = async () => {
    await advance(20_000);
    return page.sent.length;
  };
  return { ...page, click, ga4, add, count };
};

describe('what one source says twice within half a second', () => {
  /** A click, a wait in ms, or what the source says. */
  type Step = 'click' | number | { message?: string | number; brand?: string };
  const otherWords = { brand: 'Gaucho' };
  it.each<[what: string, additions: number, ...steps: Step[]]>([
    ['two tags at once', 1, {}, {}],
    ['two tags of one click', 1, 'click', {}, 30, {}],
    ['a click and its success', 1, 'click', {}, 300, {}],
    ['a click and its success in other words', 1, 'click', {}, 300, otherWords],
    ['two tags after a slow success', 1, 'click', 3_000, {}, 200, {}],
    ['two tags of a page that was just opened', 1, {}, 300, otherWords],
    ['one message that is pushed twice', 1, { message: 1 }, 180, { message: 1 }],
    ['two messages without a click', 2, { message: 1 }, 180, { message: 2 }],
    ['one thing said twice without a click', 2, {}, 180, {}],
    ['two messages long after a click', 2, 'click', 8_000, { message: 1 }, 180, { message: 2 }],
    ['two tags of one click, with ids of their own', 1, 'click', { message: 'a' }, 30, { message: 'b' }],
    ['two messages of one click with different ids', 2, 'click', { message: 'a' }, 180, { message: 'b' }],
    ['two messages of one click with the same id', 1, 'click', { message: 'a' }, 180, { message: 'a' }],
    ['a click with an id, and its success without one', 1, 'click', { message: 'a' }, 180, { message: 2 }],
    ['two clicks', 2, 'click', {}, 180, 'click', {}],
    ['one message that is pushed at two clicks', 2, 'click', { message: 1 }, 180, 'click', { message: 1 }],
    ['two clicks in other words', 2, 'click', {}, 180, 'click', otherWords],
  ])('%s: %i', async (_what, additions, ...steps) => {
    const { add, click, count } = openPage();
    for (const step of steps) {
      if (step === 'click') click();
      else if (typeof step === 'number') await advance(step);
      else add(step);
    }
    expect(await count()).toBe(additions);
  });
});

it('tags that know a viewed product by different ids report one view, with a platform and without one', async () => {
  for (const hasPlatform of [true, false]) {
    const { ga4, sent, count, ledger } = openPage();
    if (hasPlatform) {
      const platform = ledger.addSource(PLATFORM);
      platform({ type: 'product.viewed', confirmed: true, lines: [line(mate)] });
    }
    for (const reference of ['M-1', '101', 'shop_101', 'WC-101']) {
      ga4({ type: 'product.viewed', message: reference, lines: [line({ reference, name: 'Mate' })] });
      await advance(200);
    }
    expect(await count()).toBe(1);
    ga4({ type: 'product.viewed', lines: [line({ reference: 'X-7', name: 'Mate de vidrio' })] });
    expect(await count()).toBe(2);
    expect(sent[1]).toMatchObject({ action: 'product.viewed', source: 'ga4' });
  }
});

describe('ten rapid taps', () => {
  it.each([180, 60, 450])('ten taps with %i ms between them are ten additions', async (ms) => {
    const { add, click, count, ledger } = openPage();
    for (let taps = 0; taps < 10; taps++) {
      click();
      add();
      await advance(ms);
    }
    expect(await count()).toBe(10);
    expect(ledger.cart()?.items).toMatchObject([{ quantity: 10 }]);
  });

  it('ten messages without a click are ten additions', async () => {
    const { add, count } = openPage();
    for (let taps = 0; taps < 10; taps++) {
      add({ message: taps });
      await advance(180);
    }
    expect(await count()).toBe(10);
  });

  it('ten taps are ten additions when each is told at the click, at its success and by another tag', async () => {
    const { add, click, count, ledger } = openPage();
    const ua = ledger.addSource({ name: 'ua' });
    for (let taps = 0; taps < 10; taps++) {
      click();
      add();
      ua({ type: 'cart.added', lines: [line(mate)] }, 'ua');
      await advance(120);
      if (taps) add({ brand: 'Gaucho' });
      await advance(60);
    }
    await advance(120);
    add({ brand: 'Gaucho' });
    expect(await count()).toBe(10);
  });

  it('ten taps that a platform tells one by one are ten additions, whether the tags come first or later', async () => {
    for (const isFirst of [true, false]) {
      const { add, click, sent, ledger } = openPage();
      const platform = ledger.addSource(PLATFORM);
      const tell = () => platform({ type: 'cart.added', confirmed: true, lines: [line(mate)] });
      for (let taps = 0; taps < 10; taps++) {
        click();
        if (isFirst) add();
        else tell();
        await advance(60);
        if (isFirst) tell();
        else add();
        await advance(120);
      }
      await advance(20_000);
      expect(sent.map(({ source }) => source)).toEqual(Array.from({ length: 10 }, () => 'woocommerce'));
    }
  });

  it.each([
    ['before the tags', 0],
    ['while the tags are held', 5],
    ['after the tags', 10],
  ])('ten taps that the cart shows as one change %s are ten pieces', async (_when, shownAfter) => {
    const { add, click, sent, ledger } = openPage();
    const platform = ledger.addSource(PLATFORM);
    const show = (quantity: number) =>
      platform({ type: 'cart', confirmed: true, lines: quantity ? [line(mate, quantity)] : [] });
    show(0);
    for (let taps = 0; taps < 10; taps++) {
      if (taps === shownAfter) show(10);
      click();
      add();
      await advance(100);
    }
    if (shownAfter === 10) show(10);
    await advance(20_000);
    expect(sent).toMatchObject([
      { source: 'woocommerce', object_parameters: { items: [{ product: { reference: '101' }, quantity: 10 }] } },
    ]);
    expect(ledger.cart()?.items).toMatchObject([{ quantity: 10 }]);
  });

  it('additions that a platform announces at once are all reported', async () => {
    const { ledger, count } = openPage();
    const platform = ledger.addSource(PLATFORM);
    for (let taps = 0; taps < 3; taps++) platform({ type: 'cart.added', confirmed: true, lines: [line(mate)] });
    expect(await count()).toBe(3);
  });

  it('an addition that follows a change of the whole cart is reported although tags have told parts of that change', async () => {
    const { add, click, sent, ledger } = openPage();
    const platform = ledger.addSource(PLATFORM);
    const show = (quantity: number) => platform({ type: 'cart', confirmed: true, lines: [line(mate, quantity)] });
    show(1);
    for (const quantity of [3, 4]) {
      for (let taps = quantity === 3 ? 0 : 1; taps < 2; taps++) {
        click();
        add();
        await advance(100);
      }
      show(quantity);
    }
    await advance(20_000);
    expect(sent).toMatchObject([
      { object_parameters: { items: [{ quantity: 2 }] } },
      { object_parameters: { items: [{ quantity: 1 }] } },
    ]);
  });
});
