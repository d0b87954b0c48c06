import { beforeEach, describe, expect, it, vi } from 'vitest';
import {
  accepted,
  advance,
  afterCrash,
  cookies,
  DAY,
  HOUR,
  noAnswer,
  refusingStorage,
  start,
  useClock,
} from '../support/harness.ts';
import type { SentBatch } from '../support/harness.ts';

beforeEach(() => void useClock());

const userCookie = () => JSON.parse(cookies().vitrina_user ?? 'null') as { id: string; source?: string } | null;
const eventsOf = (sent: SentBatch[]) => sent.flatMap(({ events }) => events);
const refused = (batch: SentBatch) => ({
  status: 200,
  body: { results: batch.events.map(({ id }) => ({ id, status: 'rejected', errors: [] })) },
});

describe('identify', () => {
  it('identify sends an event in the order of the calls, and later events carry the user', async () => {
    const { tracker, track, sent } = start();
    void track('a.before');
    const answer = tracker.identify('c-3307', { source: 'tiendanube', email: 'ana@example.com' });
    void track('a.after', { user_parameters: { list: 'gold' } });
    await advance(2000);
    expect(eventsOf(sent)).toMatchObject([
      { action: 'a.before' },
      {
        action: 'user.identified',
        user_parameters: { id: 'c-3307', source: 'tiendanube' },
        traits: { source: 'tiendanube', email: 'ana@example.com' },
      },
      { action: 'a.after', user_parameters: { id: 'c-3307', source: 'tiendanube', list: 'gold' } },
    ]);
    expect(eventsOf(sent)[0]).not.toHaveProperty('user_parameters');
    expect(await answer).toMatchObject({ succeeded: true });
  });

  it('an identification keeps its place among calls that wait for consent', async () => {
    const { tracker, track, sent } = start({ consent: 'pending' });
    void track('a.one');
    void tracker.identify(3307);
    void track('a.two');
    tracker.forget();
    void track('a.three');
    tracker.consent('granted');
    await advance(2000);
    const users = eventsOf(sent).map(({ action, user_parameters: user }) => [action, (user as { id?: string })?.id]);
    expect(users).toEqual([
      ['a.one', undefined],
      ['user.identified', '3307'],
      ['a.two', '3307'],
      ['a.three', undefined],
    ]);
  });

  it('an identified user is known at once, and is written into the cookie when the endpoint has accepted it', async () => {
    const { tracker } = start();
    void tracker.identify('c-1');
    expect(tracker.user).toEqual({ id: 'c-1' });
    expect(userCookie()).toBeNull();
    await advance(2000);
    expect(userCookie()).toMatchObject({ id: 'c-1' });
    expect(JSON.stringify(cookies())).not.toContain('ana@');
  });

  it('an identification that the endpoint refuses is withdrawn, back to the user before', async () => {
    let answer: (batch: SentBatch) => ReturnType<typeof refused> = () => ({ status: 200, body: { results: [] } });
    const { tracker, track, sent } = start({}, { answer: (batch) => answer(batch) });
    const heard: unknown[] = [];
    tracker.on('user-set', (user) => heard.push(user?.id));
    void tracker.identify('c-1');
    await advance(2000);
    answer = refused;
    expect(await Promise.all([tracker.identify('c-2'), advance(2000)])).toMatchObject([{ failed: true }, {}]);
    expect(tracker.user).toEqual({ id: 'c-1' });
    answer = () => ({ status: 200, body: { results: [] } });
    void track('a.one');
    await advance(2000);
    expect(eventsOf(sent).pop()).toMatchObject({ action: 'a.one', user_parameters: { id: 'c-1' } });
    expect(heard).toEqual(['c-1', 'c-2', 'c-1']);
    expect(userCookie()).toMatchObject({ id: 'c-1' });
  });

  it('two equal identifications at once both fail where the endpoint refuses them', async () => {
    const { tracker } = start({}, { answer: refused });
    const answers = [tracker.identify('c-1'), tracker.identify('c-1')];
    await advance(2000);
    expect(await Promise.all(answers)).toMatchObject([{ failed: true }, { succeeded: false, failed: true }]);
  });

  it('an identification that still waits from an earlier page is queued, and not sent twice, when it is repeated', async () => {
    const first = start({}, { answer: () => noAnswer });
    void first.tracker.identify('c-1');
    await advance(2000);
    const next = start({}, { storage: afterCrash(first.env) });
    const answer = next.tracker.identify('c-1');
    await advance(2000);
    expect(await answer).toMatchObject({ succeeded: false, failed: false, queued: true });
    await advance(60_000);
    expect(eventsOf(next.sent)).toMatchObject([{ action: 'user.identified' }]);
  });

  it('a repeated identification is not reported as stored where storage is refused', async () => {
    const { tracker } = start({}, { storage: refusingStorage(), answer: () => noAnswer });
    void tracker.identify('c-1');
    await advance(4000);
    const answer = tracker.identify('c-1');
    await advance(4000);
    expect(await answer).toMatchObject({ stored: false, queued: false, succeeded: false });
  });

  it('an identification is sent again where the stored one of an earlier page is lost', async () => {
    const first = start({}, { answer: () => noAnswer });
    void first.tracker.identify('c-1');
    const storage = afterCrash(first.env);
    for (const key of storage.keys()) if (!key.includes('~')) storage.remove(key);
    const { tracker, sent } = start({}, { storage });
    void tracker.identify('c-1');
    await advance(2000);
    expect(eventsOf(sent)).toMatchObject([{ action: 'user.identified' }]);
  });

  it('an identification with the same data is not sent twice, however the data is ordered or padded', async () => {
    const { tracker, sent } = start();
    void tracker.identify('c-1', { email: 'ana@example.com', plan: { name: 'gold', since: 2020 } });
    const again = { plan: { since: 2020, name: ' gold', note: '' }, email: 'ana@example.com ' };
    const second = tracker.identify('c-1', again);
    await advance(2000);
    expect(await second).toMatchObject({ succeeded: true, failed: false });
    expect(await tracker.identify('c-1', again)).toMatchObject({ succeeded: true, failed: false });
    await advance(2000);
    expect(eventsOf(sent)).toHaveLength(1);
    void tracker.identify('c-1', { ...again, plan: { name: 'silver' } });
    await advance(2000);
    expect(eventsOf(sent)).toHaveLength(2);
  });

  it('the next page does not send an unchanged identification again', async () => {
    const first = start();
    void first.tracker.identify('c-1', { email: 'ana@example.com' });
    await advance(2000);
    first.tracker.stop();
    const next = start({}, { storage: first.env.storage });
    expect(next.tracker.user).toEqual({ id: 'c-1' });
    void next.tracker.identify('c-1', { email: 'ana@example.com' });
    await advance(2000);
    expect(next.sent).toEqual([]);
  });

  it('an identification that one page could not send is sent by the next page, which knows the user', async () => {
    const first = start({}, { answer: () => noAnswer });
    void first.tracker.identify('c-1');
    await advance(2000);
    first.tracker.stop();
    const next = start({}, { storage: first.env.storage });
    expect(next.tracker.user).toEqual({ id: 'c-1' });
    expect(userCookie()).toBeNull();
    await advance(70_000);
    expect(eventsOf(next.sent)).toMatchObject([{ action: 'user.identified' }]);
    expect(userCookie()).toMatchObject({ id: 'c-1' });
  });

  it('an identification that cannot be sent is dropped after 24 hours, and nothing of it stays in storage', async () => {
    const { tracker, env, dropped } = start({}, { answer: () => noAnswer });
    env.storage.set('vitrina:1:xy76ks:~wait', JSON.stringify({ since: 0, until: 0, failures: 0, proven: true }));
    void tracker.identify('c-1', { email: 'ana@example.com' });
    await advance(23 * HOUR);
    expect(dropped).toEqual([]);
    await advance(2 * HOUR);
    expect(dropped).toMatchObject([{ action: 'user.identified', reason: 'expired' }]);
    expect(JSON.stringify(env.storage.keys().map((key) => env.storage.get(key)))).not.toMatch(/ana@|c-1/);
    expect(tracker.user).toBeUndefined();
  });

  it('an identification of a page that ended long ago is tried once more, because clocks jump, and then dropped', async () => {
    const first = start({}, { online: () => false, answer: () => noAnswer });
    void first.tracker.identify('c-1', { email: 'ana@example.com' });
    first.tracker.stop();
    await advance(2 * DAY);
    const next = start({}, { storage: first.env.storage, answer: () => noAnswer });
    await advance(HOUR);
    expect(next.sent).toHaveLength(1);
    expect(next.dropped).toMatchObject([{ action: 'user.identified', reason: 'expired' }]);
    expect(next.tracker.user).toBeUndefined();
    expect(JSON.stringify(next.env.storage.keys().map((key) => next.env.storage.get(key)))).not.toContain('ana@');
  });

  it('an identification works where storage is refused', async () => {
    const { tracker } = start({}, { storage: refusingStorage() });
    void tracker.identify('c-1');
    await advance(2000);
    expect(tracker.user).toEqual({ id: 'c-1' });
    expect(userCookie()).toMatchObject({ id: 'c-1' });
  });

  it.each([undefined, null, '', '  ', {}, false, []])('identify fails for the id %j and names userId', async (id) => {
    const { tracker, sent } = start();
    const response = await tracker.identify(id as unknown as string);
    expect(response).toMatchObject({ failed: true, errors: [{ parameter: 'userId' }] });
    await advance(2000);
    expect(sent).toEqual([]);
  });

  it('an identification with traits that are no JSON fails with an error that names traits, and sets no user', async () => {
    const { tracker } = start();
    const traits: Record<string, unknown> = {};
    traits.self = traits;
    for (const wrong of [traits, 'gold', { call: () => 1 }]) {
      const response = await tracker.identify('c-1', wrong as Record<string, unknown>);
      expect(response).toMatchObject({ failed: true, errors: [{ parameter: 'traits' }] });
    }
    expect(tracker.user).toBeUndefined();
  });

  it('a user whom another tab identifies or forgets is taken over by this tab', async () => {
    const { tracker } = start();
    await advance(1000);
    const heard: unknown[] = [];
    tracker.on('user-set', (user) => heard.push(user?.id));
    const tell = (newValue: string | null) =>
      window.dispatchEvent(new StorageEvent('storage', { key: 'vitrina:1:xy76ks:~user', newValue }));
    tell(JSON.stringify({ id: 'c-9', event: 'elsewhere' }));
    expect(tracker.user).toEqual({ id: 'c-9' });
    tell(JSON.stringify({ id: 'c-9', hash: 'v1:1' }));
    tell(null);
    // The cookie of a user who was forgotten elsewhere may still be seen here.
    document.cookie = `vitrina_user=${encodeURIComponent('{"id":"c-9"}')}; path=/`;
    tell('{}');
    tell(null);
    expect(heard).toEqual(['c-9', undefined]);
  });

  it('a user whom another tab identified as this page began is found soon after', async () => {
    const { tracker } = start();
    expect(tracker.user).toBeUndefined();
    // This page does not listen to other tabs yet.
    document.cookie = `vitrina_user=${encodeURIComponent('{"id":"c-9"}')}; path=/`;
    await advance(1000);
    expect(tracker.user).toEqual({ id: 'c-9' });
  });

  it('identify and forget are announced to other tabs, and the announcement does not stay in storage', async () => {
    const { tracker, env } = start();
    const set = vi.spyOn(env.storage, 'set');
    const told = () =>
      set.mock.calls.filter(([key]) => key.endsWith('~user')).map(([, text]) => JSON.parse(text) as object);
    void tracker.identify('c-1');
    await advance(2000);
    tracker.forget();
    expect(told()).toMatchObject([{ id: 'c-1', event: expect.any(String) }, { id: 'c-1' }, {}]);
    expect(told()[1]).not.toHaveProperty('event');
    expect(env.storage.keys().filter((key) => key.endsWith('~user'))).toEqual([]);
  });
});

describe('forget', () => {
  it('forget drops the user and keeps the session', async () => {
    const { tracker, track, sent } = start();
    void tracker.identify('c-1');
    await advance(2000);
    const { session } = tracker;
    tracker.forget();
    void track('a.one');
    await advance(2000);
    expect([tracker.user, tracker.session, userCookie()]).toEqual([undefined, session, null]);
    expect(eventsOf(sent).pop()).not.toHaveProperty('user_parameters');
  });

  it('forget prevents the later write of an identification that is on its way', async () => {
    const { tracker } = start({}, { answer: () => new Promise((resolve) => setTimeout(() => resolve(accepted), 500)) });
    void tracker.identify('c-1');
    await advance(100);
    tracker.forget();
    await advance(2000);
    expect([tracker.user, userCookie()]).toEqual([undefined, null]);
  });

  it('forget lets the same user be identified again', async () => {
    const { tracker, sent } = start();
    void tracker.identify('c-1');
    await advance(2000);
    tracker.forget();
    void tracker.identify('c-1');
    await advance(2000);
    expect(eventsOf(sent)).toHaveLength(2);
  });
});

describe('reset', () => {
  it('reset drops what waits, and begins as a visitor who has never been here', async () => {
    history.replaceState(null, '', '/?utm_source=mail');
    const { tracker, track, sent, dropped } = start({}, { answer: () => noAnswer });
    void tracker.identify('c-1');
    void track('a.one');
    await advance(100);
    const { session } = tracker;
    const before = sent.length;
    tracker.reset();
    expect(dropped.map(({ reason }) => reason)).toEqual(['reset', 'reset']);
    expect(tracker.session).toMatch(/^[\w-]{8,64}$/);
    expect(tracker.session).not.toBe(session);
    // The ids of different visitors must not end alike.
    expect(tracker.session?.slice(-12)).not.toBe(session?.slice(-12));
    expect([tracker.user, cookies().vitrina_utm]).toEqual([undefined, undefined]);
    void track('a.two');
    await advance(5000);
    const event = eventsOf(sent.slice(before)).find(({ action }) => action === 'a.two');
    expect(event).toMatchObject({ visit: { number: 1 } });
    expect(event).not.toHaveProperty('utm_params');
    expect(event).not.toHaveProperty('user_parameters');
  });

  it('reset answers calls that wait for consent with a failure', async () => {
    const { tracker, track } = start({ consent: 'pending' });
    const waiting = track('a.one');
    tracker.reset();
    expect(await waiting).toMatchObject({ failed: true, errors: [{ type: 'reset' }] });
  });
});

describe('a link with a session', () => {
  it('a link does not change the session of an identified visitor, and events name the linked session', async () => {
    const first = start();
    void first.tracker.identify('c-1');
    await advance(2000);
    const { session } = first.tracker;
    first.tracker.stop();
    history.replaceState(null, '', '/?vitrina_session=linked-session-1');
    const { tracker, track, sent } = start({ linkSessions: 'any' }, { storage: first.env.storage });
    void track('a.one');
    await advance(2000);
    expect(tracker.session).toBe(session);
    expect(eventsOf(sent)).toMatchObject([{ action: 'a.one', linked_session: 'linked-session-1' }]);
    expect(location.search).toBe('');
  });

  it('a link sets the session where nobody is identified', () => {
    history.replaceState(null, '', '/?vitrina_session=linked-session-1');
    expect(start({ linkSessions: 'any' }).tracker.session).toBe('linked-session-1');
  });
});
