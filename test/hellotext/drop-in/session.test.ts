import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { cookies, HOME, SECOND, visit } from '../../support/harness.ts';
import { ACKS, advance, EVENTS, IDENTIFICATIONS, sent, to, useClock } from '../../support/hellotext-api.ts';
import { answerOf, open } from './support/open.ts';

beforeEach(() => void useClock());

const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/;
const LINK = `${HOME}?hello_session=from-the-link-1`;
const known = (value: string) => (document.cookie = `hello_session=${value}; path=/`);

it('the session of a link is announced if no cookie can be written, even after another session was announced', async () => {
  Object.defineProperty(document, 'cookie', { configurable: true, get: () => '', set: () => {} });
  onTestFinished(() => void Reflect.deleteProperty(document, 'cookie'));
  const first = await open();
  await first.initialize();
  const { session } = first.Hellotext;
  expect(to(ACKS).map(({ body }) => body.session)).toEqual([session]);
  first.Hellotext.stop();
  const again = await open();
  await again.initialize();
  expect(again.Hellotext.session).toBe(session);
  expect(to(ACKS)).toHaveLength(1);
  again.Hellotext.stop();
  const { initialize } = await open(LINK);
  await initialize();
  expect(to(ACKS).map(({ body }) => body.session)).toEqual([session, 'from-the-link-1']);
});

describe('Hellotext drop-in: session', () => {
  it('the session of a link takes precedence over option and cookie', async () => {
    known('from-the-cookie');
    const { Hellotext, initialize } = await open(LINK);
    await initialize({ session: 'from-the-option' });
    expect(Hellotext.session).toBe('from-the-link-1');
    expect(cookies().hello_session).toBe('from-the-link-1');
  });

  it('the session of a link takes precedence over the option even after stop and a new initialize', async () => {
    const { Hellotext, initialize } = await open(LINK);
    await initialize({ session: 'from-the-option' });
    Hellotext.stop();
    await initialize({ session: 'from-the-option' });
    expect(Hellotext.session).toBe('from-the-link-1');
  });

  it('the session of the option takes precedence over the cookie', async () => {
    known('from-the-cookie');
    const { Hellotext, initialize } = await open();
    await initialize({ session: 'from-the-option' });
    expect(Hellotext.session).toBe('from-the-option');
  });

  it('the session of the cookie is kept if neither link nor option has one', async () => {
    known('from-the-cookie');
    const { Hellotext, initialize } = await open();
    await initialize();
    expect(Hellotext.session).toBe('from-the-cookie');
  });

  it('a new session is made if there is none, even if the browser has no randomUUID', async () => {
    vi.stubGlobal('crypto', { getRandomValues: crypto.getRandomValues.bind(crypto) });
    const { Hellotext, initialize } = await open();
    await initialize();
    expect(Hellotext.session).toMatch(UUID);
    expect(cookies().hello_session).toBe(Hellotext.session);
    await answerOf(Hellotext.track('a.one'));
    expect(to(EVENTS)[0]?.body.session).toBe(Hellotext.session);
  });

  it.each(['undefined', 'null', '<script>', 'x', 'a b c d e f g', 'x'.repeat(65)])(
    'the invalid session %j in a link is ignored',
    async (value) => {
      const { Hellotext, initialize } = await open(`${HOME}?hello_session=${encodeURIComponent(value)}`);
      await initialize();
      expect(Hellotext.session).toMatch(UUID);
    },
  );

  it.each([[null], [''], ['undefined'], ['short']])('the invalid session option %j is ignored', async (session) => {
    const { Hellotext, initialize } = await open();
    await initialize({ session });
    expect(Hellotext.session).toMatch(UUID);
  });

  it('the session "undefined" that an older page has written is ignored', async () => {
    known('undefined');
    const { Hellotext, initialize } = await open();
    await initialize();
    expect(Hellotext.session).toMatch(UUID);
  });

  it('no session is made or announced if autoGenerateSession is off', async () => {
    const { Hellotext, initialize } = await open();
    const heard = vi.fn();
    Hellotext.on('session-set', heard);
    await initialize({ autoGenerateSession: false });
    await answerOf(Hellotext.track('a.one'));
    expect(Hellotext.session).toBeUndefined();
    expect(document.cookie).not.toContain('hello_session');
    expect(to(ACKS)).toHaveLength(0);
    expect(to(EVENTS)[0]?.text).not.toContain('"session"');
    expect(heard).not.toHaveBeenCalled();
  });

  it('the session is the same on the next page and is announced only once', async () => {
    const first = await open();
    await first.initialize();
    const { session } = first.Hellotext;
    first.Hellotext.stop();
    const next = await open();
    await next.initialize();
    expect(next.Hellotext.session).toBe(session);
    expect(to(ACKS).map(({ body }) => body.session)).toEqual([session]);
  });

  it('the session is undefined before initialize', async () => {
    const { Hellotext } = await open();
    expect(Hellotext.session).toBeUndefined();
    expect(Hellotext.isInitialized).toBe(false);
  });
});

describe('Hellotext drop-in: cookies that Hellotext.js wrote for all shops of a platform', () => {
  const shop = 'http://uno.mitiendanube.com/';
  const leave = (name: string, value: string) =>
    (document.cookie = `${name}=${value}; domain=.mitiendanube.com; path=/`);
  const atNext = (address = 'http://dos.mitiendanube.com/') => {
    visit(address);
    return cookies();
  };

  it('the session in a cookie of the whole platform is taken over by one shop and removed for the others', async () => {
    const { Hellotext, initialize } = await open(shop);
    leave('hello_session', 'from-the-cookie');
    await initialize();
    await answerOf(Hellotext.track('a.one'));
    await advance(SECOND);
    expect(Hellotext.session).toBe('from-the-cookie');
    expect(cookies().hello_session).toBe('from-the-cookie');
    expect(atNext()).toEqual({});
  });

  it('the session of a link replaces the one in a cookie of the whole platform for good', async () => {
    const first = await open(`${shop}?hello_session=from-the-link-1`);
    leave('hello_session', 'from-the-cookie');
    await first.initialize();
    first.Hellotext.stop();
    const { Hellotext, initialize } = await open(shop);
    await initialize();
    expect(Hellotext.session).toBe('from-the-link-1');
  });

  it('a new user replaces the one in cookies of the whole platform for good, and can be forgotten', async () => {
    const first = await open(shop);
    leave('hello_user_id', 'cli-1');
    leave('hello_user_source', 'woo');
    await first.initialize();
    await answerOf(first.Hellotext.identify('cli-2'));
    first.Hellotext.stop();
    const next = await open(shop);
    await next.initialize();
    await answerOf(next.Hellotext.track('a.one'));
    expect(to(EVENTS)[0]?.body.user_parameters).toEqual({ id: 'cli-2' });
    next.Hellotext.forget();
    next.Hellotext.stop();
    expect(Object.keys(cookies()).filter((name) => name.startsWith('hello_user'))).toEqual([]);
  });

  it('a denied consent removes the cookies of the whole platform', async () => {
    const { Hellotext, initialize } = await open(shop);
    leave('hello_session', 'from-the-cookie');
    leave('hello_user_id', 'cli-1');
    await initialize({ consent: 'pending' });
    Hellotext.consent('denied');
    expect(cookies()).toEqual({ hello_consent: 'denied' });
  });
});

describe('Hellotext drop-in: first visit', () => {
  it('the first visit announces its session once, and calls session-set once with it', async () => {
    const { Hellotext, initialize } = await open();
    const heard = vi.fn();
    Hellotext.on('session-set', heard);
    await initialize();
    expect(heard.mock.calls).toEqual([[Hellotext.session]]);
    expect(to(ACKS).map(({ body }) => body.session)).toEqual([Hellotext.session]);
  });

  it('a late listener for session-set is called with the session', async () => {
    const { Hellotext, initialize } = await open();
    await initialize();
    const heard = vi.fn();
    Hellotext.on('session-set', heard);
    expect(heard).toHaveBeenCalledWith(Hellotext.session);
  });
});

describe('Hellotext drop-in: campaign', () => {
  const utm = '?utm_source=boletin&utm_medium=email&utm_campaign=a%3Bb';
  const expected = { source: 'boletin', medium: 'email', campaign: 'a;b' };

  it('a campaign is sent with events and the announcement, and is kept for later pages', async () => {
    const first = await open(HOME + utm);
    await first.initialize();
    await answerOf(first.Hellotext.track('a.one'));
    first.Hellotext.stop();
    const next = await open();
    await next.initialize();
    await answerOf(next.Hellotext.track('a.two'));
    expect(to(ACKS)[0]?.body.utm_params).toMatchObject(expected);
    const [one, two] = to(EVENTS).map(({ body }) => body.utm_params);
    expect(one).toMatchObject(expected);
    expect(two).toEqual(one);
    expect(JSON.parse(cookies().hello_utm ?? '')).toEqual(one);
  });

  it('utm-set passes the campaign as an object that can also be parsed as JSON', async () => {
    const { Hellotext, initialize } = await open(HOME + utm);
    const heard = vi.fn();
    Hellotext.on('utm-set', heard);
    await initialize();
    const [payload] = heard.mock.calls[0] ?? [];
    expect({ ...payload }).toMatchObject(expected);
    expect(JSON.parse(payload)).toMatchObject(expected);
    expect(heard).toHaveBeenCalledTimes(1);
  });

  it.each(['?utm_source=boletin', '?utm_medium=email', '?utm_campaign=x'])(
    'the address %s contains no campaign and does not replace the earlier one',
    async (search) => {
      document.cookie = `hello_utm=${JSON.stringify({ source: 'a', medium: 'b', observed_at: 'then' })}; path=/`;
      const first = await open(HOME + search);
      await first.initialize();
      first.Hellotext.stop();
      const { Hellotext, initialize } = await open();
      await initialize();
      await answerOf(Hellotext.track('a.one'));
      expect(to(EVENTS)[0]?.body.utm_params).toEqual({ source: 'a', medium: 'b', observed_at: 'then' });
    },
  );

  it.each(['?utm_source=boletin', '?utm_campaign=x', '?fbclid=x'])(
    'the earlier campaign is sent with the events and the announcement of a page with the address %s',
    async (search) => {
      const before = { source: 'a', medium: 'b', observed_at: 'then' };
      document.cookie = `hello_utm=${JSON.stringify(before)}; path=/`;
      const { Hellotext, initialize } = await open(HOME + search);
      await initialize();
      await answerOf(Hellotext.track('a.one'));
      expect(to(EVENTS)[0]?.body.utm_params).toEqual(before);
      expect(to(ACKS)[0]?.body.utm_params).toEqual(before);
    },
  );

  it.each(['?utm_source=boletin', '?utm_medium=email', '?fbclid=x'])('%s does not emit utm-set', async (search) => {
    const { Hellotext, initialize } = await open(HOME + search);
    const heard = vi.fn();
    Hellotext.on('utm-set', heard);
    await initialize();
    expect(heard).not.toHaveBeenCalled();
  });

  it('the campaign of a navigation in a single-page app counts, and that of the url in the params does not', async () => {
    const { Hellotext, initialize } = await open();
    await initialize({ pageViews: true });
    await answerOf(Hellotext.track('a.one', { url: `${HOME}other${utm}` }));
    history.pushState(null, '', `/p/1${utm}`);
    await advance(SECOND);
    await answerOf(Hellotext.track('a.two'));
    const of = (action: string) => to(EVENTS).find(({ body }) => body.action === action)?.body.utm_params;
    expect(of('a.one')).toEqual({});
    expect(of('a.two')).toMatchObject(expected);
  });
});

it('the drop-in sends nothing in a preview, and its calls succeed', async () => {
  const { Hellotext, initialize } = await open(`${HOME}?hello_preview`);
  await initialize({ pageViews: true });
  const response = await answerOf(Hellotext.track('a.one'));
  expect(response).toMatchObject({ succeeded: true, failed: false, data: { received: true } });
  expect((await answerOf(Hellotext.identify('cli-1'))).succeeded).toBe(true);
  await advance(5 * SECOND);
  expect(sent).toEqual([]);
});

describe('Hellotext drop-in: consent', () => {
  it('nothing is stored and nothing is sent until consent is granted', async () => {
    const { Hellotext, initialize } = await open();
    await initialize({ consent: 'pending' });
    void Hellotext.track('a.one');
    await advance(5 * SECOND);
    expect(sent).toEqual([]);
    expect(document.cookie).toBe('');
    expect(localStorage).toHaveLength(0);
    expect(Hellotext.session).toBeUndefined();
    Hellotext.consent('granted');
    await advance(SECOND);
    expect(to(EVENTS)).toHaveLength(1);
    expect(to(ACKS)).toHaveLength(1);
  });

  it('a denied consent removes everything that was stored before', async () => {
    const { Hellotext, initialize } = await open(`${HOME}?utm_source=a&utm_medium=b&gclid=c`);
    await initialize();
    await answerOf(Hellotext.identify('cli-1', { source: 'vtex' }));
    expect(Object.keys(cookies())).toContain('hello_user_id');
    expect(to(IDENTIFICATIONS)).toHaveLength(1);
    Hellotext.consent('denied');
    await advance(SECOND);
    expect(cookies()).toEqual({ hello_consent: 'denied' });
    expect(Object.keys(localStorage)).toEqual([]);
  });
});
