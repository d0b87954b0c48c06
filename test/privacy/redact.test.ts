import { beforeEach, describe, expect, it } from 'vitest';
import type { TrackerOptions } from '../../src/types/tracker.ts';
import { advance, start, useClock } from '../support/harness.ts';

beforeEach(() => void useClock());

const ORIGIN = 'http://shop.localhost:3000';

/** The page of an event that is tracked at this address, as it was sent. */
const pageAt = async (address: string, options: Partial<TrackerOptions> = {}) => {
  history.replaceState(null, '', address);
  const { track, sent } = start(options);
  void track('a.one');
  await advance(100);
  return sent[0]?.events[0]?.page as { url: string; path: string; referrer: string };
};

describe('secrets in the address of a page', () => {
  it.each([
    ['an e-mail address in a parameter', '/?q=1&email=ana%40example.com', '/?q=1'],
    ['an e-mail address that is not encoded', '/?contact=ana@example.com&q=1', '/?q=1'],
    ['an e-mail address within a longer value', '/?q=1&next=/account/ana%40example.com/orders', '/?q=1'],
    ['a token', '/?access_token=abc123&q=1', '/?q=1'],
    ['a token in another spelling', '/?resetToken=abc123&q=1', '/?q=1'],
    ['the key of an order', '/thanks?key=wc_order_x1Y2&q=1', '/thanks?q=1'],
    ['another key of an order', '/thanks?order_key=wc_order_x1Y2&q=1', '/thanks?q=1'],
    ['a password', '/?password=hunter2&q=1', '/?q=1'],
    ['a password in Spanish', '/?clave=hunter2&q=1', '/?q=1'],
    ['a password in Spanish, written out', '/?contraseña=hunter2&contrasena=hunter2&q=1', '/?q=1'],
    ['a password in Portuguese', '/?senha=hunter2&q=1', '/?q=1'],
    ['a session of the shop', '/?SID=abc123&q=1', '/?q=1'],
    ['a mobile phone number in its parameter', '/?cel=099123456&q=1', '/?q=1'],
    ['a phone number in its parameter', '/?phone=099123456&q=1', '/?q=1'],
    ['a phone number after a plus', '/?who=%2B598%2099%20123%20456&q=1', '/?q=1'],
    ['a name', '/?first_name=Ana&apellido=x&q=1', undefined],
    ['a fragment that lets somebody in', '/#access_token=abc', '/'],
    ['all parameters, where all are secret', '/?email=ana@example.com', '/'],
  ])('the address of a page is sent without %s', async (_name, address, expected) => {
    const { url } = await pageAt(address);
    if (expected) expect(url).toBe(ORIGIN + expected);
    expect(url).not.toMatch(/ana|@|%40|abc|wc_order|hunter2|123/i);
  });

  it('the address of a page is sent without an e-mail address in its path', async () => {
    const { url, path } = await pageAt('/unsubscribe/ana@example.com/now');
    expect(url + path).not.toMatch(/ana|example\.com/);
    expect(path).toMatch(/^\/unsubscribe\/.*\/now$/);
  });

  it('the address of a page is sent without the key of a checkout in its path', async () => {
    const { url, path } = await pageAt('/checkouts/cn/Z2NwLXVzLWNlbnRyYWwxOjAxSFk');
    expect(url + path).not.toContain('Z2NwLXVz');
    expect(path).toMatch(/^\/checkouts\/cn\//);
  });

  it('the address of a page is sent without the session parameter', async () => {
    const { url } = await pageAt('/?vitrina_session=abcdefgh12345678&q=1');
    expect(url).toBe(`${ORIGIN}/?q=1`);
  });
});

describe("the address of a page with Vitrina's own parameters", () => {
  it.each([
    ['/mates?vitrina_debug', '/mates'],
    ['/mates?q=1&vitrina_debug&page=2', '/mates?q=1&page=2'],
    ['/mates?vitrina_debug=1&q=vitrina_debug', '/mates?q=vitrina_debug'],
    ['/mates?vitrina_preview', '/mates'],
    ['/mates?q=1&vitrina_preview=', '/mates?q=1'],
    ['/vitrina_debug/x?preview&debug', '/vitrina_debug/x?preview&debug'],
  ])('the address of a page is sent without the parameters that are for Vitrina (%s)', async (address, expected) => {
    // In preview nothing is sent, so the event is read as it is accepted.
    history.replaceState(null, '', address);
    const { tracker, track } = start();
    const seen: unknown[] = [];
    tracker.on('event', ({ page }) => seen.push(page?.url));
    void track('a.one');
    await advance(100);
    expect(seen).toEqual([ORIGIN + expected]);
  });

  it('the address of a page is sent without them under another prefix too', async () => {
    const { url } = await pageAt('/mates?shop_session=abcdefgh1234&vitrina_debug&q=1', { cookie: { prefix: 'shop_' } });
    expect(url).toBe(`${ORIGIN}/mates?q=1`);
  });
});

describe('harmless parts of the address', () => {
  it.each([
    ['the code of a product', '/p?ean=7790895000997&q=1'],
    ['a long number in the path', '/producto/7790895000997'],
    ['campaigns and click ids', '/?utm_source=mail&utm_campaign=mayo-2026&gclid=Cj0KCQ-abc_1'],
    ['search words', '/?q=termo+stanley&sort=price'],
    ['a fragment', '/p#fotos'],
    ['an order number', '/thanks?order=10234'],
    ['a date', '/?from=2026-11-21&to=2026-11-22'],
    ['an at sign that is no address', '/?q=mate%20%40home'],
  ])('the address of a page is sent with %s', async (_name, address) => {
    const { url } = await pageAt(address);
    expect(decodeURIComponent(url.replace(/\+/g, ' '))).toBe(decodeURIComponent(ORIGIN + address.replace(/\+/g, ' ')));
  });
});

describe('the option redact', () => {
  it('the option redact names further parameters, in any case', async () => {
    const { url } = await pageAt('/?Socio=123&q=1&coupon=ABC', { redact: ['socio', 'COUPON'] });
    expect(url).toBe(`${ORIGIN}/?q=1`);
  });

  it('the option redact takes nothing away from the built-in list', async () => {
    const { url } = await pageAt('/?socio=123&email=ana@example.com&q=1', { redact: ['socio'] });
    expect(url).toBe(`${ORIGIN}/?q=1`);
  });

  it('the option redact may be a function, which gets the address without the built-in secrets', async () => {
    const seen: string[] = [];
    const redact = (url: string) => {
      seen.push(url);
      return url.replace('rojo', 'x');
    };
    const { url, path } = await pageAt('/mates/rojo?token=abc', { redact });
    expect(url).toBe(`${ORIGIN}/mates/x`);
    expect(path).toBe('/mates/x');
    expect(seen.join()).not.toContain('abc');
  });

  it('a redact function that throws breaks nothing, and no secret is sent', async () => {
    history.replaceState(null, '', '/mates?token=abc');
    const redact = () => {
      throw new Error('broken');
    };
    let answer: Promise<unknown> | undefined;
    const page = start({ redact });
    expect(() => (answer = page.track('a.one'))).not.toThrow();
    await advance(3100);
    await expect(answer).resolves.toBeTruthy();
    expect(JSON.stringify(page.sent)).not.toMatch(/=abc|mates/);
  });
});

it('the referrer is sent without secrets', async () => {
  Object.defineProperty(document, 'referrer', {
    configurable: true,
    value: 'https://mail.example/read?to=ana%40example.com&box=1',
  });
  const { referrer } = await pageAt('/');
  Reflect.deleteProperty(document, 'referrer');
  expect(referrer).toBe('https://mail.example/read?box=1');
});
