// @vitest-environment node
import { describe, expect, test } from 'vitest';
import { aBatch, anEvent, ask, business, collectorFor, send } from './support/collector-harness.ts';
import { databaseFile } from './support/database-file.ts';
import { abandoned, createClock, outboxFor } from './support/outbox.ts';
import { startNats } from './support/nats.ts';
import { sharedPostgres } from './support/shared-postgres.ts';
import { record, records } from './support/records.ts';
import { startReceiver } from './support/webhook-receiver.ts';
import { webhook, withWebhooks } from './support/webhooks.ts';
import { openEngine } from '../../collector/src/store/open-store.ts';
import { withdrawDeliveries } from '../../collector/src/store/outbox/withdraw.ts';

const day = 86_400_000;
const postgres = sharedPostgres();

const places = { 'a file': databaseFile, PostgreSQL: () => postgres.newDatabase() };

describe.each(Object.entries(places))('deliveries in %s', (_, place) => {
  test('two collectors on one database deliver each event once, two at a time for one endpoint', async () => {
    const database = await place();
    const receiver = await startReceiver();
    const clock = createClock();
    const businesses = withWebhooks(webhook({ url: receiver.url }));
    const one = await outboxFor({ database, businesses, clock });
    const other = await outboxFor({ database, businesses, clock });
    const events = Array.from({ length: 30 }, () => abandoned());
    receiver.answer(async () => {
      await new Promise((resolve) => setTimeout(resolve, 2));
      return { status: 204 };
    });
    await one.store.put(events.slice(0, 15));
    await other.store.put(events.slice(15));
    while (receiver.requests.length < events.length) await Promise.all([one.deliver(), other.deliver()]);
    await Promise.all([one.deliver(), other.deliver()]);
    expect(receiver.ids().sort()).toEqual(events.map(({ id }) => `evt_${id}`).sort());
    expect(receiver.mostAtOnce()).toBeLessThanOrEqual(2);
    const { deliveries, total } = await one.store.deliveries({ state: 'delivered', limit: 5 });
    expect([deliveries.length, total]).toEqual([5, 30]);
  });

  test('an event and its delivery are stored together or not at all', async () => {
    const receiver = await startReceiver();
    const database = await place();
    const businesses = withWebhooks(webhook({ url: receiver.url, actions: ['*'] }));
    const { store, rows } = await outboxFor({ database, businesses });
    const good = record();
    // Such a time fits into no column, so that the whole commit is undone.
    const bad = { ...record(), tracked_at: {} as number, event: null as unknown as string };
    await expect(store.put([good, bad])).rejects.toThrow();
    expect([(await store.events()).length, (await rows()).length]).toEqual([0, 0]);
    await store.put([good]);
    expect([(await store.events()).length, (await rows()).length]).toEqual([1, 1]);
  });

  test('erasing a person deletes what waits, and a download says where the events of a person went', async () => {
    const receiver = await startReceiver();
    const { store, deliver, rows } = await outboxFor({
      database: await place(),
      businesses: withWebhooks(webhook({ url: receiver.url })),
    });
    const hers = { session: 'session-of-hers', user_id: 'c-1', user_source: 'shop' };
    await store.put([abandoned(hers), record(hers), abandoned({ session: 'session-of-another' })]);
    receiver.answer({ status: 500 });
    await deliver();
    const { deliveries } = await store.personRecords({ user: 'c-1', business });
    expect(deliveries).toHaveLength(1);
    expect(deliveries[0]).toMatchObject({ endpoint: 'mails', action: 'cart.abandoned', state: 'waiting' });
    expect((await store.personRecords({ user: 'nobody', business })).deliveries).toEqual([]);
    expect((await store.personRecords({ session: 'session-of-hers', business })).deliveries).toHaveLength(1);
    const { counts } = await store.erase({ user: 'c-1', business });
    expect(counts).toMatchObject({ events: 2, deliveries: 1 });
    expect(await rows()).toHaveLength(1);
    expect((await store.erase({ session: 'session-of-another', business })).counts.deliveries).toBe(1);
    expect(await rows()).toEqual([]);
  });

  test('an erased event is not delivered any more, although an attempt of it is due', async () => {
    const receiver = await startReceiver();
    const { store, deliver, clock } = await outboxFor({
      database: await place(),
      businesses: withWebhooks(webhook({ url: receiver.url })),
    });
    receiver.answer({ status: 500 });
    await store.put([abandoned({ session: 'session-of-hers' })]);
    await deliver();
    await store.erase({ session: 'session-of-hers', business });
    clock.advance(day);
    await deliver();
    expect(receiver.requests).toHaveLength(1);
  });

  test('deliveries of events that are withdrawn do not take place, and those that have taken place stay', async () => {
    const database = await place();
    const receiver = await startReceiver();
    const { store, deliver, rows, clock } = await outboxFor({
      database,
      businesses: withWebhooks(webhook({ url: receiver.url })),
    });
    const [done, waiting, other] = [abandoned(), abandoned(), abandoned({ business: 'other' })];
    await store.put([done]);
    await deliver();
    receiver.answer({ status: 500 });
    await store.put([waiting, other]);
    await deliver();
    const engine = await openEngine(database, () => {});
    const ids = [done.id, waiting.id];
    expect(await engine.write((db) => withdrawDeliveries(db, 'other', ids))).toBe(0);
    expect(await engine.write((db) => withdrawDeliveries(db, business, ids))).toBe(1);
    await engine.close();
    clock.advance(day);
    await deliver();
    expect(receiver.requests).toHaveLength(2);
    expect((await rows()).map(({ event_id, state }) => [event_id, state]).sort()).toEqual(
      [
        [done.id, 'delivered'],
        [waiting.id, 'withdrawn'],
      ].sort(),
    );
    const numbers = (await rows()).filter(({ state }) => state === 'withdrawn').map(({ number }) => number);
    expect(await store.resendDeliveries({ numbers }, clock.now())).toBe(0);
  });

  test('dead deliveries are sent again on request, all of an endpoint or some by their numbers', async () => {
    const receiver = await startReceiver();
    const { store, deliver, rows, clock, states } = await outboxFor({
      database: await place(),
      businesses: withWebhooks(webhook({ id: 'a', url: receiver.url }), webhook({ id: 'b', url: receiver.url })),
    });
    receiver.answer({ status: 500 });
    await store.put([abandoned(), abandoned()]);
    for (let attempt = 0; attempt < 10; attempt++) {
      for (let some = 0; some < 2; some++) await deliver();
      clock.advance(29 * 60 * 60 * 1000);
    }
    expect((await states()).map(({ waiting, dead }) => [waiting, dead])).toEqual([
      [0, 2],
      [0, 2],
    ]);
    receiver.answer({ status: 204 });
    expect(await store.resendDeliveries({ business, endpoint: 'a' }, clock.now())).toBe(2);
    await deliver();
    expect((await states()).map(({ waiting, dead }) => [waiting, dead])).toEqual([
      [0, 0],
      [0, 2],
    ]);
    const [number = 0] = (await rows()).filter(({ state }) => state === 'dead').map((row) => row.number);
    expect(await store.resendDeliveries({ numbers: [number, 1_000_000] }, clock.now())).toBe(1);
    expect((await rows()).find((row) => row.number === number)).toMatchObject({ state: 'waiting', attempts: 0 });
    await deliver();
    expect((await states()).map(({ dead }) => dead)).toEqual([0, 1]);
  });

  test('what waits as the configuration switches an endpoint off is dead, and nothing is poured out when it is on again', async () => {
    const receiver = await startReceiver();
    const [on, other] = [webhook({ url: receiver.url }), webhook({ id: 'other', url: `${receiver.url}/other` })];
    const off = withWebhooks({ ...on, enabled: false }, other);
    const outbox = await outboxFor({ database: await place(), businesses: withWebhooks(on, other) });
    const { store, deliver, reload, rows, clock, log } = outbox;
    receiver.answer({ status: 500 });
    await store.put([abandoned()]);
    await deliver();
    reload(off);
    await deliver();
    await store.put([abandoned()]);
    await deliver();
    receiver.answer({ status: 204 });
    clock.advance(10 * day);
    reload(withWebhooks(on, other));
    const before = receiver.requests.length;
    await deliver();
    const statesOf = async (id: string) =>
      (await rows()).filter(({ endpoint }) => endpoint === id).map(({ state }) => state);
    expect([await statesOf('mails'), await statesOf('other')]).toEqual([['dead'], ['delivered', 'delivered']]);
    expect(receiver.requests.slice(before).map(({ path }) => path)).not.toContain('/');
    expect((await rows()).find(({ state }) => state === 'dead')?.last_error).toContain('switched the endpoint off');
    expect(log.sentences.join()).toContain('1 deliveries to endpoints that are switched off have ended');
    expect(await store.resendDeliveries({ business, endpoint: 'mails' }, clock.now())).toBe(1);
    await deliver();
    expect(await statesOf('mails')).toEqual(['delivered']);
  });

  test('expired events take their deliveries with them, and delivered ones go after three days', async () => {
    const receiver = await startReceiver();
    const clock = createClock(Date.now());
    const { store, deliver, rows } = await outboxFor({
      database: await place(),
      businesses: withWebhooks(webhook({ url: receiver.url })),
      clock,
    });
    const long = new Date(Date.now() - 10 * day).toISOString();
    await store.put([abandoned({ received_at: long }), ...records(10), abandoned()]);
    expect(await rows()).toHaveLength(2);
    await store.sweep(9);
    expect(await rows()).toHaveLength(1);
    await deliver();
    await store.sweepDeliveries(clock.now() + 2.9 * day);
    expect(await rows()).toHaveLength(1);
    await store.sweepDeliveries(clock.now() + 3.1 * day);
    expect(await rows()).toEqual([]);
  });
});

test('where events come by a stream, the writer delivers them and the collector does not', async () => {
  const receiver = await startReceiver();
  const { url: stream } = await startNats();
  const database = await postgres.newDatabase();
  const options = {
    ...{ stream, database, localReceivers: true },
    businesses: withWebhooks(webhook({ url: receiver.url, actions: ['cart.added'] })),
  };
  const accepting = await collectorFor({ ...options, role: 'collector' });
  const events = [anEvent(), anEvent()];
  expect((await send(accepting, aBatch(events))).status).toBe(200);
  expect(receiver.requests).toEqual([]);
  const writer = await collectorFor({ ...options, role: 'writer' });
  await expect.poll(() => receiver.requests.length, { timeout: 15_000 }).toBe(2);
  expect(receiver.ids().sort()).toEqual(events.map(({ id }) => `evt_${id}`).sort());
  await expect.poll(async () => (await writer.store.deliveries({ state: 'delivered' })).total).toBe(2);
  const shown = (await (await ask(accepting, 'webhooks')).json()) as { webhooks: { last_status: number }[] };
  expect(shown.webhooks[0]?.last_status).toBe(204);
});

describe('the inspector API of webhooks', () => {
  async function collectorWithWebhooks() {
    const receiver = await startReceiver();
    const address = receiver.url.replace('//', '//till:password@');
    const businesses = {
      ...withWebhooks(
        webhook({ url: `${address}/in?token=abc`, actions: ['cart.added'] }),
        webhook({ id: 'off', url: `${receiver.url}/off`, enabled: false }),
      ),
      other: { name: 'Other', origins: [] },
    };
    const collector = await collectorFor({ businesses, localReceivers: true });
    const list = async (query = '') => {
      const response = await ask(collector, `webhooks${query}`);
      return ((await response.json()) as { webhooks: Record<string, unknown>[] }).webhooks;
    };
    const listDeliveries = async (query = '') =>
      (await (await ask(collector, `webhooks/deliveries${query}`)).json()) as {
        deliveries: Record<string, unknown>[];
        next: number | null;
        total: number;
      };
    const post = (path: string, body: unknown, header: string) =>
      ask(collector, `webhooks/${path}`, {
        method: 'POST',
        body: typeof body === 'string' ? body : JSON.stringify(body),
        headers: header === '' ? {} : { 'X-Vitrina': header },
      });
    return { receiver, collector, list, listDeliveries, post };
  }

  test('the list shows each endpoint with its state, and neither passwords nor secrets', async () => {
    const { receiver, collector, list } = await collectorWithWebhooks();
    await send(collector, aBatch([anEvent()]));
    await expect.poll(async () => (await list())[0]).toMatchObject({ last_status: 204 });
    expect(receiver.requests[0]?.headers.authorization).toBe(`Basic ${btoa('till:password')}`);
    const [first, second] = await list(`?business=${business}`);
    expect(first).toMatchObject({
      ...{ business, id: 'mails', type: 'webhook', url: `${receiver.url}/in?…`, actions: ['cart.added'] },
      ...{ enabled: true, off_reason: null, waiting: 0, dead: 0, next_at: null },
    });
    expect(Date.parse(String(first?.last_at))).toBeGreaterThan(Date.now() - 60_000);
    expect(second).toMatchObject({ id: 'off', enabled: false, last_at: null });
    expect(JSON.stringify([first, second])).not.toMatch(/whsec|password|abc/);
    expect(await list('?business=other')).toEqual([]);
  });

  test('deliveries are listed newest first, by endpoint and state, in pages', async () => {
    const { receiver, collector, listDeliveries } = await collectorWithWebhooks();
    receiver.answer({ status: 500 });
    const events = [anEvent(), anEvent(), anEvent()];
    await send(collector, aBatch(events));
    await expect
      .poll(async () => (await listDeliveries()).deliveries.map((row) => row.last_status))
      .toEqual([500, 500, 500]);
    const { deliveries, next, total } = await listDeliveries('?limit=2&state=waiting&endpoint=mails');
    expect([deliveries.length, total, next]).toEqual([2, 3, deliveries[1]?.number]);
    expect((await listDeliveries(`?before=${String(next)}`)).deliveries).toHaveLength(1);
    expect((await listDeliveries('?state=dead')).total).toBe(0);
    expect((await listDeliveries('?business=other')).total).toBe(0);
    const wrong = await ask(collector, 'webhooks/deliveries?state=lost');
    expect([wrong.status, await wrong.text()]).toEqual([400, expect.stringContaining('choose one of waiting')]);
  });

  test('an endpoint that is off is switched on, and deliveries are sent again, only with the header that no page can send', async () => {
    const { receiver, collector, list, listDeliveries, post } = await collectorWithWebhooks();
    receiver.answer({ status: 410 });
    await send(collector, aBatch([anEvent()]));
    await expect.poll(async () => (await list())[0]).toMatchObject({ enabled: false, last_status: 410, dead: 1 });
    expect((await list())[0]?.off_reason).toContain('410');
    const metrics = await (await fetch(`${collector.url}/metrics`)).text();
    expect(metrics).toContain('vitrina_deliveries{business="xy76ks",endpoint="mails",state="dead"} 1');
    expect(metrics).toContain('vitrina_endpoint_off{business="xy76ks",endpoint="mails"} 1');
    expect(metrics).toContain('vitrina_endpoint_off{business="xy76ks",endpoint="off"} 0');
    receiver.answer({ status: 204 });
    const endpoint = { business, endpoint: 'mails' };
    expect((await post('switch-on', endpoint, '')).status).toBe(403);
    expect((await post('switch-on', endpoint, 'resend')).status).toBe(403);
    expect(await (await post('switch-on', endpoint, 'switch-on')).json()).toEqual({ switched_on: true });
    expect(await (await post('switch-on', endpoint, 'switch-on')).json()).toEqual({ switched_on: false });
    expect((await list())[0]).toMatchObject({ enabled: true, off_reason: null });
    expect(await (await post('resend', endpoint, 'resend')).json()).toEqual({ waiting: 1 });
    await expect.poll(async () => (await listDeliveries('?state=delivered')).total, { timeout: 15_000 }).toBe(1);
    const [{ number } = {}] = (await listDeliveries()).deliveries;
    expect((await post('resend', { numbers: [number] }, '')).status).toBe(403);
    expect(await (await post('resend', { numbers: [number] }, 'resend')).json()).toEqual({ waiting: 1 });
    expect(await (await post('resend', endpoint, 'resend')).json()).toEqual({ waiting: 0 });
    await expect.poll(() => receiver.requests.length, { timeout: 10_000 }).toBe(3);
    for (const body of [
      'no JSON',
      {},
      { numbers: ['1'] },
      { business, endpoint: '' },
      { numbers: Array(1001).fill(1) },
    ]) {
      expect((await post('resend', body, 'resend')).status).toBe(400);
    }
  });
});
