// @vitest-environment node
import { expect, test } from 'vitest';
import type { Collector } from '../../collector/src/index.ts';
import { eventId } from '../../src/server/index.ts';
import { type Answered, aBatch, anEvent, business, rawRequest, send, shop } from './support/collector-harness.ts';
import { attach, bearer, collectorWithKey, hashOf, key, other, otherKey, sendAsServer } from './support/servers.ts';

/** What an attempt came to: a status, and what was said about the event or the request. */
type Outcome = string;

const summary = async (response: Response): Promise<Outcome> => {
  const { results, errors } = (await response.json()) as Partial<Answered> & { errors?: { parameter: string }[] };
  const [result] = results ?? [];
  const about = (result?.errors ?? errors ?? []).map(({ parameter }) => parameter);
  return [response.status, result?.status, ...about].filter(Boolean).join(' ');
};

/** Sends one event as any page, or any program that pretends to be one, can do. */
const tell =
  (fields: object, batch: object = {}, headers: Record<string, string> = {}) =>
  async (collector: Collector) =>
    summary(await send(collector, aBatch([anEvent(fields)], batch), { headers }));

/** Asks for an address as somebody elsewhere does, through the proxy of the shop. */
const ask =
  (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  async ({ url }: Collector) =>
    String((await rawRequest(url + path, { 'X-Forwarded-For': '203.0.113.7', ...headers }, method)).status);

/** The same from the collector's own machine, without its token. */
const askHere =
  (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  async ({ url }: Collector) =>
    String((await rawRequest(url + path, headers, method)).status);

/** Asks as a browser does before it sends a key; the answer must not allow it. */
const leaveFor = async ({ url }: Collector, path: string): Promise<Outcome> => {
  const headers = {
    ...{ Origin: shop, 'Access-Control-Request-Method': 'POST' },
    'Access-Control-Request-Headers': 'authorization',
  };
  const response = await rawRequest(url + path, headers, 'OPTIONS');
  const leave = Object.keys(response.headers).filter((name) => name.startsWith('access-control-'));
  return [response.status, ...leave].join(' ');
};

const order = { object_parameters: { reference: '1001', items: [{ product: 'mate', quantity: 1 }] } };
const own = anEvent({ action: 'order.confirmed', id: eventId('1001', 'order.confirmed'), ...order });
const session = '01a203cc-2456-77c7-af01-85fdf50e8f9b';

const attempts: [string, (collector: Collector) => Promise<Outcome>, Outcome][] = [
  ['tells what only servers may tell', tell({ action: 'order.confirmed', ...order }), '200 rejected action'],
  [
    'tells it by the context of the batch',
    tell({ action: undefined }, { context: { action: 'order.shipped' } }),
    '200 rejected action',
  ],
  ['tells money that came back', tell({ action: 'refund.received' }), '200 rejected action'],
  ['calls an event trusted', tell({ trusted: true }), '200 received'],
  ['calls an event trusted in numbers', tell({ trusted: 1 }), '200 received'],
  ['calls a batch trusted', tell({}, { trusted: true, context: { trusted: true } }), '200 received'],
  ['calls a request trusted', tell({}, {}, { 'Vitrina-Trusted': '1', 'X-Vitrina-Trusted': '1' }), '200 received'],
  [
    'hides it in the prototype',
    async (collector) => {
      const text = JSON.stringify(aBatch([anEvent()])).replace('"action"', '"__proto__":{"trusted":true},"action"');
      return summary(await send(collector, text));
    },
    '200 received',
  ],
  ['says that a server has seen it', tell({ observed_by: 'server' }), '200 rejected observed_by'],
  ['says so in the context', tell({}, { context: { observed_by: 'server' } }), '200 rejected observed_by'],
  ['takes the id of what a server will tell', tell({ id: eventId('1002', 'order.confirmed') }), '200 rejected id'],
  ['takes it in capitals', tell({ id: eventId('1002', 'order.confirmed').toUpperCase() }), '200 rejected id'],
  ['tells the event of a server anew', tell({ ...own, amount: 1 }), '200 rejected action id'],
  ['guesses a key', (to) => summaryOf(to, { origin: null, headers: bearer('vsk_guess') }), '401 authorization'],
  ["takes another shop's key", (to) => summaryOf(to, { origin: null, headers: bearer(otherKey) }), '401 authorization'],
  [
    'takes the hash for the key',
    (to) => summaryOf(to, { origin: null, headers: bearer(hashOf(key)) }),
    '401 authorization',
  ],
  [
    'takes the public id for the key',
    (to) => summaryOf(to, { origin: null, headers: bearer(business) }),
    '401 authorization',
  ],
  ['has found the key in a page', (to) => summaryOf(to, { headers: bearer(key) }), '403 authorization'],
  [
    'has found it, and pretends to have no origin',
    (to) => summaryOf(to, { origin: 'null', headers: bearer(key) }),
    '403 authorization',
  ],
  ['sends from a page of his own', (to) => summaryOf(to, { origin: 'https://stranger.example' }), '403 origin'],
  ['sends without a page', (to) => summaryOf(to, { origin: null }), '403 origin'],
  ["names another shop in the batch's body", tell({}, { business: other }), '401 business'],
  ["says whose browser a shopper's session is", (to) => summaryAttached(to, {}), '401 authorization'],
  ['says so as a page of the shop', (to) => summaryAttached(to, { Origin: shop }), '401 authorization'],
  ["says so with another shop's key", (to) => summaryAttached(to, bearer(otherKey)), '401 authorization'],
  [
    'says so with a key from a page',
    (to) => summaryAttached(to, { ...bearer(key), Origin: shop }),
    '403 authorization',
  ],
  [
    'puts a key that is found into the address',
    async (to) => summaryOf(to, { address: `${to.endpoint}?b=${business}&key=${key}&token=${key}`, origin: null }),
    '403 origin',
  ],
  [
    'puts two keys into one header',
    (to) => summaryOf(to, { origin: null, headers: bearer(`${key}, Bearer ${key}`) }),
    '401 authorization',
  ],
  [
    'sends a key from a page as the password of Basic',
    (to) => summaryOf(to, { headers: { Authorization: `Basic ${btoa(`shop:${key}`)}` } }),
    '403 authorization',
  ],
  [
    'sends it with an empty origin',
    (to) => summaryOf(to, { origin: null, headers: { ...bearer(key), Origin: '' } }),
    '403 authorization',
  ],
  ['asks as a page whether a key may be sent', (to) => leaveFor(to, '/v1/events?b=xy76ks'), '204'],
  ['asks so for a session', (to) => leaveFor(to, `/v1/sessions/${session}?b=xy76ks`), '404'],
  ['asks so for aliases', (to) => leaveFor(to, '/v1/aliases?b=xy76ks'), '404'],
  ['makes two profiles one', ask('/v1/aliases?b=xy76ks', {}, 'POST'), '401'],
  ["makes two profiles one with another shop's key", ask('/v1/aliases?b=xy76ks', bearer(otherKey), 'POST'), '401'],
  ['parts two profiles', ask('/v1/aliases?b=xy76ks&user=c-1', {}, 'DELETE'), '401'],
  [
    'parts them from a page with a key',
    ask('/v1/aliases?b=xy76ks&user=c-1', { ...bearer(key), Origin: shop }, 'DELETE'),
    '403',
  ],
  [
    'says whose session it is for a business that is not there',
    ask(`/v1/sessions/${session}?b=__proto__`, bearer(key), 'PATCH'),
    '401',
  ],
  ...[
    'profiles',
    'profile?business=xy76ks&user=c-1',
    'person?user=c-1',
    'timeline?session=a',
    'export',
    'figures',
    'refusals',
  ].flatMap((path): [string, (collector: Collector) => Promise<Outcome>, Outcome][] => [
    [`asks for ${path} from elsewhere`, ask(`/inspector/api/${path}`), '403'],
    [`asks for ${path} from the machine itself`, askHere(`/inspector/api/${path}`), '401'],
  ]),
  ['asks by another name of the machine', askHere('/inspector/api/events', { Host: 'shop.example' }), '403'],
  ['erases a user', askHere('/inspector/api/events?user=c-1', { 'X-Vitrina': 'erase' }, 'DELETE'), '401'],
  ['erases an order', askHere('/inspector/api/events?order=1001', { 'X-Vitrina': 'erase' }, 'DELETE'), '401'],
  ['sends dead letters again', askHere('/inspector/api/dead-letters/resend', { 'X-Vitrina': 'resend' }, 'POST'), '401'],
  ['sends refusals again', askHere('/inspector/api/refusals/resend', { 'X-Vitrina': 'resend' }, 'POST'), '401'],
  ['reads events', ask('/inspector/api/events', bearer(key)), '403'],
  ['reads events, from the machine itself', askHere('/inspector/api/events'), '401'],
  ['reads them with a private key as the token', askHere('/inspector/api/events', bearer(key)), '401'],
  ['follows events', askHere('/inspector/api/stream'), '401'],
  ['erases a session', ask(`/inspector/api/events?session=${session}`, { 'X-Vitrina': 'erase' }, 'DELETE'), '403'],
  [
    'erases it, from the machine itself',
    askHere(`/inspector/api/events?session=${session}`, { 'X-Vitrina': 'erase' }, 'DELETE'),
    '401',
  ],
  ['plants faults', askHere('/faults', {}, 'POST'), '401'],
  ['clears faults with a private key', askHere('/faults', bearer(key), 'DELETE'), '401'],
  ['reads the metrics', ask('/metrics'), '403'],
  ['reads the metrics with a private key', ask('/metrics', bearer(key)), '403'],
];

const summaryAttached = async (collector: Collector, headers: Record<string, string>) =>
  summary(await attach(collector, session, headers));

const summaryOf = async (collector: Collector, sending: Parameters<typeof send>[2]) =>
  summary(await send(collector, aBatch([anEvent()]), sending));

test.each(attempts)(
  'a stranger who knows the public id of a shop gets nowhere if he %s',
  async (_, attempt, outcome) => {
    const collector = await collectorWithKey({}, { faults: true });
    await sendAsServer(collector, aBatch([own], { session }));
    const before = await collector.store.events();
    expect(before).toMatchObject([{ id: own.id, trusted: true, session }]);
    expect(await attempt(collector)).toBe(outcome);
    const after = await collector.store.events();
    expect(after.filter(({ trusted }) => trusted)).toEqual(before);
    expect(after).toHaveLength(outcome === '200 received' ? 2 : 1);
    expect(after.every(({ ip }) => ip === '127.0.0.0')).toBe(true);
    // The shop goes on as before.
    expect((await send(collector, aBatch([anEvent()]), { origin: shop })).status).toBe(200);
  },
);

test('a stranger who claims the id of a shopper changes neither the shopper’s sessions nor what servers have said', async () => {
  const collector = await collectorWithKey();
  const shopper = { user_parameters: { id: 'c-1' } };
  await attach(collector, session);
  await sendAsServer(collector, aBatch([anEvent({ action: 'user.identified', traits: { name: 'Ana' }, ...shopper })]));
  await send(collector, aBatch([anEvent({ session, note: 'shopper' })]));
  const of = { business, source: '', user_id: 'c-1' };
  const before = await collector.store.profile(of);
  const claim = { action: 'user.identified', traits: { name: 'Eve', admin: true }, ...shopper };
  await send(collector, aBatch([anEvent(claim)], { session: 'stranger-1' }));
  const after = await collector.store.profile(of);
  expect(after?.profile).toMatchObject({ traits: { name: 'Ana' }, untrusted_traits: { admin: true } });
  expect(after?.sessions.filter((one) => one.session !== 'stranger-1')).toEqual(before?.sessions);
  // Nor can he have the shopper's session by naming himself later.
  await send(collector, aBatch([anEvent({ user_parameters: { id: 'eve' } })], { session: 'stranger-1' }));
  expect((await collector.store.profile({ ...of, user_id: 'eve' }))?.sessions).toEqual([]);
});
