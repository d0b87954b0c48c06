// @vitest-environment node
import { describe, expect, test } from 'vitest';
import type { Store } from '../../collector/src/index.ts';
import { openStore } from '../../collector/src/store/open-store.ts';
import type { OrderChange } from '../../collector/src/store/connections/types.ts';
import { atEnd } from './support/collector-harness.ts';
import { databaseFile } from './support/database-file.ts';
import { sharedPostgres } from './support/shared-postgres.ts';
import { record } from './support/records.ts';

const postgres = sharedPostgres();

const business = 'xy76ks';
const key = { kind: 'mercadolibre', account: '468' };
const resource = '/orders/1';

async function open(database: string): Promise<Store> {
  const store = await openStore(database);
  atEnd(store.close);
  return store;
}

/** A store with an account that is connected since the time 0. */
async function connected(database: string): Promise<Store> {
  const store = await open(database);
  await store.keepConnection({ ...key, business, tokens: 'sealed 1', expires_at: 100 }, [], 0);
  return store;
}

const claim = (store: Store, now: number, limit = 10) => store.claimJobs([key.kind], now, now + 60, limit);

/** An order that was looked at, of which one event is told. */
const seen = (order_id: string, more: Partial<OrderChange> = {}): OrderChange => ({
  order_id,
  refs: [],
  compare: () => ({
    row: { account: '468', status: 'paid', pack_id: null, buyer_id: '55', last_updated: 1, check_at: 10, state: '{}' },
    events: [record({ id: `${order_id}-told` })],
  }),
  ...more,
});

describe.each([
  ['a file', databaseFile],
  ['PostgreSQL', () => postgres.newDatabase()],
])('connected accounts in %s', (_, place) => {
  test('many notifications about a thing are one job, and those about strangers none', async () => {
    const store = await connected(await place());
    const stranger = { kind: 'mercadolibre', account: '7' };
    await store.noteNotifications(
      [
        { ...key, resource },
        { ...key, resource },
        { ...stranger, resource },
      ],
      5,
    );
    await store.noteNotifications([{ ...key, resource }], 6);
    expect(await claim(store, 6)).toMatchObject([{ ...key, resource, business, due_at: 5, revision: 2, attempts: 0 }]);
    expect(await store.connections()).toMatchObject([{ ...key, business, last_notified_at: 6, waiting: 1 }]);
  });

  test('a job is one process’s until its lease ends, and of two that ask at once one gets it', async () => {
    const database = await place();
    const [one, other] = [await connected(database), await open(database)];
    await one.addJobs([{ ...key, business, resource, due_at: 5 }]);
    expect(await claim(one, 4)).toEqual([]);
    const claimed = await Promise.all([claim(one, 5), claim(other, 5)]);
    expect(claimed.flat()).toHaveLength(1);
    expect(await claim(other, 64)).toEqual([]);
    expect(await claim(other, 65)).toHaveLength(1);
  });

  test('a job ends with its events, and one that got another reason meanwhile is done once more', async () => {
    const store = await connected(await place());
    await store.noteNotifications([{ ...key, resource }], 5);
    const [job] = await claim(store, 5);
    await store.noteNotifications([{ ...key, resource }], 6);
    await store.settleJob(job!, { orders: [seen('1')] }, 7);
    const [again] = await claim(store, 7);
    expect(again).toMatchObject({ resource, revision: 2 });
    await store.settleJob(again!, { orders: [seen('1')] }, 8);
    expect(await claim(store, 1000)).toEqual([]);
    expect((await store.events()).map(({ id }) => id)).toEqual(['1-told']);
    expect(await store.connections()).toMatchObject([{ last_fetched_at: 8, waiting: 0 }]);
  });

  test('where an order cannot be stored nothing of its job is', async () => {
    const store = await connected(await place());
    await store.addJobs([{ ...key, business, resource, due_at: 0 }]);
    const [job] = await claim(store, 0);
    const broken = seen('2', { compare: () => ({ ...seen('2').compare(undefined, []), row: {} as never }) });
    await expect(store.settleJob(job!, { orders: [seen('1'), broken] }, 1)).rejects.toThrow();
    expect(await store.events()).toEqual([]);
    expect(await claim(store, 60)).toHaveLength(1);
  });

  test('a job that is put off waits, whoever tells of the same meanwhile, and says what is wrong', async () => {
    const store = await connected(await place());
    await store.noteNotifications([{ ...key, resource }], 0);
    const [job] = await claim(store, 0);
    await store.postponeJob(job!, 100, { isAttempt: true, problem: 'The API fails (500).' });
    await store.noteNotifications([{ ...key, resource }], 1);
    expect(await claim(store, 99)).toEqual([]);
    expect(await claim(store, 100)).toMatchObject([{ attempts: 1 }]);
    expect(await store.connections()).toMatchObject([{ problem: 'The API fails (500).' }]);
  });

  test('an order is compared with what is known of it, and with those that share a payment', async () => {
    const store = await connected(await place());
    const told: unknown[] = [];
    const look = async (order: string, refs: string[]) => {
      await store.addJobs([{ ...key, business, resource: `/orders/${order}`, due_at: 0 }]);
      const [job] = await claim(store, 0);
      const compare: OrderChange['compare'] = (known, others) => {
        told.push([order, known?.status, others.map(({ order_id }) => order_id)]);
        return seen(order).compare(known, others);
      };
      await store.settleJob(job!, { orders: [seen(order, { refs, compare })] }, 1);
    };
    await look('1', ['payment:77', 'pack:8']);
    await look('2', ['payment:77', 'pack:8']);
    await look('3', ['pack:8']);
    await look('1', ['payment:77']);
    expect(told).toEqual([
      ['1', undefined, []],
      ['2', undefined, ['1']],
      ['3', undefined, []],
      ['1', 'paid', ['2']],
    ]);
    expect(await store.ordersOfRef({ business, kind: key.kind, ref: 'pack:8' })).toEqual(['1', '2', '3']);
    expect([await store.ordersToCheck(key, 9, 5), await store.ordersToCheck(key, 10, 2)]).toEqual([[], ['1', '2']]);
  });

  test('an order that was erased is not told again, and neither its number nor its buyer is left', async () => {
    const store = await connected(await place());
    const look = async () => {
      await store.addJobs([{ ...key, business, resource, due_at: 0 }]);
      const [job] = await claim(store, 0);
      const changed = seen('1', { refs: ['payment:77'] });
      const events = [record({ user_id: '55', user_source: key.kind })];
      await store.settleJob(
        job!,
        { orders: [{ ...changed, compare: () => ({ ...changed.compare(undefined, []), events }) }] },
        1,
      );
    };
    await look();
    const { counts } = await store.erase({ user: '55', source: key.kind });
    expect(counts).toMatchObject({ events: 1, marketplace_orders: 1 });
    await look();
    expect(await store.events()).toEqual([]);
    expect((await store.personRecords({ user: '55' })).marketplace_orders).toEqual([]);
    expect(await store.ordersOfRef({ business, kind: key.kind, ref: 'payment:77' })).toEqual([]);
  });

  test('a buyer of whom nothing was told yet can be erased, and so can an order by its number', async () => {
    const store = await connected(await place());
    for (const order of ['1', '2']) {
      await store.addJobs([{ ...key, business, resource: `/orders/${order}`, due_at: 0 }]);
      const [job] = await claim(store, 0);
      await store.settleJob(
        job!,
        { orders: [seen(order, { compare: () => ({ ...seen(order).compare(undefined, []), events: [] }) })] },
        1,
      );
    }
    expect((await store.erase({ order: '1', business })).counts.marketplace_orders).toBe(1);
    expect(await store.erasable({ user: '55' })).toEqual({ businesses: [business], sources: [key.kind] });
    expect((await store.personRecords({ user: '55' })).marketplace_orders).toMatchObject([{ order_id: '2' }]);
    expect((await store.erase({ user: '55' })).counts.marketplace_orders).toBe(1);
  });

  test('orders that nobody has seen for the time of the retention go, and what names them', async () => {
    const store = await connected(await place());
    await store.addJobs([{ ...key, business, resource, due_at: 0 }]);
    const [job] = await claim(store, 0);
    const quiet = () => ({ ...seen('1').compare(undefined, []), events: [] });
    await store.settleJob(job!, { orders: [seen('1', { refs: ['payment:77'], compare: quiet })] }, 1);
    await store.sweep(90);
    expect(await store.ordersToCheck(key, 10, 5)).toEqual([]);
    expect(await store.ordersOfRef({ business, kind: key.kind, ref: 'payment:77' })).toEqual([]);
  });

  test('tokens are renewed by one process, which says first that it has begun', async () => {
    const database = await place();
    const [one, other] = [await connected(database), await open(database)];
    const pair = { ...key, refreshed_at: 0 };
    const claims = await Promise.all([one, other].map((store) => store.claimRefresh(pair, 10, 70)));
    expect(claims.filter(Boolean)).toMatchObject([{ wasInterrupted: false, connection: { tokens: 'sealed 1' } }]);
    expect(await one.connection(key)).toMatchObject({ refreshing_since: 10, lease_until: 70 });
    // That process has ended without a word.
    expect(await other.claimRefresh(pair, 69, 130)).toBeUndefined();
    expect(await other.claimRefresh(pair, 70, 130)).toMatchObject({ wasInterrupted: true });
    expect(await other.keepTokens(pair, { tokens: 'sealed 2', expires_at: 200 }, 71)).toBe(true);
    expect(await one.keepTokens(pair, { tokens: 'of yesterday', expires_at: 200 }, 72)).toBe(false);
    expect(await one.claimRefresh(pair, 150, 200)).toBeUndefined();
    expect(await one.connection(key)).toMatchObject({ tokens: 'sealed 2', refreshed_at: 71, refreshing_since: null });
  });

  test('an account whose tokens are refused keeps its jobs until it is connected again, by the same business alone', async () => {
    const store = await connected(await place());
    await store.addJobs([{ ...key, business, resource, due_at: 0 }]);
    await store.failRefresh({ ...key, refreshed_at: 0 }, { problem: 'Connect again.', isOver: true, until: 0 });
    expect(await store.connection(key)).toMatchObject({ state: 'reconnect', tokens: null, problem: 'Connect again.' });
    expect(await claim(store, 5)).toEqual([]);
    const again = { ...key, tokens: 'sealed 3', expires_at: 900 };
    expect(await store.keepConnection({ ...again, business: 'other' }, [], 6)).toEqual({ takenBy: business });
    expect(await store.keepConnection({ ...again, business }, [], 6)).toEqual({});
    expect(await claim(store, 6)).toMatchObject([{ resource }]);
  });

  test('an account that is disconnected leaves neither tokens nor jobs, and nothing more is told of it', async () => {
    const store = await connected(await place());
    await store.addJobs([{ ...key, business, resource, due_at: 0 }]);
    const [job] = await claim(store, 0);
    expect(await store.disconnect({ ...key, business: 'other' })).toBe(false);
    expect(await store.disconnect({ ...key, business })).toBe(true);
    await store.settleJob(job!, { orders: [seen('1')] }, 1);
    expect([await store.connections(), await store.events()]).toEqual([[], []]);
    await store.keepConnection({ ...key, business, tokens: 'sealed', expires_at: 1 }, [], 2);
    expect(await claim(store, 1000)).toEqual([]);
  });

  test('an attempt to connect can be taken up once, and not after an hour', async () => {
    const store = await open(await place());
    const attempt = { kind: key.kind, business, verifier: 'sealed' };
    await store.beginConnecting({ ...attempt, state_hash: 'a', started_at: 0 });
    await store.beginConnecting({ ...attempt, state_hash: 'b', started_at: 3_600_000 });
    expect(await store.takeAttempt({ kind: 'other', state_hash: 'a' })).toBeUndefined();
    const takes = [0, 1].map(() => store.takeAttempt({ kind: key.kind, state_hash: 'a' }));
    expect((await Promise.all(takes)).filter(Boolean)).toMatchObject([{ business }]);
    await store.beginConnecting({ ...attempt, state_hash: 'c', started_at: 7_300_000 });
    expect(await store.takeAttempt({ kind: key.kind, state_hash: 'b' })).toBeUndefined();
  });
});
