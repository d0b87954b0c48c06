import { beforeEach, describe, expect, it, vi } from 'vitest';
import {
  advance,
  cookies,
  memoryStorage,
  refusingStorage,
  silenceConsole,
  start,
  useClock,
  visit,
} from '../support/harness.ts';
import { openJar } from '../support/jar.ts';

beforeEach(() => void useClock());

const QUERY = 'from-the-query-1';
const OPTION = 'from-the-option-1';
const COOKIE = 'from-the-cookie-1';
const MADE = /^[0-9a-f]{8}-[0-9a-f-]{27}$/;

const startWith = (has: { query?: string; option?: string; cookie?: string }, options = {}) => {
  if (has.cookie) document.cookie = `vitrina_session=${has.cookie}; path=/`;
  visit(`http://shop.localhost:3000/${has.query ? `?vitrina_session=${encodeURIComponent(has.query)}` : ''}`);
  return start({ session: has.option, linkSessions: 'any', ...options });
};

describe('the session', () => {
  it.each([
    [{ query: QUERY, option: OPTION, cookie: COOKIE }, QUERY],
    [{ query: QUERY, cookie: COOKIE }, QUERY],
    [{ query: QUERY }, QUERY],
    [{ option: OPTION, cookie: COOKIE }, OPTION],
    [{ option: OPTION }, OPTION],
    [{ cookie: COOKIE }, COOKIE],
  ])('the session is the first of query, option and cookie, and is stored: %j', async (has, expected) => {
    const { tracker, track, sent } = startWith(has);
    expect(tracker.session).toBe(expected);
    void track('a.one');
    await advance(3000);
    expect(sent[0]?.session).toBe(expected);
    expect(cookies().vitrina_session).toBe(expected);
  });

  it('a session is made and stored where there is none, and differs from browser to browser', async () => {
    const { tracker } = startWith({});
    const { session } = tracker;
    expect(session).toMatch(MADE);
    expect(cookies().vitrina_session).toBe(session);
    tracker.stop();
    expect(start().tracker.session).toBe(session);
    document.cookie = 'vitrina_session=; path=/; expires=Thu, 01 Jan 1970 00:00:00 GMT';
    const jar = openJar('http://127.0.0.1/');
    expect(start().tracker.session).not.toBe(session);
    expect(jar.get('vitrina_session')).toMatch(MADE);
  });

  it('no session is made or stored where the option autoGenerateSession is false', async () => {
    const { tracker, track, sent } = startWith({}, { autoGenerateSession: false });
    expect(tracker.session).toBeUndefined();
    void track('a.one');
    await advance(3000);
    expect(sent[0]?.session).toBeUndefined();
    expect(sent[0]?.events[0]?.session).toBeUndefined();
    expect(cookies().vitrina_session).toBeUndefined();
  });

  it('the session of a link is taken although the option autoGenerateSession is false', () => {
    expect(startWith({ query: QUERY }, { autoGenerateSession: false }).tracker.session).toBe(QUERY);
  });

  it.each([
    ['the word undefined', 'undefined'],
    ['the word null', 'null'],
    ['a script', '<script>alert(1)</script>'],
    ['10 kB', 'x'.repeat(10_000)],
    ['too short', 'abc'],
    ['65 characters', 'x'.repeat(65)],
    ['with a space', 'abcdefgh ijkl'],
    ['with a line break', 'abcdefgh\nijkl'],
    ['with a semicolon', 'abcdefgh;x=y'],
    ['empty', ''],
  ])('an invalid session of a link is ignored: %s', (_name, query) => {
    visit(`http://shop.localhost:3000/?vitrina_session=${encodeURIComponent(query)}&q=1`);
    const { tracker } = start();
    expect(tracker.session).toMatch(MADE);
    expect(location.search).toBe('?q=1');
  });

  it.each(['undefined', 'null', 'abc', 'x'.repeat(65), '%3Cscript%3E'])('the cookie value %s is ignored', (cookie) => {
    expect(startWith({ cookie }).tracker.session).toMatch(MADE);
  });

  it.each(['abcdefgh', 'x'.repeat(64), 'Az09_-Az'])('the session may be %s', (query) => {
    expect(startWith({ query }).tracker.session).toBe(query);
  });

  it('the session has the prefix of the option, in cookies and links', () => {
    visit(`http://shop.localhost:3000/?hello_session=${QUERY}&vitrina_session=${OPTION}`);
    const { tracker } = start({ cookie: { prefix: 'hello_' }, linkSessions: 'any' });
    expect(tracker.session).toBe(QUERY);
    expect(cookies()).toMatchObject({ hello_session: QUERY });
    expect(cookies()).not.toHaveProperty('vitrina_session');
    expect(location.search).toBe(`?vitrina_session=${OPTION}`);
  });
});

describe('the session of a link without a time', () => {
  it.each([undefined, 'own'] as const)(
    'it is ignored and leaves the address where the option is %s',
    (linkSessions) => {
      const { tracker } = startWith({ query: QUERY }, { linkSessions });
      expect(tracker.session).toMatch(MADE);
      expect(location.search).toBe('');
    },
  );

  it('it is taken where the option linkSessions is any', () => {
    expect(startWith({ query: QUERY }, { linkSessions: 'any' }).tracker.session).toBe(QUERY);
  });

  it('an option that allows neither is refused with its name', () => {
    expect(() => start({ linkSessions: 'all' as 'any' })).toThrow(/linkSessions must be own or any; got "all"/);
  });
});

describe('an address to decorate', () => {
  const decorate = (address: string, linkDomains?: string | string[]) => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => {});
    const error = silenceConsole();
    const { tracker } = start({ session: OPTION, linkDomains, debug: true });
    const decorated = tracker.decorate(address);
    const notes = [...log.mock.calls, ...error.mock.calls].join();
    vi.restoreAllMocks();
    return { isDecorated: decorated !== address, notes };
  };

  it.each([
    ['https://pay.example/x', ['pay.example'], true],
    ['https://www.pay.example/x', 'other.example, pay.example', true],
    ['http://shop.localhost:3000/cart', undefined, true],
    ['https://pay.example/x', undefined, false],
    ['https://evil.example/x', ['pay.example'], false],
    ['https://pay.example.evil.test/', ['pay.example'], false],
    ['mailto:ana@pay.example', ['pay.example'], false],
    ['javascript:alert(1)//pay.example', ['pay.example'], false],
  ])('%s, where the shop lists %j: %s, and what is refused is named under debug', (address, domains, isDecorated) => {
    const result = decorate(address, domains);
    expect(result.isDecorated).toBe(isDecorated);
    if (isDecorated) expect(result.notes).not.toContain('not decorated');
    else expect(result.notes).toContain('not decorated');
  });
});

describe('refused cookies', () => {
  it.each([
    ['silently', { all: true }],
    ['with an exception when they are read', { look: true }],
  ])('session and visits live in storage where the browser refuses cookies %s', async (_name, refuse) => {
    const storage = memoryStorage();
    openJar('http://shop.localhost:3000/', refuse);
    const first = start({}, { storage });
    const { session } = first.tracker;
    expect(session).toMatch(MADE);
    void first.track('a.one');
    await advance(2000);
    first.tracker.stop();
    const next = start({}, { storage });
    expect(next.tracker.session).toBe(session);
    void next.track('a.two');
    await advance(2000);
    expect(next.sent[0]?.events[0]?.visit).toEqual(first.sent[0]?.events[0]?.visit);
  });

  it('the session lives as long as the page where the browser refuses cookies and storage', async () => {
    openJar('http://shop.localhost:3000/', { all: true });
    const { tracker, track, sent } = start({}, { storage: refusingStorage() });
    const { session } = tracker;
    expect(session).toMatch(MADE);
    for (const action of ['a.one', 'a.two']) {
      void track(action);
      await advance(3000);
    }
    expect(sent.map((batch) => batch.session)).toEqual([session, session]);
    tracker.stop();
    expect(start({}, { storage: refusingStorage() }).tracker.session).not.toBe(session);
  });
});

it('a session whose cookie somebody deleted is not restored from storage', async () => {
  const storage = memoryStorage();
  const jar = openJar('https://shop.example/');
  const first = start({}, { storage });
  const { session } = first.tracker;
  void first.track('a.one');
  await advance(3000);
  first.tracker.stop();
  jar.values.clear();
  const next = start({}, { storage });
  expect(next.tracker.session).toMatch(MADE);
  expect(next.tracker.session).not.toBe(session);
  void next.track('a.two');
  await advance(3000);
  expect(next.sent[0]?.events[0]?.visit).toMatchObject({ number: 1 });
});
