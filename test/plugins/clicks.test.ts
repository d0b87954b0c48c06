import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { clicks } from '../../src/plugins/clicks.ts';
import { advance, start, storedIds, useClock } from '../support/harness.ts';
import { openPage } from '../support/page.ts';

beforeEach(() => void useClock());

const open = () => {
  const page = start({ plugins: [clicks()] });
  const events = async () => {
    await advance(3000);
    return page.sent.flatMap((batch) => batch.events);
  };
  const actions = async () => (await events()).map(({ action }) => action);
  return { ...page, events, actions };
};
const show = (html: string): HTMLElement => {
  document.body.innerHTML = html;
  return document.querySelector('#it') as HTMLElement;
};
const press = (target: EventTarget, type: string, init: MouseEventInit = {}) =>
  target.dispatchEvent(new MouseEvent(type, { bubbles: true, composed: true, cancelable: true, ...init }));

describe('a click on a marked element', () => {
  it('a click on a marked element is reported, also on what lies within it and on an element that was added later', async () => {
    const { actions } = open();
    show('<button data-vitrina-track="cart.added"><svg><path id="it"></path></svg></button>');
    press(document.querySelector('#it') as Element, 'click');
    show('<a href="#x" id="it" data-vitrina-track="menu.opened">x</a>').click();
    show('<p id="it">not marked</p>').click();
    expect(await actions()).toEqual(['cart.added', 'menu.opened']);
  });

  it('a click is reported, and causes no error, on a page that has a variable Element of its own', async () => {
    const errors = vi.fn();
    window.addEventListener('error', errors);
    vi.stubGlobal('Element', { create() {} });
    onTestFinished(() => {
      vi.unstubAllGlobals();
      window.removeEventListener('error', errors);
    });
    const { actions } = open();
    show('<button data-vitrina-track="cart.added"><b id="it">x</b></button>').click();
    expect(await actions()).toEqual(['cart.added']);
    expect(errors).not.toHaveBeenCalled();
  });

  it('a click within nested marked elements is reported once, by the innermost one', async () => {
    const { actions } = open();
    show('<div data-vitrina-track="outer.clicked"><b data-vitrina-track="inner.clicked" id="it">x</b></div>').click();
    expect(await actions()).toEqual(['inner.clicked']);
  });

  it('a click on a marked element within an open shadow root is reported', async () => {
    const { actions } = open();
    const root = show('<div id="it"></div>').attachShadow({ mode: 'open' });
    root.innerHTML = '<button data-vitrina-track="cart.added"><i>x</i></button>';
    press(root.querySelector('i') as Element, 'click');
    expect(await actions()).toEqual(['cart.added']);
  });

  it('a click is stored before the page goes on, so a link that navigates away loses nothing', () => {
    const { env } = open();
    const link = show('<a id="it" href="/elsewhere" data-vitrina-track="menu.opened">x</a>');
    let stored = 0;
    link.addEventListener('click', (event) => {
      stored = storedIds(env).length;
      expect(event.defaultPrevented).toBe(false);
      event.preventDefault();
    });
    press(link, 'click');
    expect(stored).toBe(1);
  });

  it('a click is reported although the page stops its event from propagating', async () => {
    const { actions } = open();
    const button = show('<button id="it" data-vitrina-track="cart.added">x</button>');
    button.addEventListener('click', (event) => event.stopImmediatePropagation());
    button.click();
    expect(await actions()).toEqual(['cart.added']);
  });

  it.each([
    ['a link', '<a href="/x" id="it" data-vitrina-track="menu.opened">x</a>', 2],
    ['what lies within a link', '<a href="/x"><b id="it" data-vitrina-track="menu.opened">x</b></a>', 2],
    ['what contains a link', '<p data-vitrina-track="menu.opened"><a href="/x" id="it">x</a></p>', 2],
    ['a link of a map', '<map><area href="/x" id="it" data-vitrina-track="menu.opened"></map>', 2],
    ['a button', '<button id="it" data-vitrina-track="menu.opened">x</button>', 1],
    ['a link without an address', '<a id="it" data-vitrina-track="menu.opened">x</a>', 1],
  ])('a click on %s counts with the buttons that open it, and with no other', async (_name, html, count) => {
    const { actions } = open();
    const element = show(html);
    press(element, 'click', { button: 0 });
    for (const button of [1, 2, 3, 4]) press(element, 'auxclick', { button });
    press(element, 'contextmenu', { button: 2 });
    expect(await actions()).toEqual(Array.from({ length: count }, () => 'menu.opened'));
  });

  it.each([
    ['around its field', '<label id="it" data-vitrina-track="size.chosen">M <input type="checkbox"></label>'],
    [
      'beside its field, both within a marked element',
      '<p data-vitrina-track="size.chosen"><input type="radio" id="m"><label id="it" for="m">M</label></p>',
    ],
    ['around a marked field', '<label id="it">M <input type="checkbox" data-vitrina-track="size.chosen"></label>'],
  ])('a click on a label %s is reported once, and so is each later click on the field', async (_name, html) => {
    const { actions } = open();
    const label = show(html);
    const field = document.querySelector('input') as HTMLElement;
    /** What a browser does with a click on a label. */
    const clickLabel = () => {
      label.addEventListener('click', (event) => event.preventDefault(), { once: true });
      press(label, 'click');
      press(field, 'click');
    };
    clickLabel();
    expect(await actions()).toEqual(['size.chosen']);
    press(field, 'click');
    await advance(10);
    clickLabel();
    expect(await actions()).toEqual(['size.chosen', 'size.chosen', 'size.chosen']);
  });

  it('two clicks in a row on a marked element are two clicks', async () => {
    const { actions } = open();
    const button = show('<button id="it" data-vitrina-track="quantity.raised">+</button>');
    button.click();
    button.click();
    expect(await actions()).toHaveLength(2);
  });

  it.each([
    'order.placed',
    'order.confirmed',
    'refund.received',
    'user.identified',
    'user.known',
    'app.installed',
    'app.install',
    'app.spent',
    'product.purchased',
    'coupon.redeemed',
    'page.viewed',
  ])(
    'a click on an element marked %s is not reported, because strangers can write marks into reviews',
    async (action) => {
      const { actions } = open();
      show(`<b id="it" data-vitrina-track="${action}">x</b>`).click();
      expect(await actions()).toEqual([]);
    },
  );

  it.each(['cart', '', ' ', 'Cart.Added', 'x'.repeat(300), '<script>'])(
    'a click on an element marked "%s" is not reported, and nothing is thrown',
    async (action) => {
      const { actions } = open();
      const button = show('<b id="it">x</b>');
      button.setAttribute('data-vitrina-track', action);
      expect(() => button.click()).not.toThrow();
      expect(await actions()).toEqual([]);
    },
  );

  it('no click is reported after stop, nor with the option clicks: false', async () => {
    const { tracker, actions } = open();
    const button = show('<b id="it" data-vitrina-track="a.clicked">x</b>');
    tracker.stop();
    button.click();
    expect(await actions()).toEqual([]);
    const { initialize, events } = await openPage();
    await initialize({ clicks: false, pageViews: false });
    button.click();
    await advance(3000);
    expect(events()).toEqual([]);
  });

  it('the tracker of the page reports clicks on marked elements by default', async () => {
    const { initialize, events } = await openPage();
    await initialize({ pageViews: false });
    show('<b id="it" data-vitrina-track="a.clicked">x</b>').click();
    await advance(3000);
    expect(events()).toMatchObject([{ action: 'a.clicked', observed_by: 'mark' }]);
  });
});

describe('data-vitrina attributes', () => {
  it('data-vitrina attributes become props: names in snake case, amounts as numbers, JSON as parsed values', async () => {
    const { events } = open();
    const cart = '{"items":[{"product":"p-1","quantity":2}]}';
    show(
      `<b id="it" data-vitrina-track="cart.added" data-vitrina-object="cart-1" data-vitrina-object-type="cart"
        data-vitrina-amount="12.50" data-vitrina-currency="UYU" data-vitrina-object-parameters='${cart}'
        data-vitrina-metadata="{not JSON" data-other="no">x</b>`,
    ).click();
    const [event] = await events();
    expect(event).toMatchObject({
      object: 'cart-1',
      object_type: 'cart',
      amount: 12.5,
      currency: 'UYU',
      object_parameters: { items: [{ product: 'p-1', quantity: 2 }] },
      metadata: '{not JSON',
      observed_by: 'mark',
    });
    expect(event).not.toHaveProperty('track');
    expect(event).not.toHaveProperty('other');
  });

  it('only the listed data-vitrina attributes become props, so that strangers cannot write fields that mean more', async () => {
    const { events } = open();
    const others = [
      ['user-parameters', '{"id":"7"}'],
      ['traits', '{"email":"ana@example.com"}'],
      ['utm-params', '{"source":"x"}'],
      ['click-ids', '{"gclid":"x"}'],
      ['tracked-at', '5'],
      ['url', 'https://elsewhere.example/'],
      ['locale', 'xx'],
      ['first-touch', '{}'],
      ['visit', '{}'],
      ['to-j-s-o-n', 'x'],
      ['note', 'x'],
    ].map(([name, value]) => `data-vitrina-${name}='${value}'`);
    show(`<b id="it" data-vitrina-track="a.b" data-vitrina-object="1" ${others.join(' ')}>x</b>`).click();
    show('<b id="it" data-vitrina-track="a.b" data-vitrina-object="1">x</b>').click();
    const [marked, plain] = await events();
    const varying = { id: 0, seq: 0, tracked_at: 0 };
    expect({ ...marked, ...varying }).toEqual({ ...plain, ...varying });
    expect(marked?.tracked_at).toBe(plain?.tracked_at);
  });

  it('a data-vitrina attribute cannot overwrite a field that Vitrina fills itself', async () => {
    const { tracker, sent, events } = open();
    show(
      '<b id="it" data-vitrina-track="a.b" data-vitrina-session="stolen-session" data-vitrina-id="x" data-vitrina-seq="9">x</b>',
    ).click();
    const [event] = await events();
    expect(event).toMatchObject({ action: 'a.b', seq: 1 });
    expect(event?.session ?? sent[0]?.session).toBe(tracker.session);
  });

  it('an amount attribute that is no number is sent as it is', async () => {
    const { events } = open();
    show('<b id="it" data-vitrina-track="a.b" data-vitrina-amount="doce">x</b>').click();
    expect((await events())[0]).toMatchObject({ amount: 'doce' });
  });
});

describe('a marked form', () => {
  const html = `<form data-vitrina-track="search.sent"><input name="q" value="secret words"><input type="submit" id="it"></form>`;

  it('a marked form reports its submission, not the clicks within it, and none of its values', async () => {
    const { events } = open();
    show(html);
    press(document.querySelector('input') as Element, 'click');
    document.querySelector('form')?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
    const seen = await events();
    expect(seen).toMatchObject([{ action: 'search.sent', observed_by: 'mark' }]);
    expect(JSON.stringify(seen)).not.toContain('secret words');
  });

  it('a marked form whose fields are named like its properties is reported too', async () => {
    const { actions } = open();
    const fields = ['dataset', 'getAttribute', 'matches', 'closest'].map((name) => `<input name="${name}">`);
    show(`<form data-vitrina-track="a.b">${fields.join('')}<b id="it">x</b></form>`).click();
    document.querySelector('form')?.dispatchEvent(new Event('submit', { bubbles: true }));
    expect(await actions()).toEqual(['a.b']);
  });
});
