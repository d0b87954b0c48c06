import { beforeEach, describe, expect, it } from 'vitest';
import {
  accepted,
  actionsOf,
  advance,
  afterCrash,
  idsOf,
  KEY,
  memoryStorage,
  MINUTE,
  noAnswer,
  refusingStorage,
  SECOND,
  start,
  storedIds,
  useClock,
} from '../support/harness.ts';
import type { SentEvent } from '../support/harness.ts';

beforeEach(() => void useClock());

const never = () => new Promise<never>(() => {});

describe('stored event', () => {
  it('an event is stored under its own key before track returns, and removed once it is acknowledged', async () => {
    const { track, env, sent } = start();
    track('a.one', { object: 'x' });
    track('a.two');
    const [one, two] = storedIds(env);
    expect(two).toBeDefined();
    const stored = JSON.parse(env.storage.get(KEY + one) ?? '') as SentEvent;
    expect(stored).toMatchObject({ id: one, action: 'a.one', object: 'x', session: expect.any(String) });
    await advance(100);
    expect(idsOf(sent)).toEqual([one, two]);
    expect(storedIds(env)).toEqual([]);
  });

  it('an event stays in storage while its request has no answer', async () => {
    const { track, env } = start({}, { answer: never });
    track('a.one');
    await advance(9 * SECOND);
    expect(storedIds(env)).toHaveLength(1);
  });

  it('an event is sent as it was stored, without the session that its batch already has', async () => {
    const { track, env, bodies } = start();
    track('a.one', { metadata: { text: 'ñandú "quoted" </script>   🛒' } });
    const text = env.storage.get(KEY + storedIds(env)[0]) ?? '';
    await advance(100);
    const { session, ...rest } = JSON.parse(text) as SentEvent;
    const body = JSON.parse(bodies[0] ?? '') as { session: string; events: unknown[] };
    expect(body.session).toBe(session);
    expect(body.events).toEqual([rest]);
  });
});

describe('storage that refuses to write', () => {
  it('an event that cannot be stored is sent and answered with stored: false', async () => {
    const { track, sent } = start({}, { storage: refusingStorage() });
    const answer = track('a.one');
    await advance(100);
    expect(await answer).toMatchObject({ succeeded: true, stored: false });
    expect(sent).toHaveLength(1);
  });

  it('the response for an event that was neither stored nor answered does not say that it is queued', async () => {
    const { track } = start({}, { storage: refusingStorage(), answer: never });
    const answer = track('a.one');
    await advance(3 * SECOND);
    expect(await answer).toMatchObject({ succeeded: false, failed: false, queued: false, stored: false });
  });

  it('an event that cannot be stored is sent again as long as the page is open', async () => {
    const { track, delivered } = start(
      {},
      { storage: refusingStorage(), answer: (_, count) => (count < 4 ? noAnswer : accepted) },
    );
    track('a.one');
    await advance(MINUTE);
    expect(delivered).toHaveLength(1);
  });
});

describe('events of an earlier page', () => {
  const leaveBehind = async (say: 'stop' | 'crash') => {
    const first = start({}, { answer: () => noAnswer });
    const seen = ['a.one', 'order.placed'];
    for (const action of seen) first.track(action);
    await advance(10);
    const ids = storedIds(first.env);
    if (say === 'stop') first.tracker.stop();
    return { ids, storage: afterCrash(first.env) };
  };

  it('a new page soon sends the events that a stopped page has left, once', async () => {
    const { ids, storage } = await leaveBehind('stop');
    const next = start({}, { storage });
    await advance(10 * SECOND);
    expect(idsOf(next.sent)).toEqual(ids);
    expect(actionsOf(next.sent)).toEqual(['a.one', 'order.placed']);
    expect(storedIds(next.env)).toEqual([]);
    await advance(10 * MINUTE);
    expect(idsOf(next.sent)).toEqual(ids);
  });

  it('a new page sends what a crashed one has left once it is 12 seconds old, since it may belong to another open page', async () => {
    const { ids, storage } = await leaveBehind('crash');
    const next = start({}, { storage });
    next.track('a.new');
    await advance(11 * SECOND);
    expect(actionsOf(next.sent)).toEqual(['a.new']);
    // A visitor who comes again at once, and stays for a short while.
    await advance(6 * SECOND);
    expect(idsOf(next.sent).slice(1)).toEqual(ids);
    expect(storedIds(next.env)).toEqual([]);
  });

  it('a new page sends the events of an earlier page with the session that they had', async () => {
    const first = start({ session: 'old-session-1' }, { answer: () => noAnswer });
    first.track('a.one');
    await advance(10);
    first.tracker.stop();
    const next = start({ session: 'new-session-2' }, { storage: first.env.storage });
    next.track('a.two');
    await advance(MINUTE);
    const events = next.sent.flatMap((batch) =>
      batch.events.map((event) => [event.action, event.session ?? batch.session]),
    );
    expect(Object.fromEntries(events)).toEqual({ 'a.one': 'old-session-1', 'a.two': 'new-session-2' });
  });

  it('a new page does not send events that another page has delivered meanwhile', async () => {
    const { storage } = await leaveBehind('stop');
    let locked = true;
    const asked: boolean[] = [];
    const lock = (_name: string, task: (held: boolean) => Promise<void>) => (asked.push(locked), void task(!locked));
    const next = start({}, { storage, lock });
    await advance(5 * SECOND);
    expect(asked).toEqual([true]);
    expect(next.sent).toHaveLength(0);
    for (const id of storedIds(next.env)) storage.remove(KEY + id);
    locked = false;
    await advance(MINUTE);
    expect(asked).toEqual([true, false]);
    expect(next.sent).toHaveLength(0);
  });

  it('a page that did not get the lock asks again although nothing else happens', async () => {
    const { ids, storage } = await leaveBehind('stop');
    let locked = true;
    const next = start({}, { storage, lock: (_name, task) => void task(!locked) });
    await advance(10 * SECOND);
    locked = false;
    await advance(30 * SECOND);
    expect(idsOf(next.sent)).toEqual(ids);
  });

  it('a page without the lock sends its own events, and the backlog once it gets the lock', async () => {
    const { ids, storage } = await leaveBehind('stop');
    let locked = true;
    const next = start({}, { storage, lock: (_name, task) => void task(!locked) });
    await advance(MINUTE);
    expect(next.sent).toHaveLength(0);
    next.track('a.own');
    await advance(SECOND);
    expect(actionsOf(next.sent)).toEqual(['a.own']);
    locked = false;
    await advance(MINUTE);
    expect(idsOf(next.sent).slice(1)).toEqual(ids);
  });

  it('a new page removes invalid values under its own keys and touches no other key', async () => {
    const others = {
      theme: 'dark',
      'vitrina:2:xy76ks:a': 'of a later version',
      'vitrina:1:other:a': 'of another business',
      'vitrina:1:xy76ks-2:a': 'of another business',
      'vitrina:1:xy76k': 'of nobody',
      'prefix-vitrina:1:xy76ks:a': 'of the shop',
    };
    const old = '0193b2c4-0000-7000-8000-000000000000';
    const storage = memoryStorage(
      new Map([
        ...Object.entries(others),
        [`${KEY}garbage`, 'not JSON'],
        [`${KEY}${old}`, '{"id":"of-somebody-else","action":"a.one"}'],
        [`${KEY}${old}1`, '{"id":'],
        [`${KEY}${old}2`, 'null'],
        [`${KEY}${old}3`, `{"id":"${old}3"}`],
        [`${KEY}~wait`, 'not JSON either'],
        [`${KEY}~left`, '[1, 2]'],
      ]),
    );
    const { track, env, sent } = start({}, { storage });
    track('a.one');
    await advance(2 * MINUTE);
    expect(actionsOf(sent)).toEqual(['a.one']);
    expect(storedIds(env)).toEqual([]);
    for (const [key, value] of Object.entries(others)) expect(storage.get(key)).toBe(value);
  });
});
