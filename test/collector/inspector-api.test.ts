// @vitest-environment node
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { describe, expect, test } from 'vitest';
import type { ActionCounts, Row, SessionSummary } from '../../collector/src/index.ts';
import { collectLog } from './support/collect-log.ts';
import { aBatch, anEvent, ask, atEnd, business, collectorFor, send, shop } from './support/collector-harness.ts';

const answer = async <T>(response: Promise<Response>) => (await (await response).json()) as T;
interface Page {
  events: Row[];
  next: number | null;
  total: number;
}

describe('API of the inspector', () => {
  test("the inspector's API lists events page by page, the newest first", async () => {
    const collector = await collectorFor();
    const events = Array.from({ length: 25 }, (_, seq) => anEvent({ seq }));
    await send(collector, aBatch(events));
    const seen: unknown[] = [];
    let next: number | null | undefined;
    do {
      const page: Page = await answer(ask(collector, `events?limit=10${next ? `&before=${next}` : ''}`));
      expect(page.total).toBe(25);
      seen.push(...page.events.map((row) => row.event.seq));
      next = page.next;
    } while (next !== null);
    expect(seen).toEqual(Array.from({ length: 25 }, (_, index) => 24 - index));
  });

  test('a parameter that nobody reads is refused, so that a misspelled one neither erases nor shows more than was meant', async () => {
    const collector = await collectorFor();
    await send(collector, aBatch([anEvent({ user_parameters: { id: '7' } })]));
    const headers = { 'X-Vitrina': 'erase' };
    const response = await ask(collector, 'events?user=7&bussiness=otra', { method: 'DELETE', headers });
    expect(response.status).toBe(400);
    expect(await answer<object>(Promise.resolve(response))).toMatchObject({
      errors: [
        {
          parameter: 'bussiness',
          description: 'There is no parameter "bussiness"; known here are session, user, source, order, business.',
        },
      ],
    });
    expect((await collector.store.events()).length).toBe(1);
    for (const wrong of [
      'export?format=csv&acton=cart.added',
      'person?user=7&sorce=x',
      'figures?minute=5',
      'scripts?a=1',
    ])
      expect([wrong, (await ask(collector, wrong)).status]).toEqual([wrong, 400]);
  });

  test("the inspector's API filters events by action, session and business", async () => {
    const account = { name: 'Shop', origins: [shop] };
    const collector = await collectorFor({ businesses: { [business]: account, other: account } });
    await send(collector, aBatch([anEvent(), anEvent({ action: 'order.placed', session: 'second-visitor' })]));
    await send(collector, aBatch([anEvent()], { business: 'other' }), { address: `${collector.endpoint}?b=other` });
    const count = async (query: string) => (await answer<Page>(ask(collector, `events?${query}`))).total;
    expect(await count('')).toBe(3);
    expect(await count('action=cart.added')).toBe(2);
    expect(await count('session=second-visitor')).toBe(1);
    expect(await count('business=other')).toBe(1);
    expect(await count('action=cart.added&business=other&session=second-visitor')).toBe(0);
    expect(await answer(ask(collector, 'actions'))).toEqual({
      actions: [
        { action: 'cart.added', count: 2 },
        { action: 'order.placed', count: 1 },
      ],
    });
    expect(await answer(ask(collector, 'actions?business=other'))).toEqual({
      actions: [{ action: 'cart.added', count: 1 }],
    });
  });

  test("the inspector's API names the businesses that may send", async () => {
    const collector = await collectorFor({
      businesses: { [business]: { name: 'Demo', origins: [shop] }, other: { name: 'Another', origins: [shop] } },
    });
    expect(await answer(ask(collector, 'businesses'))).toEqual({
      businesses: [
        { id: business, name: 'Demo' },
        { id: 'other', name: 'Another' },
      ],
    });
  });

  test("the inspector's API returns one event by its business and id", async () => {
    const collector = await collectorFor();
    const event = anEvent({ metadata: { note: '<b>bold</b>' } });
    await send(collector, aBatch([event]));
    const row = await answer<Row>(ask(collector, `events/${business}/${event.id}`));
    expect(row).toMatchObject({
      received_seq: 1,
      business,
      id: event.id,
      event: { metadata: { note: '<b>bold</b>' } },
    });
  });

  test("the inspector's API lists sessions by their last event, the latest first, each with its user", async () => {
    const collector = await collectorFor();
    await send(collector, aBatch([anEvent({ session: 'first-visitor', tracked_at: 1000 })]));
    await send(collector, aBatch([anEvent({ session: 'second-visitor', tracked_at: 2000 })]));
    const known = { session: 'first-visitor', user_parameters: { id: 'c-1' } };
    await send(
      collector,
      aBatch([anEvent({ ...known, tracked_at: 3000 }), anEvent({ session: 'first-visitor', tracked_at: 2500 })]),
    );
    const expected: SessionSummary[] = [
      { session: 'first-visitor', events: 3, first_at: 1000, last_at: 3000, user_id: 'c-1' },
      { session: 'second-visitor', events: 1, first_at: 2000, last_at: 2000, user_id: null },
    ];
    expect(await answer(ask(collector, 'sessions'))).toEqual({ sessions: expected });
    expect(await answer(ask(collector, 'sessions?limit=1'))).toEqual({ sessions: expected.slice(0, 1) });
    expect(await answer(ask(collector, 'sessions?business=nobody'))).toEqual({ sessions: [] });
  });

  test("the inspector's API returns the events of a session in the order in which they happened", async () => {
    const collector = await collectorFor();
    for (const tracked_at of [300, 100, 200])
      await send(collector, aBatch([anEvent({ tracked_at, session: 'visitor-1' })]));
    await send(collector, aBatch([anEvent({ session: 'visitor-2' })]));
    const { session, events } = await answer<{ session: string; events: Row[] }>(
      ask(collector, 'timeline?session=visitor-1'),
    );
    expect(session).toBe('visitor-1');
    expect(events.map((row) => row.tracked_at)).toEqual([100, 200, 300]);
  });

  test("the inspector's API counts actions in equal periods of time, including empty ones", async () => {
    const collector = await collectorFor();
    const now = Date.now() / 1000;
    await send(
      collector,
      aBatch([
        anEvent({ tracked_at: now }),
        anEvent({ tracked_at: now + 30 }),
        anEvent({ tracked_at: now - 1800 }),
        anEvent({ action: 'order.placed', tracked_at: now }),
        anEvent({ tracked_at: now - 90_000 }),
      ]),
    );
    const counts = await answer<ActionCounts>(ask(collector, 'counts?minutes=60&buckets=12'));
    expect(counts.bucket_seconds).toBe(300);
    expect(counts.buckets).toHaveLength(12);
    expect(counts.to - counts.from).toBe(3600);
    expect(counts.from).toBeLessThan(now - 3000);
    expect(counts.buckets.map(({ at }, index) => at - counts.from - index * 300)).toEqual(Array(12).fill(0));
    expect(counts.actions).toEqual(['cart.added', 'order.placed']);
    const sum = (action: string) => counts.buckets.reduce((total, bucket) => total + (bucket.counts[action] ?? 0), 0);
    expect([sum('cart.added'), sum('order.placed')]).toEqual([3, 1]);
    const bucketOf = (time: number) => counts.buckets.filter(({ at }) => at <= time).at(-1);
    expect(bucketOf(now - 1800)?.counts['cart.added']).toBe(1);
    const orders = await answer<ActionCounts>(ask(collector, 'counts?minutes=60&buckets=12&action=order.placed'));
    expect(orders.actions).toEqual(['order.placed']);
  });

  test.each(['actions?business=%00', 'timeline?session=a%00b', 'events/xy76ks/%00', 'events/%00/x'])(
    'a question with U+0000, which no stored text has, is refused with a sentence: %s',
    async (path) => {
      const response = await ask(await collectorFor(), path);
      expect(response.status).toBe(400);
      expect(await response.text()).toContain('U+0000');
    },
  );

  test('a database that does not answer is answered with 503 and one line in the log, also to who follows what is stored', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'collector-'));
    atEnd(() => rm(folder, { recursive: true, force: true }));
    const database = join(folder, 'events.db');
    const { sentences, logger } = collectLog('warn');
    const collector = await collectorFor({ database, logger });
    const other = new Database(database);
    other.exec('DROP TABLE events; DROP TABLE ids');
    other.close();
    for (const path of ['actions', 'events', 'stream']) {
      const response = await ask(collector, path);
      expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
    }
    expect(sentences.filter((sentence) => sentence.startsWith('The inspector could not ask'))).toHaveLength(1);
  });
});
