import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decorate, linkParameters, readSessionLink, undecorate } from '../../src/visitor/session-link.ts';
import { MINUTE, SECOND } from '../support/harness.ts';

const SESSION = '5b1f3c9e-2a77-4d0e-9c43-0f6a1d2b7e11';
const NOW = Date.UTC(2026, 10, 21, 12);
const AT = NOW / 1000;
const maker = { session: SESSION, prefix: 'vitrina_', now: NOW };
const PAIR = `vitrina_session=${SESSION}&vitrina_at=${AT}`;
const TOKEN = `${PAIR}&vitrina_to=pay.example`;

describe('a decorated address', () => {
  it.each([
    ['https://pay.example/', `https://pay.example/?${TOKEN}`],
    ['https://pay.example', `https://pay.example/?${TOKEN}`],
    ['https://pay.example/cart?a=1&b=2#top', `https://pay.example/cart?a=1&b=2&${TOKEN}#top`],
    ['https://pay.example/?', `https://pay.example/?${TOKEN}`],
    ['http://pay.example:8080/x', `http://pay.example:8080/x?${TOKEN}`],
    ['https://user:pass@pay.example/', `https://user:pass@pay.example/?${TOKEN}`],
    [
      'https://pay.example/?q=mate%20y+termo&empty&x=%zz&&é=1',
      `https://pay.example/?q=mate%20y+termo&empty&x=%zz&&%C3%A9=1&${TOKEN}`,
    ],
    ['https://pay.example/??a=1', `https://pay.example/??a=1&${TOKEN}`],
    ['https://pay.example/#/route?x=1', `https://pay.example/?${TOKEN}#/route?x=1`],
  ])('a decorated address ends its query with session and time, and keeps the rest: %s', (address, expected) => {
    expect(decorate(address, maker)).toBe(expected);
  });

  it('an address that is decorated again carries only the newest session, also where the old one is spelled differently', () => {
    const old = decorate('https://pay.example/?a=1', { ...maker, session: 'old-session-1', now: NOW - MINUTE });
    expect(decorate(old, maker)).toBe(`https://pay.example/?a=1&${TOKEN}`);
    expect(decorate('https://pay.example/?vitrina%5Fsession=abcdefgh&a=1', maker)).toBe(
      `https://pay.example/?a=1&${TOKEN}`,
    );
  });

  it('an address to decorate may be relative to a base, or a URL object', () => {
    expect(decorate('/cart', { ...maker, base: 'https://pay.example/x/' })).toBe(`https://pay.example/cart?${TOKEN}`);
    expect(decorate('//pay.example/', { ...maker, base: 'https://shop.example/' })).toBe(
      `https://pay.example/?${TOKEN}`,
    );
    const url = new URL('https://pay.example/');
    expect(decorate(url, maker)).toBe(`https://pay.example/?${TOKEN}`);
    expect(url.href).toBe('https://pay.example/');
  });

  it('the parameters of a decorated address have the prefix of the tracker', () => {
    expect(decorate('https://pay.example/', { ...maker, prefix: 'hello_' })).toBe(
      `https://pay.example/?hello_session=${SESSION}&hello_at=${AT}&hello_to=pay.example`,
    );
  });

  it.each([
    'mailto:ana@shop.example',
    'tel:+59899123456',
    'javascript:void(0)',
    'data:text/html,x',
    'ftp://pay.example/',
    'whatsapp://send?text=x',
    'http://',
    'http://[x',
    '/relative',
    '#top',
    '',
  ])('an address that is no http address is not decorated: "%s"', (address) => {
    expect(decorate(address, maker)).toBe(address);
  });

  it.each([undefined, '', 'short', 'undefined', 'null', 'a b c d e f', 'x'.repeat(65), '<script>alert(1)</script>'])(
    'an address is not decorated without a valid session: %s',
    (session) => {
      expect(decorate('https://pay.example/?a=1', { ...maker, session })).toBe('https://pay.example/?a=1');
      expect(linkParameters({ ...maker, session }, 'pay.example')).toEqual([]);
    },
  );
});

describe('the session of a link', () => {
  const read = (search: string, now = NOW, more: { host?: string; isAny?: boolean } = {}) =>
    readSessionLink(search, { prefix: 'vitrina_', now, host: 'pay.example', ...more });

  it('the session of a link with a time is read for two minutes', () => {
    const { search } = new URL(decorate('https://pay.example/?a=1', maker));
    expect(read(search)).toBe(SESSION);
    expect(read(search, NOW + 2 * MINUTE)).toBe(SESSION);
    expect(read(search, NOW + 2 * MINUTE + SECOND)).toBeUndefined();
  });

  it('the session of a link is not read where its time lies minutes in the future', () => {
    expect(read(`?${TOKEN}`, NOW - MINUTE)).toBe(SESSION);
    expect(read(`?${TOKEN}`, NOW - 3 * MINUTE)).toBeUndefined();
  });

  it('the session of a link without a time is read at any time, but only where the shop allows it', () => {
    const search = `?utm_source=hellotext&vitrina_session=${SESSION}`;
    expect(read(search, NOW, { isAny: true })).toBe(SESSION);
    expect(read(search)).toBeUndefined();
  });

  it.each([
    ['pay.example', SESSION],
    ['www.pay.example', SESSION],
    ['checkout.pay.example', SESSION],
    ['shop.example', undefined],
    ['evilpay.example', undefined],
    ['example', undefined],
  ])('the session of a link to pay.example is read on %s: %s', (host, expected) => {
    expect(read(`?${TOKEN}`, NOW, { host })).toBe(expected);
    expect(read(`?${TOKEN}`, NOW, { host, isAny: true })).toBe(expected);
  });

  it('the session of a link to www.pay.example is read where the shop redirects to pay.example', () => {
    expect(read(`?${PAIR}&vitrina_to=www.pay.example`)).toBe(SESSION);
  });

  it('the session of a link of an earlier version, which names no host, is read for two minutes', () => {
    expect(read(`?${PAIR}`)).toBe(SESSION);
    expect(read(`?${PAIR}`, NOW + 3 * MINUTE, { isAny: true })).toBeUndefined();
  });

  it.each(['', 'soon', '-1', '1e9', `${AT}.5`, ' ', `${AT}0000000`, 'NaN', 'Infinity', '0x10', `%20${AT}`])(
    'the session of a link is not read where its time is invalid: "%s"',
    (at) => {
      expect(read(`?vitrina_session=${SESSION}&vitrina_at=${at}`)).toBeUndefined();
    },
  );

  it.each([
    '',
    'abc',
    'undefined',
    'null',
    'x'.repeat(65),
    'x'.repeat(10_000),
    '%3Cscript%3E12',
    'a%20b%20c%20d%20',
    'abcdefgh%00',
  ])('an invalid session of a link is not read: "%s"', (session) => {
    expect(read(`?vitrina_session=${session}&vitrina_at=${AT}`)).toBeUndefined();
    expect(read(`?vitrina_session=${session}`, NOW, { isAny: true })).toBeUndefined();
  });

  it('the first session of a link is read where there are several', () => {
    expect(read('?vitrina_session=abcdefgh&vitrina_session=ijklmnop', NOW, { isAny: true })).toBe('abcdefgh');
  });
});

const sessions = fc.stringMatching(/^[A-Za-z0-9_-]{8,64}$/).filter((text) => text !== 'undefined');
const addresses = fc.webUrl({ withQueryParameters: true, withFragments: true });

it('for any address and session, what is decorated is read again, and undone without a trace', () => {
  fc.assert(
    fc.property(addresses, sessions, fc.integer({ min: 0, max: 120 }), (address, session, later) => {
      const decorated = decorate(address, { ...maker, session });
      const { search, hostname: host } = new URL(decorated);
      expect(readSessionLink(search, { prefix: 'vitrina_', now: NOW + later * SECOND, host })).toBe(session);
      const undone = undecorate(decorated, 'vitrina_');
      // The question mark of an empty query is not restored.
      const tidy = (text: string) => text.replace(/^([^?#]*)\?(?=#|$)/, '$1');
      expect(tidy(undone)).toBe(tidy(new URL(address).href));
    }),
  );
});

it.each(['https://pay.example/?a=%20b', 'not an address', 'http://[x?vitrina_session=1', ''])(
  'an address that was not decorated is not touched by undecorate: %s',
  (address) => {
    expect(undecorate(address, 'vitrina_')).toBe(address);
  },
);
