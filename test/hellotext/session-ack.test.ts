import { beforeEach, describe, expect, it, vi } from 'vitest';
import { cookies, DAY, HOME, HOUR, memoryStorage, MINUTE, SECOND } from '../support/harness.ts';
import {
  ACKS,
  advance,
  answerWith,
  broken,
  EVENTS,
  HANG,
  received,
  sent,
  SESSION,
  settle,
  startHellotext,
  status,
  to,
  useClock,
} from '../support/hellotext-api.ts';
import { openJar } from '../support/jar.ts';

beforeEach(() => void useClock());

const OTHER = 'another-session-01';
const MARKER = 'hello_session_ack_at';
const utm = { source: 'boletin', medium: 'email', observed_at: '2026-03-04T13:20:11.090Z' };
const acked = () => to(ACKS).map(({ body }) => body.session);

describe('Hellotext session announcement: new session', () => {
  it('a new session is announced once, with campaign and time, in a keepalive request', async () => {
    const { track } = startHellotext({ known: '', utm });
    track('a.one');
    await advance(SECOND);
    track('a.two');
    await advance(MINUTE);
    expect(to(ACKS)).toHaveLength(1);
    expect(to(ACKS)[0]).toMatchObject({ body: { session: SESSION, utm_params: utm }, keepalive: true });
    expect(to(ACKS)[0]?.headers.get('authorization')).toBe('Bearer xy76ks');
    const at = String(to(ACKS)[0]?.body.at);
    expect(new Date(at).toISOString()).toBe(at);
    expect(cookies()[MARKER]).toBe(at);
  });

  it('a new session is announced although no event is tracked', async () => {
    startHellotext({ known: '' });
    await settle();
    expect(acked()).toEqual([SESSION]);
  });

  it('a session is marked as announced only when the server has accepted the announcement', async () => {
    let arrive = (_response: Response) => {};
    answerWith(() => new Promise<Response>((resolve) => (arrive = resolve)), true);
    startHellotext({ known: '' });
    await vi.advanceTimersByTimeAsync(5);
    expect(acked()).toEqual([SESSION]);
    expect(cookies()).not.toHaveProperty(MARKER);
    arrive(received());
    await settle();
    expect(cookies()).toHaveProperty(MARKER);
  });
});

describe.each([
  ['a broken connection', broken],
  ['a 500', () => status(500)],
  ['a 429', () => status(429)],
])('Hellotext session announcement: failure by %s', (_name, failure) => {
  it('a failed announcement is repeated on the same page, without an unhandled rejection', async () => {
    const unhandled = vi.fn();
    process.on('unhandledRejection', unhandled);
    answerWith((_sent, count) => (count < 3 ? failure() : received()), true);
    startHellotext({ known: '' });
    await advance(20 * SECOND);
    process.off('unhandledRejection', unhandled);
    expect(to(ACKS)).toHaveLength(3);
    expect(cookies()).toHaveProperty(MARKER);
    expect(unhandled).not.toHaveBeenCalled();
  });

  it('a failed announcement is repeated by the next page', async () => {
    const storage = memoryStorage();
    answerWith(failure, true);
    const first = startHellotext({ known: '', over: { storage } });
    await settle();
    first.stop();
    expect(cookies()).not.toHaveProperty(MARKER);
    answerWith(received, true);
    startHellotext({ over: { storage } });
    await advance(MINUTE);
    expect(acked()).toEqual([SESSION, SESSION]);
    expect(cookies()).toHaveProperty(MARKER);
  });
});

it('an announcement that always fails is tried six times at most', async () => {
  answerWith(broken, true);
  const { track } = startHellotext({ known: '' });
  await advance(2 * HOUR, 200);
  track('a.one');
  await advance(MINUTE);
  expect(to(ACKS)).toHaveLength(6);
});

it.each([[400], [401], [403], [404], [422]])(
  'an announcement that is answered with %i is not repeated on this page, whatever it tracks',
  async (code) => {
    answerWith(({ path }) => (path === ACKS ? status(code) : received()), true);
    const { wrong, track } = startHellotext({ known: '' });
    await advance(HOUR);
    track('a.one');
    await advance(SECOND);
    track('a.two');
    await advance(SECOND);
    expect(to(EVENTS)).toHaveLength(2);
    expect(to(ACKS)).toHaveLength(1);
    expect(wrong).toEqual(code === 401 ? [401] : []);
    expect(cookies()).not.toHaveProperty(MARKER);
  },
);

it('a failed announcement does not delay events', async () => {
  answerWith(({ path }) => (path === ACKS ? status(503) : received()), true);
  const { track, reasons } = startHellotext({ known: '' });
  track('a.one');
  await settle();
  expect(reasons()).toEqual([['a.one', undefined]]);
});

it('an announcement waits until the Retry-After of the server is over', async () => {
  answerWith(() => status(429, {}, { 'Retry-After': '60' }), true);
  const storage = memoryStorage();
  const first = startHellotext({ over: { storage } });
  document.cookie = `${MARKER}=x; path=/`;
  first.track('a.one');
  await settle();
  sent.length = 0;
  first.delivery.clear('reset');
  first.visitor.session = OTHER;
  await advance(50 * SECOND);
  expect(acked()).toEqual([]);
  answerWith(received, true);
  await advance(15 * SECOND);
  expect(acked()).toEqual([OTHER]);
});

describe('Hellotext session announcement: known session', () => {
  it('a session with the cookie of its announcement is not announced again', async () => {
    document.cookie = `${MARKER}=2026-03-04T13:20:11.112Z; path=/`;
    const { track } = startHellotext();
    track('a.one');
    await advance(MINUTE);
    expect(to(ACKS)).toHaveLength(0);
    expect(to(EVENTS)).toHaveLength(1);
    expect(cookies()[MARKER]).toBe('2026-03-04T13:20:11.112Z');
  });

  it('an announced session is not announced again by later pages', async () => {
    startHellotext({ known: '' });
    await settle();
    vi.setSystemTime(Date.now() + 30 * DAY);
    startHellotext();
    await advance(MINUTE);
    expect(to(ACKS)).toHaveLength(1);
  });

  it('a new session is announced by only one of two tabs that open together', async () => {
    answerWith(() => HANG, true);
    const storage = memoryStorage();
    startHellotext({ known: '', over: { storage } });
    startHellotext({ known: '', over: { storage } });
    await vi.advanceTimersByTimeAsync(50);
    expect(to(ACKS)).toHaveLength(1);
  });

  it('a session is announced again by another tab if the first tab got no answer', async () => {
    const storage = memoryStorage();
    answerWith((_sent, count) => (count === 1 ? HANG : received()), true);
    const first = startHellotext({ known: '', over: { storage } });
    await vi.advanceTimersByTimeAsync(50);
    first.stop();
    startHellotext({ over: { storage } });
    await advance(20 * SECOND);
    expect(acked()).toEqual([SESSION, SESSION]);
  });
});

it('a session is announced only once if the browser refuses cookies', async () => {
  openJar(HOME, { all: true });
  const storage = memoryStorage();
  const first = startHellotext({ known: '', over: { storage } });
  await settle();
  first.stop();
  const next = startHellotext({ over: { storage } });
  next.track('a.one');
  await advance(MINUTE);
  expect(acked()).toEqual([SESSION]);
});

describe('Hellotext session announcement: changed session', () => {
  it('a session that came with a link is announced', async () => {
    document.cookie = `${MARKER}=2026-03-04T13:20:11.112Z; path=/`;
    startHellotext({ session: OTHER, known: SESSION });
    await settle();
    expect(acked()).toEqual([OTHER]);
    expect(cookies()[MARKER]).not.toBe('2026-03-04T13:20:11.112Z');
  });

  it('the new session after a reset is announced', async () => {
    const { delivery, visitor, track } = startHellotext({ known: '' });
    await settle();
    delivery.clear('reset');
    visitor.session = OTHER;
    await settle();
    track('a.one');
    await advance(MINUTE);
    expect(acked()).toEqual([SESSION, OTHER]);
  });

  it('a changed session is announced although the earlier one was refused', async () => {
    answerWith(({ body }) => (body.session === SESSION ? status(422) : received()), true);
    const { visitor, track } = startHellotext({ known: '' });
    await settle();
    visitor.session = OTHER;
    track('a.one');
    await advance(MINUTE);
    expect(acked()).toEqual([SESSION, OTHER]);
    expect(cookies()).toHaveProperty(MARKER);
  });

  it('a changed session is announced although the announcement of the earlier one was in flight', async () => {
    let arrive = (_response: Response) => {};
    answerWith(
      (_sent, count) => (count > 1 ? received() : new Promise<Response>((resolve) => (arrive = resolve))),
      true,
    );
    const { delivery, visitor } = startHellotext({ known: '' });
    await vi.advanceTimersByTimeAsync(5);
    delivery.clear('reset');
    visitor.session = OTHER;
    arrive(received());
    await advance(MINUTE);
    expect(acked()).toEqual([SESSION, OTHER]);
  });

  it('a session that another tab has changed and announced is not announced again', async () => {
    const first = startHellotext({ known: '' });
    await settle();
    startHellotext({ session: OTHER, known: SESSION });
    await settle();
    first.visitor.session = OTHER;
    first.delivery.shown();
    first.track('a.one');
    await advance(MINUTE);
    expect(acked()).toEqual([SESSION, OTHER]);
  });

  it('an empty session is not announced until there is one', async () => {
    const { track, visitor } = startHellotext({ session: '' });
    track('a.one');
    await settle();
    expect(to(ACKS)).toHaveLength(0);
    visitor.session = OTHER;
    track('a.two');
    await settle();
    expect(acked()).toEqual([OTHER]);
  });
});

it('a withdrawn consent leaves no trace of an announcement, even if one is in flight', async () => {
  let arrive = (_response: Response) => {};
  answerWith(() => new Promise<Response>((resolve) => (arrive = resolve)), true);
  const { delivery, stop, env } = startHellotext({ known: '' });
  await vi.advanceTimersByTimeAsync(5);
  delivery.clear('consent');
  stop();
  arrive(received());
  await settle();
  expect(cookies()).toEqual({});
  expect(env.storage.keys()).toEqual([]);
});
