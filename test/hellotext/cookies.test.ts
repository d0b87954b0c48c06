import { beforeEach, describe, expect, it } from 'vitest';
import { hellotextCookies } from '../../src/hellotext/cookies.ts';
import { createJar } from '../../src/visitor/cookies.ts';
import { cookies, DAY, HOME, memoryStorage } from '../support/harness.ts';
import { useClock } from '../support/hellotext-api.ts';
import { openJar } from '../support/jar.ts';

let written: ReturnType<typeof openJar>;
beforeEach(() => {
  useClock();
  written = openJar(HOME);
});

const open = (storage = memoryStorage()) => hellotextCookies(createJar({ prefix: 'hello_' }, storage));
/** Sets a cookie as Hellotext.js did, without encoding its value. */
const raw = (text: string) => {
  const at = text.indexOf('=');
  written.values.set(text.slice(0, at), text.slice(at + 1));
};
const parse = (text: string | undefined): unknown => (text === undefined ? undefined : JSON.parse(text));
const utm = { source: 'boletin', medium: 'email', observed_at: '2026-03-04T13:20:11.090Z' };

it.each([
  ['https://www.tienda.com.uy/', true, 'tienda.com.uy'],
  ['http://www.tienda.com.uy/', undefined, 'tienda.com.uy'],
  ['https://uno.mitiendanube.com/', true, 'uno.mitiendanube.com'],
  ['https://127.0.0.1/', true, undefined],
])(
  'a cookie on %s is valid for the whole shop and for no other shop, and it lasts for 400 days',
  (address, secure, domain) => {
    const jar = openJar(address, { suffixes: ['uy', 'com.uy', 'com', 'mitiendanube.com'] });
    open().set('session', 'session-0001');
    const [write, more] = jar.of('hello_session').filter(({ taken }) => taken);
    expect(more).toBeUndefined();
    expect(write?.attributes).toMatchObject({ path: '/', samesite: 'lax' });
    expect(write?.attributes.secure).toBe(secure);
    expect(write?.attributes.domain).toBe(domain);
    expect((Number(write?.attributes['max-age']) * 1000) / DAY).toBe(400);
  },
);

describe('Hellotext destination: cookies of Hellotext.js', () => {
  it('the session that Hellotext.js wrote is read', () => {
    raw('hello_session=5b1f3c9e-2a77-4d0e-9c43-0f6a1d2b7e11');
    expect(open().read('session')).toBe('5b1f3c9e-2a77-4d0e-9c43-0f6a1d2b7e11');
  });

  it('the campaign that Hellotext.js wrote unencoded is read', () => {
    raw(`hello_utm=${JSON.stringify({ ...utm, campaign: '50% off', term: 'mate & bombilla' })}`);
    expect(parse(open().read('utm'))).toEqual({ utm_params: { ...utm, campaign: '50% off', term: 'mate & bombilla' } });
  });

  it('the user that Hellotext.js wrote is read', () => {
    raw('hello_user_id=cli-3307');
    raw('hello_user_source=vtex');
    raw('hello_user_identification_hash=v1:abc');
    expect(parse(open().read('user'))).toEqual({ id: 'cli-3307', source: 'vtex', hash: 'v1:abc' });
  });

  it('the user that Hellotext.js wrote without a source is read without a source', () => {
    raw('hello_user_id=cli-3307');
    raw('hello_user_source=undefined');
    expect(parse(open().read('user'))).toEqual({ id: 'cli-3307' });
  });
});

it.each(['undefined', 'null', '', '[object Object]'])('a user id of "%s" in a cookie is ignored', (id) => {
  raw(`hello_user_id=${id}`);
  expect(open().read('user')).toBeUndefined();
});

it.each(['{', '[]', '7', '"x"', '{"source":"a"}', '%E0%A4%A'])('a campaign of %s in a cookie is ignored', (text) => {
  raw(`hello_utm=${text}`);
  expect(open().read('utm')).toBeUndefined();
});

describe('Hellotext destination: written cookies', () => {
  it('cookies have the names and formats of Hellotext.js', () => {
    const jar = open();
    jar.set('session', 'session-0001');
    jar.set('session_ack_at', '2026-03-04T13:20:11.112Z');
    jar.set('utm', JSON.stringify({ utm_params: utm }));
    jar.set('user', JSON.stringify({ id: 'cli-3307', source: 'vtex', hash: 'v1:abc' }));
    expect(cookies()).toEqual({
      hello_session: 'session-0001',
      hello_session_ack_at: '2026-03-04T13:20:11.112Z',
      hello_utm: JSON.stringify(utm),
      hello_user_id: 'cli-3307',
      hello_user_source: 'vtex',
      hello_user_identification_hash: 'v1:abc',
    });
  });

  it('a campaign and a user with special characters are read as they were written', () => {
    const values = {
      utm: { utm_params: { ...utm, campaign: 'a;b=c, "d" 100%25' }, click_ids: { gclid: 'x;y' } },
      user: { id: 'ñandú; 7=8', source: 'a,b', hash: 'v1:0' },
    };
    for (const [name, value] of Object.entries(values)) {
      open().set(name, JSON.stringify(value));
      expect(parse(open().read(name))).toEqual(value);
    }
  });

  it('a new user replaces the whole earlier user, including its source', () => {
    open().set('user', JSON.stringify({ id: 'cli-1', source: 'vtex', hash: 'v1:a' }));
    open().set('user', JSON.stringify({ id: 'cli-2' }));
    expect(parse(open().read('user'))).toEqual({ id: 'cli-2' });
    expect(Object.keys(cookies())).toEqual(['hello_user_id']);
  });

  it('a campaign without a medium does not replace the earlier campaign', () => {
    open().set('utm', JSON.stringify({ utm_params: utm }));
    open().set('utm', JSON.stringify({ utm_params: { source: 'x', observed_at: utm.observed_at } }));
    expect(parse(open().read('utm'))).toEqual({ utm_params: utm });
  });

  it('user and campaign are kept in storage if the browser refuses cookies', () => {
    openJar(HOME, { all: true });
    const storage = memoryStorage();
    open(storage).set('user', JSON.stringify({ id: 'cli-1', source: 'vtex' }));
    open(storage).set('utm', JSON.stringify({ utm_params: utm }));
    expect(parse(open(storage).readFallback('user'))).toEqual({ id: 'cli-1', source: 'vtex' });
    expect(parse(open(storage).readFallback('utm'))).toEqual({ utm_params: utm });
    expect(open(storage).setCookie('user', JSON.stringify({ id: 'cli-1' }))).toBe(false);
  });
});

it('the removal of the user or of the campaign removes all of its cookies and no others', () => {
  const jar = open();
  jar.set('session', 'session-0001');
  jar.set('user', JSON.stringify({ id: 'cli-1', source: 'vtex', hash: 'v1:a' }));
  jar.set('utm', JSON.stringify({ utm_params: utm, click_ids: { gclid: 'x' } }));
  jar.remove('user');
  expect(Object.keys(cookies()).sort()).toEqual(['hello_click_ids', 'hello_session', 'hello_utm']);
  jar.remove('utm');
  expect(Object.keys(cookies())).toEqual(['hello_session']);
});

it('the removal of the session also removes the time of its announcement', () => {
  const jar = open();
  jar.set('session', 'session-0001');
  jar.set('session_ack_at', '2026-03-04T13:20:11.112Z');
  jar.remove('session');
  expect(cookies()).toEqual({});
});

it('what was stored in place of a refused cookie is read, also if the visit of a page says that storage is idle', () => {
  openJar(HOME);
  const storage = memoryStorage(new Map([['hello_session_ack_at', '2026-03-04T13:20:11.112Z']]));
  const jar = createJar({ prefix: 'hello_' }, storage, 'xy76ks');
  jar.setCookie('visit', JSON.stringify({ id: 'visit-0001', number: 1, started_at: 1, at: 1, idle: 'xy76ks' }));
  expect(jar.isStorageIdle()).toBe(true);
  expect(hellotextCookies(jar).readFallback('session_ack_at')).toBe('2026-03-04T13:20:11.112Z');
});
