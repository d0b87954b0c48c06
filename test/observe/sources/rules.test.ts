import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { Fact } from '../../../src/facts/fact.ts';
import { createRequestWatch } from '../../../src/observe/page/watch-requests.ts';
import { dataLayer } from '../../../src/observe/sources/data-layer/data-layer.ts';
import { fits } from '../../../src/observe/sources/rules/pattern.ts';
import { rules } from '../../../src/observe/sources/rules/rules.ts';
import type { Rule } from '../../../src/observe/sources/rules/rules.ts';
import { pages } from '../../../src/plugins/pages.ts';
import { advance, MINUTE, useClock, visit } from '../../support/harness.ts';
import { setGlobal } from '../support/fake-gtm.ts';
import { newMemory } from '../support/shop-page.ts';
import { openTrackedShop } from '../support/tracked-shop.ts';

const SHOP = 'http://shop.localhost:3000';

beforeEach(() => {
  useClock();
  sessionStorage.clear();
  localStorage.clear();
});

const show = (path: string, html = '') => {
  visit(SHOP + path);
  document.body.innerHTML = html;
  onTestFinished(() => void (document.body.innerHTML = ''));
};

/** Visits one page after another, each with a new document, and returns the events that were sent. */
const walk = async (list: Rule[], steps: [path: string, html?: string][], pause = 0) => {
  const seen: unknown[] = [];
  let storage: ReturnType<typeof openTrackedShop>['env']['storage'] | undefined;
  for (const [path, html] of steps) {
    show(path, html);
    const { events, env, tracker } = openTrackedShop([rules(list)], {}, undefined, storage ? { storage } : {});
    ({ storage } = env);
    await advance(8_000 + pause);
    window.dispatchEvent(new Event('pagehide'));
    seen.push(
      ...events().map(({ action, amount, currency, object_parameters: given, observed_by }) => ({
        action,
        amount,
        currency,
        given,
        observed_by,
      })),
    );
    // A page that goes away stops no tracker. The test stops it, because its next page is the same document.
    const kept = { ...sessionStorage };
    tracker.stop();
    Object.assign(sessionStorage, kept);
  }
  return seen as {
    action: string;
    amount?: number;
    currency?: string;
    given?: Record<string, unknown>;
    observed_by: string;
  }[];
};

describe('address pattern', () => {
  it.each([
    ['/thank-you*', '/thank-you', true],
    ['/thank-you*', '/thank-you/123?x=1', true],
    ['/thank-you*', '/no-thank-you', false],
    ['/thanks', '/thanks/', true],
    ['/thanks/', '/thanks', true],
    ['/thanks', '/thanks/more', false],
    ['*/gracias', '/es/gracias', true],
    ['/Gracias', '/gracias', true],
    ['/order?step=done*', '/order?step=done&n=1', true],
    ['/order?step=done*', '/order?step=pay', false],
    ['/a.b', '/axb', false],
    ['/a(b', '/a(b', true],
    ['https://pay.example/ok*', '/ok', false],
    [`${SHOP}/ok*`, '/ok/1', true],
  ])('matching the pattern %s with the address %s gives %s', (pattern, path, expected) => {
    expect(fits(pattern, new URL(path, SHOP))).toBe(expected);
  });
});

describe('rule', () => {
  const bought: Rule = {
    url: '/thank-you*',
    after: '/cart*',
    action: 'order.placed',
    amount: '.total',
    currency: 'UYU',
    reference: '#number',
  };
  const thanks = '<p>Order <b id="number">A-77</b></p><p class="total">$ 1.234,50</p>';

  it('a rule with two steps reports an order when the second address follows the first, with the data of the page', async () => {
    expect(await walk([bought], [['/cart'], ['/thank-you', thanks]])).toMatchObject([
      {
        action: 'order.placed',
        amount: 1234.5,
        currency: 'UYU',
        observed_by: 'rule',
        given: { reference: 'A-77', total: { amount: 1234.5, currency: 'UYU' }, delivery: 'deliver' },
      },
    ]);
  });

  it('a rule with two steps reports nothing when the visitor skips the first address', async () => {
    expect(await walk([bought], [['/thank-you', thanks]])).toEqual([]);
  });

  it('a rule with two steps reports nothing when the first step is half an hour old', async () => {
    expect(await walk([bought], [['/cart'], ['/thank-you', thanks]], 30 * MINUTE)).toEqual([]);
  });

  it('a rule reports an order once, however often its page is shown', async () => {
    const steps: [string, string?][] = [
      ['/cart'],
      ['/thank-you', thanks],
      ['/thank-you', thanks],
      ['/cart'],
      ['/thank-you', thanks],
    ];
    expect(await walk([bought], steps)).toHaveLength(1);
    const simple = { ...bought, after: undefined };
    expect(
      await walk(
        [simple],
        [
          ['/thank-you', '<b id="number">A-78</b>'],
          ['/thank-you', '<b id="number">A-78</b>'],
        ],
      ),
    ).toHaveLength(1);
  });

  it('a rule gives an order without a number a generated one, and reports it once in a visit', async () => {
    const list = [{ url: '/ok', action: 'order.placed', amount: '.total', currency: 'UYU' }];
    const sent = await walk(list, [
      ['/ok', thanks],
      ['/ok', thanks],
    ]);
    expect(sent).toMatchObject([
      { amount: 1234.5, given: { reference: expect.stringMatching(/^[\w-]{36}$/) as string } },
    ]);
  });

  it('a rule reads an amount from the data layer', async () => {
    setGlobal('dataLayer', [{ order: { total: '12.50' } }, { event: 'x' }] as unknown[]);
    const list = [{ url: '/ok', action: 'order.placed', amount: 'dataLayer.order.total', currency: 'UYU' }];
    expect(await walk(list, [['/ok']])).toMatchObject([{ amount: 12.5 }]);
  });

  it('a rule reports its order even when reading the data layer throws', async () => {
    const hostile = {
      get order() {
        throw new Error('of the page');
      },
    };
    setGlobal('dataLayer', [hostile, { order: { total: '5.00' } }]);
    show('/ok');
    const seen: Fact[] = [];
    const stop = rules([{ url: '/ok', action: 'order.placed', amount: 'dataLayer.order.total' }]).start(
      (fact) => seen.push(fact),
      () => () => {},
      newMemory(),
      createRequestWatch(),
    );
    onTestFinished(() => void stop());
    await advance(8_000);
    expect(seen.map(({ type }) => type)).toEqual(['order.placed']);
  });

  it.each([
    ['dataLayer.order.total', '1.250', 'EUR', 1.25],
    ['dataLayer.order.total', '12.990', 'CLP', 12990],
    ['.total', '1.250', 'EUR', 1250],
    ['.total', '12.990', 'CLP', 12990],
  ])('a rule reads the amount at %s as it is meant there: %s %s is %d', async (place, text, currency, amount) => {
    setGlobal('dataLayer', [{ order: { total: text } }]);
    const list = [{ url: '/ok', action: 'order.placed', amount: place, currency }];
    expect(await walk(list, [['/ok', `<b class="total">${text}</b>`]])).toMatchObject([{ amount }]);
  });

  it('a rule waits for an amount that the page shows late', async () => {
    show('/ok');
    const { events } = openTrackedShop([
      rules([{ url: '/ok', action: 'order.placed', amount: '.total', currency: 'UYU' }]),
    ]);
    await advance(1_000);
    document.body.innerHTML = thanks;
    await advance(8_000);
    expect(events()).toMatchObject([{ amount: 1234.5 }]);
  });

  it('a rule never reads an input that a visitor fills in, only a hidden one', async () => {
    const html = '<input class="total" value="99"><input id="number" type="hidden" value="A-1">';
    const [event] = await walk([{ ...bought, after: undefined }], [['/thank-you', html]]);
    expect(event?.amount).toBeUndefined();
    expect(event?.given?.reference).toBe('A-1');
  });

  it('a rule reports a form or a custom action once in a visit', async () => {
    const list = [
      { url: '/thanks', action: 'form.completed', object: 'contact' },
      { url: '/thanks', action: 'brochure.downloaded' },
      { url: '/thanks', action: 'guide.downloaded' },
    ];
    const sent = await walk(list, [['/thanks'], ['/thanks']]);
    expect(sent.map(({ action }) => action).sort()).toEqual([
      'brochure.downloaded',
      'form.completed',
      'guide.downloaded',
    ]);
  });

  it('a rule with two steps follows a single-page app', async () => {
    show('/cart');
    const { events } = openTrackedShop([rules([bought])], {}, [pages()]);
    await advance(1_000);
    history.pushState(null, '', '/thank-you');
    document.body.innerHTML = thanks;
    await advance(8_000);
    expect(events().map(({ action }) => action)).toEqual(['page.viewed', 'page.viewed', 'order.placed']);
  });

  it('an order that a better source sees is reported by that source and not by a rule', async () => {
    const layer = setGlobal('dataLayer', [] as unknown[]);
    show('/ok', thanks);
    const { events } = openTrackedShop([dataLayer(), rules([{ ...bought, url: '/ok', after: undefined }])]);
    layer.push({
      event: 'purchase',
      ecommerce: {
        transaction_id: 'A-77',
        value: 1234.5,
        currency: 'UYU',
        items: [{ item_id: '1', item_name: 'Mate' }],
      },
    });
    await advance(8_000);
    expect(events()).toMatchObject([{ action: 'order.placed', observed_by: 'ga4' }]);
  });

  it.each([
    [5, "rules must be a list such as [{ url: '/thanks*', action: 'order.placed' }]"],
    [[5], 'rules[0] must be an object with url and action'],
    [
      [{ action: 'order.placed' }],
      'rules[0].url must be an address pattern beginning with /, * or http; got undefined',
    ],
    [[{ url: '/a', action: 'Order' }], 'rules[0].action must be object.verb in lower case; got Order'],
    [[{ url: '/a', action: 'order.placed', amount: 5 }], 'rules[0].amount must be a text; got number'],
  ])('an invalid list of rules (%j) throws a TypeError that explains the mistake', (given, message) => {
    expect(() => rules(given as never)).toThrow(new TypeError(message));
  });

  it('a rule with an invalid selector reports the order without that value', async () => {
    const sent = await walk(
      [{ url: '/ok', action: 'order.placed', reference: '#number', amount: '<<', currency: 'UYU' }],
      [['/ok', thanks]],
    );
    expect(sent).toMatchObject([{ given: { reference: 'A-77' } }]);
  });
});
