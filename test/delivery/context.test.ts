import { beforeEach, describe, expect, it } from 'vitest';
import { advance, HOME, start, useClock, visit } from '../support/harness.ts';
import type { SentBatch } from '../support/harness.ts';

beforeEach(() => void useClock());

const first = (bodies: string[]) => JSON.parse(bodies[0] ?? '') as SentBatch & { context?: object };

describe('context of a batch', () => {
  it('the fields that all events of a batch share are sent once, in its context', async () => {
    visit(`${HOME}mates?utm_source=mail&gclid=g1`);
    const { tracker, track, bodies } = start();
    for (const name of ['a.one', 'a.two', 'a.three']) track(name, { amount: 2 });
    await advance(2000);
    const { context, session, events } = first(bodies);
    expect(session).toBe(tracker.session);
    expect(context).toMatchObject({
      visit: { number: 1 },
      utm_params: { source: 'mail' },
      click_ids: { gclid: 'g1' },
      page: { path: '/mates' },
    });
    expect(context).not.toHaveProperty('session');
    expect(Object.keys(events[1] ?? {}).sort()).toEqual(['action', 'amount', 'id', 'observed_by', 'seq', 'tracked_at']);
  });

  it('a batch of a single event has no context', async () => {
    const { track, bodies } = start();
    track('a.one');
    await advance(2000);
    const { context, events } = first(bodies);
    expect(context).toBeUndefined();
    expect(events[0]).toHaveProperty('page');
  });

  it('a batch whose events come from two pages has no context', async () => {
    const { track, bodies } = start();
    track('a.one');
    history.pushState(null, '', '/other');
    track('a.two');
    await advance(2000);
    const { context, events } = first(bodies);
    expect(context).toBeUndefined();
    expect(events).toMatchObject([{ page: { path: '/' } }, { page: { path: '/other' } }]);
    for (const event of events) expect(event).not.toHaveProperty('session');
  });

  it('a batch whose events the shop has changed has no context', async () => {
    const { track, sent, bodies } = start({
      transform: (event) => ({ object_parameters: { name: 'Mate', id: 'm1' }, ...event, page: undefined }),
    });
    track('a.one');
    track('a.two');
    await advance(2000);
    expect(first(bodies).context).toBeUndefined();
    expect(sent[0]?.events).toMatchObject([
      { action: 'a.one', object_parameters: { name: 'Mate', id: 'm1' } },
      { action: 'a.two', object_parameters: { name: 'Mate', id: 'm1' } },
    ]);
  });

  it('a batch of events that another session has left is sent with that session', async () => {
    const { tracker, track, env, sent } = start({}, { online: () => false });
    const session = tracker.session;
    track('a.one');
    track('a.two');
    tracker.stop();
    const next = start({ session: 'another-visitor' }, { storage: env.storage });
    await advance(70_000);
    expect(sent).toEqual([]);
    expect(next.sent[0]).toMatchObject({ session, events: [{ action: 'a.one' }, { action: 'a.two' }] });
  });
});
