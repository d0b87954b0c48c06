import { beforeEach, describe, expect, it } from 'vitest';
import { decorateLinks } from '../../src/links/decorate-links.ts';
import type { TrackerOptions } from '../../src/types/tracker.ts';
import { advance, start, useClock, visit } from '../support/harness.ts';

beforeEach(() => void useClock());

const SESSION = 'session-of-the-test';
const AT = Date.UTC(2026, 10, 21, 12) / 1000;
const PAIR = `vitrina_session=${SESSION}&vitrina_at=${AT}`;
const TOKEN = `${PAIR}&vitrina_to=pay.example`;

const open = (domains = ['pay.example'], options: Partial<TrackerOptions> = {}) =>
  start({ plugins: [decorateLinks(domains)], session: SESSION, ...options });

const show = (html: string): HTMLElement => {
  document.body.innerHTML = html;
  return document.querySelector('#it') as HTMLElement;
};

/** The attribute that the browser would use: its value after all listeners have run. */
const taken = (element: Element, attribute: string, event: Event): string | null => {
  let found: string | null = null;
  const look = () => (found = element.getAttribute(attribute));
  window.addEventListener(event.type, look, { once: true });
  // The test's document would follow the link while the event is still being dispatched.
  window.addEventListener(event.type, (early) => early.preventDefault(), { once: true, capture: true });
  (element.querySelector('[data-pressed]') ?? element).dispatchEvent(event);
  window.removeEventListener(event.type, look);
  return found;
};
const click = (init: MouseEventInit = {}, type = 'click') =>
  new MouseEvent(type, { bubbles: true, composed: true, cancelable: true, ...init });
const follow = (link: Element, init?: MouseEventInit, type?: string) => taken(link, 'href', click(init, type));

describe('link to a listed domain', () => {
  it.each([
    ['a click', {}, 'click'],
    ['a click for a new tab', { ctrlKey: true }, 'click'],
    ['the Enter key, which browsers report as a click', { detail: 0 }, 'click'],
    ['the middle button', { button: 1 }, 'auxclick'],
  ])('a link carries the session on %s, and is unchanged afterwards', async (_name, init, type) => {
    open();
    const link = show('<a id="it" href="https://pay.example/cart?a=1#top">x</a>');
    expect(follow(link, init, type)).toBe(`https://pay.example/cart?a=1&${TOKEN}#top`);
    await advance(0);
    expect(link.outerHTML).toBe('<a id="it" href="https://pay.example/cart?a=1#top">x</a>');
  });

  it('the time in a link is that of the click, not that of the page', async () => {
    open();
    const link = show('<a id="it" href="https://pay.example/">x</a>');
    await advance(600_000);
    expect(follow(link)).toContain(`vitrina_at=${AT + 600}`);
  });

  it.each([
    ['to a subdomain', '<a id="it" href="https://www.pay.example/">x</a>'],
    ['without a scheme', '<a id="it" href="//pay.example/">x</a>'],
    ['as an area of a map', '<map><area id="it" href="https://pay.example/"></map>'],
    ['in a drawing', '<svg><a id="it" href="https://pay.example/"><text data-pressed>x</text></a></svg>'],
    ['around the clicked element', '<a id="it" href="https://pay.example/"><b><i data-pressed>x</i></b></a>'],
    [
      'in a form with tricky fields',
      '<form><input name="matches"><input name="closest"><a id="it" href="https://pay.example/">x</a></form>',
    ],
  ])('a link %s carries the session', (_name, html) => {
    open();
    expect(follow(show(html))).toContain(PAIR);
  });

  it('a link in an open shadow root carries the session', () => {
    open();
    const root = show('<div id="it"></div>').attachShadow({ mode: 'open' });
    root.innerHTML = '<a href="https://pay.example/">x</a>';
    expect(follow(root.querySelector('a') as Element)).toContain(TOKEN);
  });

  it('a link carries the session even if the page stops the click and follows the link itself', async () => {
    open();
    const link = show('<a id="it" href="https://pay.example/">x</a>');
    let seen: string | null = null;
    link.addEventListener('click', (event) => {
      event.stopImmediatePropagation();
      event.preventDefault();
      seen = link.getAttribute('href');
    });
    link.dispatchEvent(click());
    expect(seen).toContain(TOKEN);
    await advance(0);
    expect(link.getAttribute('href')).toBe('https://pay.example/');
  });

  it('a link that gets its address on the click carries the session, and keeps that address', async () => {
    open();
    const link = show('<a id="it" href="#">x</a>');
    link.addEventListener('click', () => link.setAttribute('href', 'https://pay.example/late'));
    expect(follow(link)).toBe(`https://pay.example/late?${TOKEN}`);
    await advance(0);
    expect(link.getAttribute('href')).toBe('https://pay.example/late');
  });

  it('a link keeps what the page adds to its address on the click, without the session', async () => {
    open();
    const link = show('<a id="it" href="https://pay.example/">x</a>');
    link.addEventListener('click', () => link.setAttribute('href', `${link.getAttribute('href')}&ref=1`));
    const address = new URL(follow(link) ?? '');
    expect([...address.searchParams.keys()].sort()).toEqual(['ref', 'vitrina_at', 'vitrina_session', 'vitrina_to']);
    await advance(0);
    expect(link.getAttribute('href')).toBe('https://pay.example/?ref=1');
  });

  it('a link that is clicked several times at once is unchanged afterwards', async () => {
    open();
    const link = show('<a id="it" href="https://pay.example/">x</a>');
    for (let count = 0; count < 3; count++) expect(follow(link)).toBe(`https://pay.example/?${TOKEN}`);
    await advance(0);
    expect(link.getAttribute('href')).toBe('https://pay.example/');
  });

  it('the parameters of a link have the prefix of the option', () => {
    open(['pay.example'], { cookie: { prefix: 'hello_' } });
    expect(follow(show('<a id="it" href="https://pay.example/">x</a>'))).toContain(
      `?hello_session=${SESSION}&hello_at=`,
    );
  });
});

describe('link without the session', () => {
  it.each([
    ['to a host that is not listed', 'https://other.example/'],
    ['to a host that only resembles a listed one', 'https://pay.example.evil.test/'],
    ['to a host with a listed domain as its user', 'https://pay.example@evil.test/'],
    ['to the own host', 'http://shop.localhost:3000/cart'],
    ['to a path', '/cart'],
    ['to a fragment', '#top'],
    ['to a mail address', 'mailto:ana@pay.example'],
    ['to a script', 'javascript:void(0)'],
    ['to another protocol', 'ftp://pay.example/'],
    ['to an invalid address', 'http://[pay.example/'],
    ['to an empty address', ''],
  ])('no session is added to a link %s', (_name, href) => {
    open(['pay.example', 'shop.localhost']);
    const link = show('<a id="it">x</a>');
    link.setAttribute('href', href);
    expect(follow(link)).toBe(href);
  });

  it('no session is added to a link from an https page to an http address', () => {
    visit('https://shop.example/');
    open();
    expect(follow(show('<a id="it" href="http://pay.example/">x</a>'))).toBe('http://pay.example/');
    expect(follow(show('<a id="it" href="https://pay.example/">x</a>'))).toContain(TOKEN);
  });

  it('no session is added by the right mouse button, whose menu copies addresses', () => {
    open();
    const link = show('<a id="it" href="https://pay.example/">x</a>');
    for (const type of ['auxclick', 'contextmenu']) {
      expect(follow(link, { button: 2 }, type)).toBe('https://pay.example/');
    }
  });

  it.each([
    ['without consent', { consent: 'pending' as const }],
    ['where consent is denied', { consent: 'denied' as const }],
    ['without a session', { session: undefined, autoGenerateSession: false }],
  ])('no session is added to links %s', (_name, options) => {
    open(['pay.example'], options);
    const link = show('<a id="it" href="https://pay.example/">x</a>');
    expect(follow(link)).toBe('https://pay.example/');
  });

  it('a withdrawn consent and a stopped tracker remove the session from a link at once', () => {
    for (const end of ['stop', 'consent'] as const) {
      const { tracker } = open();
      const link = show('<a id="it" href="https://pay.example/">x</a>');
      expect(follow(link)).toContain(TOKEN);
      if (end === 'stop') tracker.stop();
      else tracker.consent('denied');
      expect(link.getAttribute('href')).toBe('https://pay.example/');
      expect(follow(link)).toBe('https://pay.example/');
    }
  });

  it('no session is added to any link if no domains are listed', () => {
    start({ plugins: [decorateLinks([]), decorateLinks()], session: SESSION });
    expect(follow(show('<a id="it" href="https://pay.example/">x</a>'))).toBe('https://pay.example/');
  });
});

/** Returns the form as the browser would send it: its address and its fields. */
const send = (form: HTMLFormElement, submitter: HTMLElement | null = null) => {
  const sent: { action: string | null; fields: [string, string][] } = { action: null, fields: [] };
  const look = (event: Event) => {
    sent.action = submitter?.getAttribute('formaction') ?? form.getAttribute('action');
    sent.fields = [...form.querySelectorAll('input')].map(({ name, value }) => [name, value]);
    event.preventDefault();
  };
  window.addEventListener('submit', look, { once: true });
  form.dispatchEvent(Object.assign(new Event('submit', { bubbles: true, cancelable: true }), { submitter }));
  window.removeEventListener('submit', look);
  return sent;
};
const showForm = (attributes: string, inner = '<input name="q" value="1">') =>
  show(`<form id="it" ${attributes}>${inner}</form>`) as HTMLFormElement;

describe('form to a listed domain', () => {
  it('a posted form carries the session in its address, which is unchanged afterwards', async () => {
    open();
    const form = showForm('action="https://pay.example/start?a=1" method="POST"');
    const before = form.outerHTML;
    expect(send(form)).toEqual({ action: `https://pay.example/start?a=1&${TOKEN}`, fields: [['q', '1']] });
    await advance(0);
    expect(form.outerHTML).toBe(before);
  });

  it.each(['method="get"', '', 'method="none"'])(
    'a form that is sent in its address (%s) has fields with the session, which are removed afterwards',
    async (method) => {
      open();
      const form = showForm(`action="https://pay.example/search" ${method}`);
      const before = form.outerHTML;
      expect(send(form)).toEqual({
        action: 'https://pay.example/search',
        fields: [
          ['q', '1'],
          ['vitrina_session', SESSION],
          ['vitrina_at', String(AT)],
          ['vitrina_to', 'pay.example'],
        ],
      });
      await advance(0);
      expect(form.outerHTML).toBe(before);
    },
  );

  it('a form uses the address and method of its button', async () => {
    open();
    const form = showForm(
      'action="https://other.example/"',
      '<button id="b" formaction="https://pay.example/" formmethod="post">x</button>',
    );
    const before = form.outerHTML;
    const button = document.querySelector('#b') as HTMLElement;
    expect(send(form, button).action).toBe(`https://pay.example/?${TOKEN}`);
    await advance(0);
    expect(form.outerHTML).toBe(before);
    const own = showForm(
      'action="https://pay.example/"',
      '<button id="b" formaction="https://other.example/">x</button>',
    );
    expect(send(own, document.querySelector('#b') as HTMLElement).fields).toEqual([]);
  });

  it('a form may have fields that are named like its properties', async () => {
    open();
    const fields = ['action', 'method', 'getAttribute', 'setAttribute', 'appendChild', 'hasAttribute'];
    const form = showForm(
      'action="https://pay.example/" method="post"',
      fields.map((name) => `<input name="${name}">`).join(''),
    );
    const get = (name: string) => Element.prototype.getAttribute.call(form, name);
    let action: string | null = null;
    const look = () => (action = get('action'));
    window.addEventListener('submit', look, { once: true });
    form.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
    expect(action).toContain(TOKEN);
    await advance(0);
    expect(get('action')).toBe('https://pay.example/');
  });

  it('a form that the page sends by itself does not get the session', () => {
    open();
    for (const method of ['get', 'post']) {
      const form = showForm(`action="https://pay.example/" method="${method}"`);
      form.addEventListener('submit', (event) => event.preventDefault());
      expect(send(form)).toEqual({ action: 'https://pay.example/', fields: [['q', '1']] });
    }
  });

  it('a form of a dialog, to another host or without an address does not get the session', () => {
    open();
    for (const attributes of ['action="https://pay.example/" method="dialog"', 'action="https://other.example/"', '']) {
      expect(send(showForm(attributes)).fields).toEqual([['q', '1']]);
    }
  });

  it('a form is unchanged if there is no session', () => {
    open(['pay.example'], { session: undefined, autoGenerateSession: false });
    expect(send(showForm('action="https://pay.example/"')).fields).toEqual([['q', '1']]);
    expect(send(showForm('action="https://pay.example/" method="post"')).action).toBe('https://pay.example/');
  });
});
