import { describe, expect, test } from 'vitest';
import type { Collector, Row } from '../../collector/src/index.ts';
import { aBatch, anEvent, ask, business, resultsOf, send } from './support/collector-harness.ts';
import { databaseFile } from './support/database-file.ts';
import { collectorWithKey, sendAsServer } from './support/servers.ts';
import { sharedPostgres } from './support/shared-postgres.ts';

const postgres = sharedPostgres();

const about = (reference: string, more: object = {}) => ({ object_parameters: { reference, ...more } });

const told = (action: string, reference: string, more: object = {}) =>
  anEvent({ action, session: null, ...about(reference, more) });

async function received(answer: Promise<Response>): Promise<void> {
  for (const { status } of await resultsOf(await answer)) expect(status).toBe('received');
}

const byBrowser = async (collector: Collector, session: string, ...events: object[]) => {
  await received(send(collector, aBatch(events.map((event) => ({ ...anEvent({ session }), ...event, session })))));
  while ((await collector.store.fillIndex(10)) > 0);
};

const byServer = async (collector: Collector, ...events: object[]) => {
  await received(sendAsServer(collector, aBatch(events)));
  while ((await collector.store.fillIndex(10)) > 0);
};

const storyOf = async (collector: Collector, query: string) => {
  const { events, total } = (await (await ask(collector, `timeline?${query}&business=${business}`)).json()) as {
    events: (Row & { order?: string })[];
    total: number;
  };
  expect(total).toBe(events.length);
  return events.map(({ action, trusted, order }) => [
    action,
    trusted ? 'server' : 'browser',
    ...(order ? [order] : []),
  ]);
};

const order = `${business} ["","1001"]`;
const user = { user_parameters: { id: 'ana' } };
const later = ['order.confirmed', 'order.shipped', 'order.delivered', 'refund.received'];

describe.each([
  ['a file', databaseFile],
  ['PostgreSQL', () => postgres.newDatabase()],
])('the story of somebody in %s', (_, place) => {
  const start = async () => collectorWithKey({}, { database: await place() });

  test('has what servers told of the same orders, by person and by session, and no event of other orders', async () => {
    const collector = await start();
    await byBrowser(collector, 'of-ana', { action: 'product.viewed', ...user });
    await byBrowser(collector, 'of-ana', { action: 'order.placed', ...about('1001'), ...user });
    await byServer(
      collector,
      told('order.placed', '#1001'),
      told('order.placed', '2002'),
      told('order.shipped', '2002'),
    );
    await byServer(collector, ...later.slice(0, 3).map((action) => told(action, '1001')));
    await byServer(collector, told('refund.received', 'R-7', { order: '1001', id: '1001' }));
    const all = [
      ['product.viewed', 'browser'],
      ['order.placed', 'browser', order],
      ['order.placed', 'server', order],
      ...later.map((action) => [action, 'server']),
    ];
    expect(await storyOf(collector, 'user=ana')).toEqual(all);
    expect(await storyOf(collector, 'session=of-ana')).toEqual(all);
    // What names nobody is in nobody's export.
    const mine = await (await ask(collector, `person?user=ana&business=${business}`)).text();
    expect(mine).toContain('product.viewed');
    expect(mine).not.toContain('order.shipped');
  });

  test('has an order by the other name that the server gives it', async () => {
    const collector = await start();
    await byServer(collector, told('order.placed', 'ord_9', { number: '1001' }), told('order.shipped', 'ord_9'));
    await byBrowser(collector, 'of-ana', { action: 'order.placed', ...about('1001') });
    expect((await storyOf(collector, 'session=of-ana')).map(([action]) => action)).toEqual([
      'order.placed',
      'order.shipped',
      'order.placed',
    ]);
  });

  test('shows a stranger who tells the number of an order of somebody else nothing of it', async () => {
    const collector = await start();
    await byBrowser(collector, 'of-ana', { action: 'order.placed', ...about('1001') });
    await byServer(collector, told('order.shipped', '1001'));
    await byBrowser(collector, 'of-a-stranger', { action: 'order.placed', ...about('1001') });
    expect(await storyOf(collector, 'session=of-a-stranger')).toEqual([['order.placed', 'browser', order]]);
  });

  test('takes nothing from what browsers told of the order in another session', async () => {
    const collector = await start();
    await byBrowser(collector, 'of-ana', { action: 'order.placed', ...about('1001') });
    await byBrowser(collector, 'of-a-stranger', { action: 'order.placed', ...about('1001') });
    expect(await storyOf(collector, 'session=of-ana')).toEqual([['order.placed', 'browser', order]]);
  });
});
