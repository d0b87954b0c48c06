import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Env } from '../../src/base/env.ts';
import { memoryStorage, MINUTE, refusingStorage, SECOND } from '../support/harness.ts';
import {
  actions,
  advance,
  answerWith,
  broken,
  EVENTS,
  HANG,
  IDENTIFICATIONS,
  order,
  received,
  settle,
  startHellotext,
  status,
  to,
  useClock,
} from '../support/hellotext-api.ts';

beforeEach(() => void useClock());

/** A Web Lock for several tabs. A tab that requests it while another tab holds it gets `false`. */
const createLock =
  (held = new Set<string>()): Env['lock'] =>
  (name, task) => {
    if (held.has(name)) return void task(false);
    held.add(name);
    void task(true).finally(() => held.delete(name));
  };

describe('Hellotext delivery: unsent events of an earlier page', () => {
  it('events that failed on an earlier page are sent once by the next page', async () => {
    answerWith(() => status(503));
    const storage = memoryStorage();
    const first = startHellotext({ over: { storage } });
    first.track('a.one');
    first.track('a.two');
    await settle();
    first.delivery.leave('pagehide');
    await settle();
    first.stop();
    answerWith(received);
    const before = actions().length;
    const next = startHellotext({ over: { storage } });
    await advance(20 * SECOND);
    expect(actions().slice(before).sort()).toEqual(['a.one', 'a.two']);
    expect(next.reasons()).toHaveLength(2);
    expect([...storage.area.keys()].filter((key) => key.includes('~sent'))).toEqual([]);
  });

  it('an event that was tracked before a crash, without a request, is sent by the next page', async () => {
    const first = startHellotext({ over: { online: () => false } });
    first.track('a.one');
    const storage = first.crash();
    startHellotext({ over: { storage } });
    await advance(MINUTE);
    expect(actions()).toEqual(['a.one']);
  });
});

it('an event whose request failed while its page was closing is sent again by the next page', async () => {
  let arrive = (_response: Response) => {};
  answerWith(() => new Promise<Response>((resolve) => (arrive = resolve)));
  const storage = memoryStorage();
  const first = startHellotext({ over: { storage } });
  first.track('cart.added');
  await vi.advanceTimersByTimeAsync(5);
  first.delivery.leave('pagehide');
  first.stop();
  arrive(status(503));
  await settle();
  answerWith(received);
  const next = startHellotext({ over: { storage } });
  await advance(20 * SECOND);
  expect(actions()).toHaveLength(2);
  expect(next.reasons()).toEqual([['cart.added', undefined]]);
  expect(storage.keys().filter((key) => key.includes('~sent'))).toEqual([]);
});

describe('Hellotext delivery: event in flight when its page closed', () => {
  it('an event in flight when its page closed is dropped as unknown by the next page', async () => {
    answerWith(() => HANG);
    const first = startHellotext();
    first.track('cart.added');
    await settle();
    first.delivery.leave('pagehide');
    const storage = first.crash();
    answerWith(received);
    const next = startHellotext({ over: { storage } });
    await advance(MINUTE);
    expect(actions()).toEqual(['cart.added']);
    expect(next.reasons()).toEqual([['cart.added', 'unknown']]);
    expect(storage.keys().filter((key) => key.startsWith('vitrina:1:xy76ks:') && !key.endsWith('~wait'))).toEqual([]);
  });

  it('an event in flight when its page crashed is dropped as unknown by the next page', async () => {
    answerWith(() => HANG);
    const first = startHellotext();
    first.track('cart.added');
    await settle();
    const storage = first.crash();
    answerWith(received);
    const next = startHellotext({ over: { storage } });
    await advance(2 * MINUTE);
    expect(actions()).toEqual(['cart.added']);
    expect(next.reasons()).toEqual([['cart.added', 'unknown']]);
  });

  it.each([
    ['orders', 'order.placed', order()],
    ['identifications', 'user.identified', { user_parameters: { id: 'cli-1' } }],
  ])(
    'one of the %s in flight when its page closed is sent again once no answer can arrive',
    async (_name, action, props) => {
      answerWith(() => HANG);
      const first = startHellotext();
      first.track(action, props);
      await settle();
      first.delivery.leave('pagehide');
      const storage = first.crash();
      answerWith(received);
      const next = startHellotext({ over: { storage } });
      await advance(8 * SECOND);
      expect(next.ended).toEqual([]);
      await advance(MINUTE);
      expect(to(EVENTS).length + to(IDENTIFICATIONS).length).toBe(2);
      expect(next.reasons()).toEqual([[action, undefined]]);
    },
  );

  it('an event in flight when its page crashed is sent again if the option resend is on', async () => {
    answerWith(() => HANG);
    const first = startHellotext();
    first.track('cart.added');
    await settle();
    const storage = first.crash();
    answerWith(received);
    startHellotext({ resend: true, over: { storage } });
    await advance(2 * MINUTE);
    expect(actions()).toHaveLength(2);
  });

  it('an event that another destination has handed over is dropped as unknown', async () => {
    const first = startHellotext({ over: { online: () => false } });
    const id = first.track('cart.added');
    const storage = first.crash();
    storage.set('vitrina:1:xy76ks:~left', JSON.stringify({ [id]: Date.now() }));
    const next = startHellotext({ over: { storage } });
    await advance(2 * MINUTE);
    expect(actions()).toEqual([]);
    expect(next.reasons()).toEqual([['cart.added', 'unknown']]);
  });

  it('an order in flight when its page crashed is sent again in time even if the clock was set back', async () => {
    answerWith(() => HANG);
    const first = startHellotext();
    first.track('order.placed', order());
    await settle();
    const storage = first.crash();
    vi.setSystemTime(Date.now() - 3_600_000);
    answerWith(received);
    startHellotext({ over: { storage } });
    await advance(MINUTE);
    expect(actions()).toHaveLength(2);
  });
});

it('a request without an answer in time ends as unknown, and the next event is sent', async () => {
  answerWith((_sent, count) => (count === 1 ? HANG : received()));
  const { track, reasons } = startHellotext();
  track('a.one');
  track('a.two');
  await advance(9 * SECOND);
  expect(reasons()).toEqual([]);
  await advance(10 * SECOND);
  expect(reasons()).toEqual([
    ['a.one', 'unknown'],
    ['a.two', undefined],
  ]);
});

it('an answer that arrives after the tracker has stopped still counts', async () => {
  const storage = memoryStorage();
  let arrive = (_response: Response) => {};
  answerWith(() => new Promise<Response>((resolve) => (arrive = resolve)));
  const { track, stop, reasons } = startHellotext({ over: { storage } });
  track('a.one');
  await vi.advanceTimersByTimeAsync(5);
  stop();
  arrive(received());
  await settle();
  answerWith(received);
  expect(reasons()).toEqual([['a.one', undefined]]);
  startHellotext({ over: { storage } });
  await advance(2 * MINUTE);
  expect(actions()).toHaveLength(1);
});

it('an answer that arrives after all events were dropped changes nothing', async () => {
  let arrive = (_response: Response) => {};
  answerWith(() => new Promise<Response>((resolve) => (arrive = resolve)));
  const storage = memoryStorage();
  const { track, delivery, stop, reasons } = startHellotext({ over: { storage } });
  track('a.one');
  await vi.advanceTimersByTimeAsync(5);
  expect(actions()).toHaveLength(1);
  delivery.clear('consent');
  stop();
  storage.area.clear();
  arrive(status(503));
  await settle();
  expect(reasons()).toEqual([['a.one', 'consent']]);
  expect([...storage.area]).toEqual([]);
});

describe('Hellotext delivery: several tabs', () => {
  it('several tabs send a shared backlog once', async () => {
    const storage = memoryStorage();
    const lock = createLock();
    const first = startHellotext({ over: { storage, lock, online: () => false } });
    for (let index = 0; index < 30; index++) first.track('a.one', { metadata: { index } });
    first.delivery.leave('pagehide');
    first.stop();
    for (const chance of [0.1, 0.11, 0.12]) startHellotext({ over: { storage, lock, random: () => chance } });
    await advance(2 * MINUTE);
    expect(to(EVENTS)).toHaveLength(30);
    expect(new Set(to(EVENTS).map(({ text }) => text)).size).toBe(30);
  });

  it('a closing page releases the lock, and requests it again when it is restored', async () => {
    const storage = memoryStorage();
    const held = new Set<string>();
    const lock = createLock(held);
    const first = startHellotext({ over: { storage, lock, online: () => false } });
    first.track('a.one');
    first.track('a.two');
    first.delivery.leave('pagehide');
    first.stop();
    answerWith(() => HANG);
    const next = startHellotext({ over: { storage, lock } });
    await advance(5 * SECOND);
    expect(actions()).toEqual(['a.one']);
    expect(held.size).toBe(1);
    next.delivery.leave('hidden');
    expect(held.size).toBe(1);
    next.delivery.leave('pagehide');
    await settle();
    expect([...held]).toEqual([]);
    answerWith(received);
    next.delivery.shown();
    next.track('a.three');
    await advance(MINUTE);
    expect(actions().sort()).toEqual(['a.one', 'a.three', 'a.two']);
    expect([...held]).toEqual([]);
  });

  it('a tab does not send an event that another tab has in flight', async () => {
    answerWith(() => status(503));
    const storage = memoryStorage();
    const lock = createLock();
    const first = startHellotext({ over: { storage, lock } });
    first.track('cart.added');
    await advance(SECOND);
    const second = startHellotext({ over: { storage, lock, random: () => 0.9 } });
    await advance(40 * SECOND);
    answerWith(() => HANG);
    await advance(MINUTE);
    answerWith(received);
    const before = to(EVENTS).length;
    await advance(5 * MINUTE);
    expect([...first.reasons(), ...second.reasons()].map(([, reason]) => reason)).toContain('unknown');
    expect(to(EVENTS)).toHaveLength(before);
  });

  it("a tab does not send another tab's event that is younger than 12 seconds", async () => {
    const storage = memoryStorage();
    let isOnline = false;
    const first = startHellotext({ over: { storage, lock: createLock(), online: () => isOnline } });
    startHellotext({ over: { storage, lock: (_name, task) => void task(true) } });
    first.track('a.one');
    await advance(10 * SECOND);
    expect(actions()).toEqual([]);
    isOnline = true;
    first.delivery.online();
    await settle();
    expect(actions()).toEqual(['a.one']);
  });

  it('a tab sends its own event that has waited long only while it holds the lock', async () => {
    let isHeld = true;
    let isOnline = false;
    const first = startHellotext({ over: { online: () => isOnline, lock: (_name, task) => void task(!isHeld) } });
    first.track('a.one');
    await advance(25 * SECOND);
    isOnline = true;
    first.delivery.online();
    await advance(5 * SECOND);
    expect(actions()).toEqual([]);
    isHeld = false;
    await advance(30 * SECOND);
    expect(actions()).toEqual(['a.one']);
  });

  it('a tab requests the lock again while another tab holds it', async () => {
    let isHeld = true;
    const first = startHellotext({ over: { lock: (_name, task) => void task(!isHeld) } });
    answerWith((_sent, count) => (count === 1 ? status(503) : received()));
    first.track('a.one');
    await advance(MINUTE);
    expect(actions()).toHaveLength(1);
    first.track('a.two');
    await advance(SECOND);
    expect(actions()).toEqual(['a.one', 'a.two']);
    isHeld = false;
    await advance(30 * SECOND);
    expect(actions()).toEqual(['a.one', 'a.two', 'a.one']);
  });

  it('a tab removes an event that another tab has delivered', async () => {
    const storage = memoryStorage();
    answerWith(() => status(503));
    const first = startHellotext({ over: { storage } });
    const id = first.track('a.one');
    await advance(SECOND);
    storage.remove(`vitrina:1:xy76ks:${id}`);
    answerWith(received);
    await advance(MINUTE);
    expect(to(EVENTS)).toHaveLength(1);
    expect(first.delivery.entries.size).toBe(0);
  });
});

it('an event that cannot be stored is sent, and sent again after a failure', async () => {
  answerWith((_sent, count) => (count === 1 ? status(503) : received()));
  const { track, reasons } = startHellotext({ over: { storage: refusingStorage() } });
  track('a.one');
  await advance(MINUTE);
  expect(actions()).toHaveLength(2);
  expect(reasons()).toEqual([['a.one', undefined]]);
});

it('an invalid recorded attempt is ignored', async () => {
  const storage = memoryStorage();
  const first = startHellotext({ over: { storage, online: () => false } });
  const id = first.track('order.placed', order());
  first.delivery.leave('pagehide');
  first.stop();
  storage.set(`vitrina:1:xy76ks:~sent:${id}`, 'soon');
  storage.set('vitrina:1:xy76ks:~sent:nobody', '1');
  startHellotext({ over: { storage } });
  await advance(MINUTE);
  expect(actions()).toEqual(['order.placed']);
  expect(storage.get('vitrina:1:xy76ks:~sent:nobody')).toBeNull();
});

it('flush resolves when every request has been answered', async () => {
  answerWith((_sent, count) => (count === 2 ? broken() : received()));
  const { track, delivery, ended } = startHellotext();
  for (const action of ['a.one', 'a.two', 'a.three']) track(action);
  let isDone = false;
  const done = delivery.flush().then(() => (isDone = true));
  await settle();
  await done;
  expect(isDone).toBe(true);
  expect(ended.map(({ action }) => action)).toEqual(['a.one', 'a.two']);
});
