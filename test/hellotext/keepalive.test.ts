import { beforeEach, expect, it, vi } from 'vitest';
import { SECOND } from '../support/harness.ts';
import {
  ACKS,
  actions,
  advance,
  answerWith,
  EVENTS,
  HANG,
  IDENTIFICATIONS,
  order,
  received,
  sent,
  settle,
  startHellotext,
  to,
  useClock,
} from '../support/hellotext-api.ts';

beforeEach(() => void useClock());

/** Props with which the body has exactly that many bytes. An `é` takes two. */
const bodyOf = async (bytes: number, letter: string) => {
  const probe = startHellotext();
  probe.track('a.one', { metadata: { text: '' } });
  await settle();
  const empty = new TextEncoder().encode(to(EVENTS)[0]?.text).length;
  sent.length = 0;
  probe.stop();
  const size = new TextEncoder().encode(letter).length;
  const rest = bytes - empty;
  return { metadata: { text: letter.repeat(Math.floor(rest / size)) + 'x'.repeat(rest % size) } };
};

it.each([
  ['x', 59_999, true],
  ['x', 60_000, undefined],
  ['é', 59_999, true],
  ['é', 60_000, undefined],
])('a request whose body of %s has %i bytes has keepalive: %s', async (letter, bytes, keepalive) => {
  const props = await bodyOf(bytes, letter);
  startHellotext().track('a.one', props);
  await settle();
  const [request] = to(EVENTS);
  expect(new TextEncoder().encode(request?.text).length).toBe(bytes);
  expect(request?.keepalive).toBe(keepalive);
  expect('keepalive' in (request?.init ?? {})).toBe(!!keepalive);
});

it('the pending keepalive requests of a page stay within the limit of the browser', async () => {
  answerWith(() => HANG);
  const { track, delivery } = startHellotext();
  for (let index = 0; index < 8; index++) track('a.one', { metadata: { text: 'x'.repeat(15_000) } });
  await vi.advanceTimersByTimeAsync(2);
  delivery.leave('pagehide');
  const lasting = to(EVENTS).filter(({ keepalive }) => keepalive);
  expect(lasting).toHaveLength(4);
  expect(lasting.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThan(65_536);
  expect(to(EVENTS)).toHaveLength(4);
});

it('an answered keepalive request leaves room for the next ones', async () => {
  const { track, delivery } = startHellotext();
  for (let index = 0; index < 6; index++) track('a.one', { metadata: { text: 'x'.repeat(30_000) } });
  await advance(SECOND);
  delivery.leave('pagehide');
  expect(to(EVENTS)).toHaveLength(6);
  expect(to(EVENTS).every(({ keepalive }) => keepalive)).toBe(true);
});

it('a closing page sends its unsent events side by side, orders and users first, and never by beacon', async () => {
  const beacon = vi.fn(() => true);
  Object.defineProperty(navigator, 'sendBeacon', { configurable: true, value: beacon });
  answerWith(() => HANG);
  const { track, identify, delivery } = startHellotext();
  track('page.viewed');
  await settle();
  track('page.viewed');
  track('cart.added');
  track('order.placed', order());
  identify('cli-1');
  delivery.leave('pagehide');
  const rest = sent.filter(({ path }) => path !== ACKS).slice(1);
  expect(rest.map(({ body }) => body.action ?? body.user_id)).toEqual([
    'order.placed',
    'cli-1',
    'cart.added',
    'page.viewed',
  ]);
  expect(rest.every(({ keepalive }) => keepalive)).toBe(true);
  expect(to(IDENTIFICATIONS)).toHaveLength(1);
  expect(beacon).not.toHaveBeenCalled();
});

it('an event that is tracked while the page is closing is sent at once', () => {
  const { track, delivery } = startHellotext();
  delivery.leave('pagehide');
  track('a.one');
  expect(actions()).toEqual(['a.one']);
});

it('a hidden page gets the answers to its events, and sends events again when it is shown', async () => {
  const { track, delivery, reasons } = startHellotext();
  track('a.one');
  track('a.two');
  delivery.leave('hidden');
  await settle();
  expect(reasons().sort()).toEqual([
    ['a.one', undefined],
    ['a.two', undefined],
  ]);
  delivery.shown();
  track('a.three');
  await settle();
  expect(actions()).toHaveLength(3);
});

it('the request after a failed keepalive request is sent without keepalive', async () => {
  answerWith((_sent, count) => (count === 1 ? Response.error() : received()));
  const { track } = startHellotext();
  track('order.placed', order());
  await advance(10 * SECOND);
  expect(to(EVENTS).map(({ keepalive }) => keepalive)).toEqual([true, undefined]);
});
