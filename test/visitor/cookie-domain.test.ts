import { beforeEach, describe, expect, it } from 'vitest';
import { advance, start, useClock } from '../support/harness.ts';
import { openJar } from '../support/jar.ts';

beforeEach(() => void useClock());

const SUFFIXES = ['com', 'com.uy', 'uy', 'com.ar', 'myshopify.com', 'github.io', 'io', 'co.uk', 'example'];

describe('the domain of the cookies', () => {
  it.each([
    ['https://shop.com/', 'shop.com'],
    ['https://www.shop.com/', 'shop.com'],
    ['https://a.b.c.shop.com/', 'shop.com'],
    ['https://www.tienda.com.uy/', 'tienda.com.uy'],
    ['https://tienda.com.uy/', 'tienda.com.uy'],
    ['https://mate.myshopify.com/', 'mate.myshopify.com'],
    ['https://someone.github.io/', 'someone.github.io'],
    ['http://localhost:3000/', undefined],
    ['http://192.168.1.20:3000/', undefined],
    ['http://[::1]:3000/', undefined],
    ['http://intranet/', undefined],
  ])('cookies at %s have the domain %s, the widest that the browser accepts', async (address, domain) => {
    const jar = openJar(address, { suffixes: SUFFIXES });
    const { tracker, track } = start();
    void track('a.one');
    await advance(3000);
    expect(jar.get('vitrina_session')).toBe(tracker.session);
    const taken = jar.writes.filter((write) => write.taken);
    expect([...new Set(taken.map(({ attributes }) => attributes.domain))]).toEqual([domain]);
    expect(new Set(taken.map(({ name }) => name))).toEqual(new Set(['vitrina_session', 'vitrina_visit']));
  });

  it.each([
    ['https://mate.mitiendanube.com/', 'mate.mitiendanube.com'],
    ['https://www.mate.mitiendanube.com/', 'mate.mitiendanube.com'],
    ['https://mate.lojavirtualnuvem.com.br/', 'mate.lojavirtualnuvem.com.br'],
    ['https://mate.myvtex.com/', 'mate.myvtex.com'],
    ['https://mate.vtexcommercestable.com.br/', 'mate.vtexcommercestable.com.br'],
    ['https://mate.mercadoshops.com.ar/', 'mate.mercadoshops.com.ar'],
    ['https://mate.mercadoshops.com.co/', 'mate.mercadoshops.com.co'],
    ['https://mate.empretienda.com.ar/', 'mate.empretienda.com.ar'],
    ['https://mate.wixsite.com/', 'mate.wixsite.com'],
  ])('cookies at %s never have a domain that many merchants share', async (address, domain) => {
    const jar = openJar(address);
    start();
    await advance(3000);
    expect([...new Set(jar.writes.map(({ attributes }) => attributes.domain))]).toEqual([domain]);
  });

  it('a domain is not taken for a shared one where only the end of its name is alike', async () => {
    const jar = openJar('https://www.notmyvtex.com/', { suffixes: SUFFIXES });
    start();
    await advance(200);
    expect(jar.writes.find(({ taken }) => taken)?.attributes.domain).toBe('notmyvtex.com');
  });

  it('the domain of the cookies is not searched again where the session is stored', async () => {
    const jar = openJar('https://www.tienda.com.uy/', { suffixes: SUFFIXES });
    const first = start();
    void first.track('a.one');
    await advance(3000);
    first.tracker.stop();
    expect(jar.writes.some(({ taken }) => !taken)).toBe(true);
    jar.writes.length = 0;
    await advance(3_600_000);
    const next = start();
    void next.track('a.two');
    await advance(3000);
    expect(jar.writes.length).toBeGreaterThan(0);
    expect(jar.writes.every(({ taken, attributes }) => taken && attributes.domain === 'tienda.com.uy')).toBe(true);
  });
});
