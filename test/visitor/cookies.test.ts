import { beforeEach, describe, expect, it } from 'vitest';
import { advance, DAY, HOUR, MINUTE, start, useClock } from '../support/harness.ts';
import { openJar } from '../support/jar.ts';

beforeEach(() => void useClock());

const daysOf = (attributes?: Record<string, string | true>) => (Number(attributes?.['max-age']) * 1000) / DAY;

const open = async (address: string, options = {}) => {
  const jar = openJar(address);
  const page = start(options);
  void page.track('a.one');
  await advance(3000);
  return { jar, ...page };
};

describe('cookies', () => {
  it.each([
    ['https://shop.example/?utm_source=x', true],
    ['http://shop.example/?utm_source=x', undefined],
  ])('cookies at %s are site-wide, lax, valid for 400 days, and secure only on https', async (address, secure) => {
    const { jar } = await open(address);
    expect([...jar.values.keys()].sort()).toEqual(['vitrina_session', 'vitrina_utm', 'vitrina_visit']);
    for (const { attributes } of jar.writes.filter(({ taken }) => taken)) {
      expect(attributes).toMatchObject({ path: '/', domain: 'shop.example' });
      expect(String(attributes.samesite).toLowerCase()).toBe('lax');
      expect(attributes.secure).toBe(secure);
      expect(daysOf(attributes)).toBe(400);
    }
  });

  it('cookies have the prefix, the lifetime and the domain of the option', async () => {
    const { jar } = await open('https://www.shop.example/', {
      cookie: { prefix: 'hello_', days: 30, domain: 'www.shop.example' },
    });
    expect([...jar.values.keys()].sort()).toEqual(['hello_session', 'hello_visit']);
    expect(jar.writes.length).toBeGreaterThan(0);
    for (const { attributes } of jar.writes) {
      expect(attributes.domain).toBe('www.shop.example');
      expect(daysOf(attributes)).toBe(30);
    }
  });

  it('a cookie holds any characters of a campaign', async () => {
    const source = 'ñandú; path=/evil, "q"=% 🛒';
    const { jar, sent } = await open(`https://shop.example/?utm_source=${encodeURIComponent(source)}`);
    expect(sent[0]?.events[0]?.utm_params).toMatchObject({ source });
    const raw = jar.values.get('vitrina_utm') ?? '';
    expect(raw).toMatch(/^[\x21-\x7e]+$/);
    expect(raw).not.toMatch(/[;,"\s]/);
    const next = start();
    void next.track('a.two');
    await advance(3000);
    expect(next.sent[0]?.events[0]?.utm_params).toMatchObject({ source });
  });

  it('a cookie is percent-encoded only where it holds what a cookie cannot hold', async () => {
    const source = 'a; b,c%d"e\\f{g}=/+@';
    const { jar } = await open(`https://shop.example/?utm_source=${encodeURIComponent(source)}`);
    const raw = jar.values.get('vitrina_utm') ?? '';
    expect(raw).toMatch(/^\{%22utm_params%22:\{%22source%22:%22a%3B%20b%2Cc%25d%5C%22e%5C%5Cf\{g\}=\/\+@%22/);
    expect(JSON.parse(decodeURIComponent(raw))).toMatchObject({ utm_params: { source } });
  });

  it.each([
    ['in quotes', '"session-0001"'],
    ['in percent-encoding', 'session%2D0001'],
  ])('a session that a server has written %s is read', async (_name, value) => {
    const jar = openJar('https://shop.example/');
    jar.values.set('vitrina_session', value);
    expect(start().tracker.session).toBe('session-0001');
  });

  it('cookies are renewed with each visit, and the session is not written again within a visit', async () => {
    const { jar, tracker, track } = await open('https://shop.example/');
    const count = jar.of('vitrina_session').length;
    for (let index = 0; index < 5; index++) {
      void track('a.two');
      await advance(5 * MINUTE);
    }
    expect(jar.of('vitrina_session')).toHaveLength(count);
    tracker.stop();
    await advance(HOUR);
    const next = start();
    void next.track('a.three');
    await advance(3000);
    expect(jar.of('vitrina_session').length).toBeGreaterThan(count);
    expect(daysOf(jar.of('vitrina_session').pop()?.attributes)).toBe(400);
  });

  it('cookies are neither read nor written by track', async () => {
    const { jar, track } = await open('https://shop.example/');
    await advance(2 * HOUR);
    const [looks, writes] = [jar.looks(), jar.writes.length];
    for (let index = 0; index < 20; index++) void track('a.two');
    expect(jar.looks()).toBe(looks);
    expect(jar.writes).toHaveLength(writes);
  });

  it('cookies of other software are left alone', async () => {
    const jar = openJar('https://shop.example/');
    jar.values.set('cart', 'abc%ZZ');
    jar.values.set('_ga', 'GA1.1.1');
    const { tracker, track, sent } = start();
    void track('a.one');
    await advance(3000);
    tracker.consent('denied');
    expect(sent).toHaveLength(1);
    expect(jar.values.get('cart')).toBe('abc%ZZ');
    expect(jar.values.get('_ga')).toBe('GA1.1.1');
  });
});
