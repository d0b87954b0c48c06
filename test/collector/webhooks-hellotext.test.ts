// @vitest-environment node
import { describe, expect, test } from 'vitest';
import type { HellotextAccount } from '../../collector/src/index.ts';
import { business, shop } from './support/collector-harness.ts';
import { databaseFile } from './support/database-file.ts';
import { abandoned, createClock, outboxFor } from './support/outbox.ts';
import { record } from './support/records.ts';
import { type ReceivedRequest, startReceiver } from './support/webhook-receiver.ts';

const token = 'hellotext-private-token-1';

async function hellotext(more: Partial<HellotextAccount> = {}, database?: string) {
  const api = await startReceiver();
  api.answer({ status: 200, body: '{"status":"received"}' });
  const account = { token, actions: ['cart.*', 'order.*', 'refund.*'], apiRoot: `${api.url}/v1`, ...more };
  const businesses = { [business]: { name: 'Demo', origins: [shop], hellotext: account } };
  const clock = createClock();
  return { api, businesses, ...(await outboxFor({ businesses, database, clock })) };
}

const bodyOf = (request: ReceivedRequest | undefined) => JSON.parse(request?.body ?? '{}') as Record<string, unknown>;

const order = { reference: '1001', items: [{ product: 'mate-19', quantity: 1 }] };
const confirmed = (more: object = {}) => {
  const event = record({ action: 'order.confirmed', trusted: true, ...more });
  return { ...event, event: JSON.stringify({ object_parameters: order, observed_by: 'tiendanube' }) };
};
const refund = () =>
  record({ action: 'refund.received', trusted: true, event: '{"object_parameters":{"reference":"r-1"}}' });

describe('Hellotext as a destination of the server', () => {
  test('an event goes to the API of events by the private token, in the form of the API', async () => {
    const { api, store, deliver, rows } = await hellotext();
    const told = {
      ...{ id: 'x', seq: 3, observed_by: 'rule', visit: { id: 'v' }, click_ids: { gclid: 'g' }, ip: '10.0.0.0' },
      ...{ user_parameters: { id: 'c-1' }, object_parameters: order, metadata: { list: 'summer' } },
    };
    const event = abandoned({
      tracked_at: 1795262400.7,
      page_url: 'https://shop.example/cart',
      event: JSON.stringify(told),
    });
    await store.put([event]);
    await deliver();
    expect(api.requests).toHaveLength(1);
    expect(api.requests[0]?.path).toBe('/v1/attribution/events');
    expect(api.requests[0]?.headers).toMatchObject({
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
    });
    expect(bodyOf(api.requests[0])).toEqual({
      ...{ session: 'a-session-1', action: 'cart.abandoned', tracked_at: 1795262400, url: 'https://shop.example/cart' },
      ...{ amount: 12.5, currency: 'UYU', object_parameters: order, metadata: { list: 'summer' } },
    });
    expect((await rows())[0]).toMatchObject({ endpoint: 'hellotext', state: 'delivered', last_status: 200 });
  });

  test('a currency is left out where there is no amount, because the API refuses that', async () => {
    const { api, store, deliver } = await hellotext();
    await store.put([abandoned({ amount: null, currency: 'UYU' })]);
    await deliver();
    expect(bodyOf(api.requests[0])).not.toHaveProperty('currency');
  });

  test('what a browser has sent is not sent, because the browser tells Hellotext itself', async () => {
    const { store, rows } = await hellotext();
    await store.put([record({ action: 'cart.added', trusted: false }), abandoned({ trusted: false }), abandoned()]);
    expect(await rows()).toHaveLength(1);
  });

  test('an event without a session goes under the latest session of its user', async () => {
    const { api, store, deliver } = await hellotext();
    const her = { user_id: 'c-1', user_source: 'tiendanube' };
    const key = { business, source: 'tiendanube', user_id: 'c-1' };
    await store.put([record({ ...her, session: 'her-phone-1', tracked_at: 1000 })]);
    await store.put([record({ ...her, session: 'her-laptop-1', tracked_at: 2000 })]);
    await store.attach(key, 'her-phone-1');
    await store.put([confirmed({ ...her, session: null })]);
    await deliver();
    expect(bodyOf(api.requests[0])).toMatchObject({ session: 'her-laptop-1', action: 'order.confirmed' });
    expect(api.requests[0]?.body).not.toContain('c-1');
  });

  test('an event waits without a request while no session of its user is known', async () => {
    const { api, store, deliver, rows, clock } = await hellotext();
    const her = { user_id: 'b-55', user_source: 'mercadolibre' };
    await store.put([confirmed({ ...her, session: null })]);
    await deliver();
    expect(api.requests).toEqual([]);
    expect((await rows())[0]).toMatchObject({ state: 'waiting', attempts: 1, last_status: null });
    expect((await rows())[0]?.last_error).toContain('none is known of this user of mercadolibre: a buyer');
    await store.put([record({ ...her, session: 'her-session-1' })]);
    clock.advance(6000);
    await deliver();
    expect(bodyOf(api.requests[0])).toMatchObject({ session: 'her-session-1' });
  });

  test('a user who is a profile of Hellotext, by name or by an alias, needs no session', async () => {
    const { api, store, deliver, rows } = await hellotext();
    const profile = { business, source: 'hellotext', user_id: 'pR9k2' };
    await store.addAlias({ business, source: 'mercadolibre', user_id: 'b-55' }, profile);
    await store.put([
      confirmed({ user_id: 'b-55', user_source: 'mercadolibre', session: null }),
      confirmed({ user_id: 'pR9k3', user_source: 'hellotext', session: null }),
    ]);
    await deliver();
    const told = api.requests.map(bodyOf);
    expect(told.map((body) => body.profile).sort()).toEqual(['pR9k2', 'pR9k3']);
    for (const body of told) expect(body).not.toHaveProperty('session');
    expect((await rows()).map(({ state }) => state)).toEqual(['delivered', 'delivered']);
    expect(api.requests.map(({ path }) => path)).toEqual(['/v1/attribution/events', '/v1/attribution/events']);
  });

  test('an event that names neither a session nor a user is dead at once, and says why', async () => {
    const { api, store, deliver, rows } = await hellotext();
    await store.put([confirmed({ session: null })]);
    await deliver();
    expect(api.requests).toEqual([]);
    expect((await rows())[0]).toMatchObject({ state: 'dead', attempts: 1 });
    expect((await rows())[0]?.last_error).toContain('neither a session nor a user');
  });

  test('a session that the API does not know is announced by the public id, and the event is sent again', async () => {
    const { api, store, deliver, rows, clock } = await hellotext({ business: 'Kq7rWz' });
    let isKnown = false;
    api.answer(({ path }) => {
      if (path === '/v1/public/acks') isKnown = true;
      const unknown = { errors: [{ type: 'not_found', message: 'No such session.', parameter: 'session' }] };
      return isKnown ? { status: 200, body: '{}' } : { status: 404, body: JSON.stringify(unknown) };
    });
    await store.put([abandoned()]);
    await deliver();
    expect(api.requests.map(({ path }) => path)).toEqual([
      '/v1/attribution/events',
      '/v1/public/acks',
      '/v1/attribution/events',
    ]);
    expect(api.requests[1]?.headers.authorization).toBe('Bearer Kq7rWz');
    expect(bodyOf(api.requests[1])).toEqual({
      session: 'a-session-1',
      at: new Date(clock.now()).toISOString(),
      utm_params: {},
    });
    expect((await rows())[0]).toMatchObject({ state: 'delivered' });
  });

  test.each([400, 403, 404, 413, 422])(
    '%i is final, and what is shown has the type of the error and not its sentence',
    async (status) => {
      const { api, store, deliver, rows, clock } = await hellotext();
      const body = JSON.stringify({
        errors: [{ type: 'parameter_missing', description: 'Maria lacks it', parameter: 'name' }],
      });
      api.answer({ status, body });
      await store.put([abandoned()]);
      await deliver();
      clock.advance(86_400_000);
      await deliver();
      expect(api.requests).toHaveLength(1);
      expect((await rows())[0]).toMatchObject({
        state: 'dead',
        last_status: status,
        last_error: `Hellotext has answered ${status} (parameter_missing:name).`,
      });
    },
  );

  test.each([408, 429, 500, 503])('after %i the event is sent again', async (status) => {
    const { api, store, deliver, rows, clock } = await hellotext();
    api.answer({ status, headers: { 'Retry-After': '20' } });
    await store.put([abandoned()]);
    await deliver();
    clock.advance(19_000);
    await deliver();
    expect(api.requests).toHaveLength(1);
    api.answer({ status: 200, body: '{}' });
    clock.advance(2000);
    await deliver();
    expect((await rows())[0]).toMatchObject({ state: 'delivered', attempts: 2 });
  });

  test('a token that is refused stops everything for five minutes, and is not shown', async () => {
    const { api, store, deliver, state, clock, log } = await hellotext();
    api.answer({ status: 401, body: '{}' });
    await store.put([abandoned(), abandoned(), abandoned(), abandoned()]);
    await deliver();
    const tried = api.requests.length;
    clock.advance(299_000);
    await deliver();
    expect(api.requests).toHaveLength(tried);
    expect((await state())?.last_error).toContain('The token is not right');
    expect(JSON.stringify([await state(), log.sentences])).not.toContain(token);
    api.answer({ status: 200, body: '{}' });
    clock.advance(61_000);
    await deliver();
    expect(await state()).toMatchObject({ waiting: 0, last_status: 200 });
  });

  test('an event whose answer is lost is given up, because the API would count it twice; a step of an order is sent again', async () => {
    const { api, store, deliver, rows, clock } = await hellotext();
    api.answer('cut');
    await store.put([refund()]);
    await deliver();
    await store.put([confirmed()]);
    clock.advance(2000);
    await deliver();
    const stateOf = async (action: string) => (await rows()).find((row) => row.action === action);
    expect(await stateOf('refund.received')).toMatchObject({ state: 'dead', attempts: 1 });
    expect((await stateOf('refund.received'))?.last_error).toContain('It is not known whether Hellotext has got it');
    expect(await stateOf('order.confirmed')).toMatchObject({ state: 'waiting', attempts: 1 });
  });

  test('with resend an event whose answer is lost is sent again', async () => {
    const { api, store, deliver, rows, clock } = await hellotext({ resend: true });
    api.answer('cut');
    await store.put([refund()]);
    await deliver();
    api.answer({ status: 200, body: '{}' });
    clock.advance(6000);
    await deliver();
    expect((await rows())[0]).toMatchObject({ state: 'delivered', attempts: 2 });
  });

  test('an event is sent again when nothing can have arrived, because the API was not reached', async () => {
    const { api, store, deliver, rows, clock } = await hellotext();
    await api.stop();
    await store.put([refund()]);
    await deliver();
    expect((await rows())[0]).toMatchObject({ state: 'waiting' });
    await api.start();
    clock.advance(6000);
    await deliver();
    expect((await rows())[0]).toMatchObject({ state: 'delivered' });
  });

  test('after a crash amid an attempt a step of an order is sent again and another event is not', async () => {
    const database = await databaseFile();
    const first = await hellotext({}, database);
    first.api.answer('hang');
    await first.store.put([refund(), confirmed()]);
    await first.deliverer.look();
    await expect.poll(() => first.api.requests.length).toBe(2);
    await first.close();
    first.api.answer({ status: 200, body: '{}' });
    const second = await outboxFor({ businesses: first.businesses, database, clock: first.clock });
    first.clock.advance(61_000);
    await second.deliver();
    expect(first.api.requests.slice(2).map((request) => bodyOf(request).action)).toEqual(['order.confirmed']);
    expect((await second.rows()).map(({ action, state }) => [action, state]).sort()).toEqual([
      ['order.confirmed', 'delivered'],
      ['refund.received', 'dead'],
    ]);
  });
});
