import { beforeEach, describe, expect, it } from 'vitest';
import { advance, cookies, memoryStorage, refusingStorage, start, useClock, visit } from '../support/harness.ts';
import { openJar } from '../support/jar.ts';

beforeEach(() => void useClock());

const QUERY = 'from-the-query-1';
const OPTION = 'from-the-option-1';
const COOKIE = 'from-the-cookie-1';
const MADE = /^[0-9a-f]{8}-[0-9a-f-]{27}$/;

const startWith = (has: { query?: string; option?: string; cookie?: string }, options = {}) => {
  if (has.cookie) document.cookie = `vitrina_session=${has.cookie}; path=/`;
  visit(`http://shop.localhost:3000/${has.query ? `?vitrina_session=${encodeURIComponent(has.query)}` : ''}`);
  return start({ session: has.option, ...options });
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
    const { tracker } = start({ cookie: { prefix: 'hello_' } });
    expect(tracker.session).toBe(QUERY);
    expect(cookies()).toMatchObject({ hello_session: QUERY });
    expect(cookies()).not.toHaveProperty('vitrina_session');
    expect(location.search).toBe(`?vitrina_session=${OPTION}`);
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
