import { beforeEach, describe, expect, it } from 'vitest';
import { advance, HOUR, start, useClock } from '../support/harness.ts';
import { openJar } from '../support/jar.ts';

beforeEach(() => void useClock());

const OLDER = 'session-of-the-host';
const NEWER = 'session-of-the-shop';
const ADDRESS = 'https://www.shop.example/';
const VISIT = { id: 'visit-0001', number: 3, started_at: 1_795_262_000, at: 1_795_262_000_000 };

/** A host on which a server has written one cookie for the host, and an earlier script another one for the domain. */
const openDoubled = () => {
  const jar = openJar(ADDRESS, { suffixes: ['example'] });
  document.cookie = `vitrina_session=${OLDER}; path=/`;
  document.cookie = `vitrina_session=${NEWER}; path=/; domain=shop.example`;
  return jar;
};

const view = async (options = {}) => {
  const page = start(options);
  void page.track('a.one');
  await advance(3000);
  return page;
};

describe('two cookies of one name', () => {
  it('every page uses the cookie that the browser lists first, and after the next write only that one is left, for all hosts', async () => {
    const jar = openDoubled();
    const page = await view();
    expect(page.tracker.session).toBe(OLDER);
    expect(jar.copies('vitrina_session')).toEqual([['shop.example', OLDER]]);
    page.tracker.stop();
    await advance(HOUR);
    expect((await view()).tracker.session).toBe(OLDER);
    expect(jar.copies('vitrina_session')).toEqual([['shop.example', OLDER]]);
  });

  it('a session that replaces both of them is the only one afterwards', async () => {
    const jar = openDoubled();
    const { tracker } = await view({ session: 'session-of-the-option' });
    expect(tracker.session).toBe('session-of-the-option');
    expect(jar.copies('vitrina_session')).toEqual([['shop.example', 'session-of-the-option']]);
  });

  it.each(['denied', 'reset'])('no copy of a cookie comes back after %s', async (end) => {
    const jar = openJar(ADDRESS, { suffixes: ['example'] });
    const page = await view();
    const { session } = page.tracker;
    for (const domain of ['', '; domain=www.shop.example', '; domain=shop.example'])
      for (const name of ['session', 'visit', 'utm', 'user'])
        document.cookie = `vitrina_${name}=${name === 'session' ? session : '%7B%7D'}; path=/${domain}`;
    if (end === 'reset') page.tracker.reset();
    else page.tracker.consent('denied');
    const left = ['session', 'visit', 'utm', 'user'].flatMap((name) => jar.copies(`vitrina_${name}`));
    expect(left.map(([, value]) => value)).not.toContain(session);
    expect(left).toHaveLength(end === 'reset' ? 1 : 0);
  });

  it('a cookie on another domain is replaced when the option cookie.domain has changed', async () => {
    const jar = openJar(ADDRESS, { suffixes: ['example'] });
    const { tracker } = await view();
    const { session } = tracker;
    tracker.stop();
    for (let count = 0; count < 3; count++) {
      await advance(HOUR);
      const next = await view({ cookie: { domain: 'www.shop.example' } });
      expect(next.tracker.session).toBe(session);
      next.tracker.stop();
    }
    expect(jar.copies('vitrina_session')).toEqual([['www.shop.example', session]]);
  });
});

describe('the domain in the cookie of the visit', () => {
  it.each(['evil.example', 'example', 'other.test', '', 7, {}])(
    'cookies are written although the visit names a domain that the browser refuses: %j',
    async (domain) => {
      const jar = openJar(ADDRESS, { suffixes: ['example'] });
      document.cookie = `vitrina_session=${OLDER}; path=/; domain=shop.example`;
      document.cookie = `vitrina_visit=${encodeURIComponent(JSON.stringify({ ...VISIT, domain }))}; path=/`;
      const { env } = await view();
      expect(jar.copies('vitrina_visit')[0]?.[1]).toContain(Date.now() - 3000);
      expect(jar.copies('vitrina_visit')).toHaveLength(1);
      expect(env.storage.keys().filter((key) => key.startsWith('vitrina_'))).toEqual([]);
    },
  );
});

describe('a cookie that the browser refuses', () => {
  it.each([
    ['granted', 'denied'],
    ['denied', 'granted'],
  ] as const)('the answer %s in a cookie does not win over the newer answer %s in storage', async (older, newer) => {
    const jar = openJar(ADDRESS);
    const first = start({ consent: 'pending' });
    first.tracker.consent(older);
    jar.refuseNames(/consent/);
    first.tracker.consent(newer);
    first.tracker.stop();
    const next = start({ consent: 'pending' }, { storage: first.env.storage });
    void next.track('a.one');
    await advance(3000);
    expect(next.sent).toHaveLength(newer === 'granted' ? 1 : 0);
  });

  it('the user in a cookie does not win over the newer user in storage', async () => {
    const jar = openJar(ADDRESS);
    const first = start();
    void first.tracker.identify('c-1');
    await advance(3000);
    jar.refuseNames(/user/);
    void first.tracker.identify('c-2');
    await advance(3000);
    first.tracker.stop();
    expect(start({}, { storage: first.env.storage }).tracker.user).toEqual({ id: 'c-2' });
  });

  it('the campaign in a cookie does not win over the newer campaign in storage, nor on the page where it was seen', async () => {
    const jar = openJar(`${ADDRESS}?utm_source=old`);
    const first = await view();
    first.tracker.stop();
    const values = new Map(jar.values);
    const refusing = openJar(`${ADDRESS}?utm_source=new`);
    for (const [name, value] of values) document.cookie = `${name}=${value}; path=/; domain=shop.example`;
    refusing.refuseNames(/utm/);
    const second = start({}, { storage: first.env.storage });
    void second.track('a.two');
    await advance(3000);
    second.tracker.stop();
    history.replaceState(null, '', '/');
    const third = start({}, { storage: first.env.storage });
    void third.track('a.three');
    await advance(3000);
    for (const { sent } of [second, third]) expect(sent[0]?.events[0]?.utm_params).toMatchObject({ source: 'new' });
  });
});
