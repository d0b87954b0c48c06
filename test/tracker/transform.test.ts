import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { TrackedEvent } from '../../src/types/tracker.ts';
import { advance, idsOf, start, storedIds, useClock } from '../support/harness.ts';

beforeEach(() => void useClock());

describe('transform', () => {
  it('transform may change an event before it is stored and sent', async () => {
    const transform = (event: TrackedEvent): TrackedEvent => ({ ...event, metadata: { shop: 'centro' }, amount: 5 });
    const { track, sent, env } = start({ transform });
    void track('a.one', { amount: 7 });
    expect([...env.storage.keys()].map((key) => env.storage.get(key)).join()).toContain('centro');
    await advance(100);
    expect(sent[0]?.events[0]).toMatchObject({ action: 'a.one', metadata: { shop: 'centro' }, amount: 5 });
  });

  it('transform may change the event object that it was given', async () => {
    const { track, sent } = start({
      transform: (event) => {
        delete event.page;
        event.metadata = { seen: true };
        return event;
      },
    });
    void track('a.one');
    await advance(100);
    expect(sent[0]?.events[0]).toMatchObject({ metadata: { seen: true } });
    expect(sent[0]?.events[0]).not.toHaveProperty('page');
  });

  it('transform cannot change the id, so the response finds its call', async () => {
    const { track, sent } = start({ transform: (event) => ({ ...event, id: 'mine' }) });
    const answer = track('a.one');
    await advance(100);
    expect(await answer).toMatchObject({ succeeded: true, id: idsOf(sent)[0] });
    expect(idsOf(sent)).not.toContain('mine');
  });

  it.each([
    ['returns nothing', () => undefined],
    [
      'throws',
      () => {
        throw new Error('broken');
      },
    ],
    ['returns what is no JSON', (event: TrackedEvent) => ({ ...event, amount: 10n })],
    [
      'returns a cycle',
      (event: TrackedEvent) => {
        event.self = event;
        return event;
      },
    ],
  ])('a transform that %s drops the event, and the response says so', async (_name, transform) => {
    const { track, sent, env, dropped } = start({ transform });
    const response = await track('a.one');
    expect(response).toMatchObject({ failed: true, queued: false, stored: false, errors: [{ type: 'transform' }] });
    expect(dropped).toMatchObject([{ action: 'a.one', reason: 'transform' }]);
    await advance(5000);
    expect(sent).toEqual([]);
    expect(storedIds(env)).toEqual([]);
  });

  it('transform is called once for each event, in order, and may drop single ones', async () => {
    const transform = vi.fn((event: TrackedEvent) => (event.action === 'a.two' ? undefined : event));
    const { track, sent, dropped } = start({ transform });
    for (const action of ['a.one', 'a.two', 'a.three']) void track(action);
    await advance(5000);
    expect(transform.mock.calls.map(([{ action }]) => action)).toEqual(['a.one', 'a.two', 'a.three']);
    expect(sent[0]?.events.map(({ action }) => action)).toEqual(['a.one', 'a.three']);
    expect(dropped).toHaveLength(1);
  });

  it('a transform that tracks itself does not end in a loop', async () => {
    let depth = 0;
    const page: ReturnType<typeof start> = start({
      transform: (event) => {
        if (depth++ < 1) void page.track('a.nested');
        return event;
      },
    });
    void page.track('a.one');
    await advance(100);
    expect(page.sent.flatMap(({ events }) => events.map(({ action }) => action)).sort()).toEqual(['a.nested', 'a.one']);
  });
});
