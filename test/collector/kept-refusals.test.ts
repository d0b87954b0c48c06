// @vitest-environment node
import { describe, expect, test } from 'vitest';
import type { Collector } from '../../collector/src/index.ts';
import {
  aBatch,
  anEvent,
  ask,
  business,
  collectorFor,
  rawRequest,
  resultsOf,
  send,
  shop,
} from './support/collector-harness.ts';
import { databaseFile } from './support/database-file.ts';
import { sharedPostgres } from './support/shared-postgres.ts';
import { aNote } from './support/refusal-note.ts';
import { collectorWithKey, sendAsServer } from './support/servers.ts';
import { listRefusals, type Refusals, resend } from './support/refusals.ts';

const postgres = sharedPostgres();

const places = {
  'a file': databaseFile,
  PostgreSQL: () => postgres.newDatabase(),
};

const bounds = { rows: 100, bytes: 1_000_000 };

/** Waits until so many refusals are noted. */
async function noted(collector: Collector, count: number, query = ''): Promise<Refusals> {
  await expect.poll(async () => (await listRefusals(collector, query)).total, { timeout: 10_000 }).toBe(count);
  return listRefusals(collector, query);
}

const reasonsOf = async (collector: Collector, query = '') =>
  ((await (await ask(collector, `refusals/reasons${query}`)).json()) as { reasons: object[] }).reasons;

describe.each(Object.entries(places))('refusals in %s', (_, place) => {
  test('a refused event is noted with its reasons, its sender and a text that can be sent again; a good one is not', async () => {
    const collector = await collectorFor({ database: await place(), trustProxy: true });
    const wrong = anEvent({ tracked_at: 'yesterday', action: 'cart', session: 'own-session' });
    const batch = aBatch([anEvent(), wrong], { locale: 'es-UY', context: { shop: 'main' } });
    const before = Date.now();
    const answer = await send(collector, batch, { headers: { 'X-Forwarded-For': '203.0.113.77' } });
    const [, { errors = [] } = {}] = await resultsOf(answer);
    const { refusals, next } = await noted(collector, 1);
    const { events: _events, ...envelope } = batch;
    const text = JSON.stringify({ ...envelope, events: [wrong] });
    expect(next).toBeNull();
    expect(refusals).toEqual([
      {
        number: 1,
        business,
        received_at: expect.any(String),
        reason: `${errors[0]?.type}:${errors[0]?.parameter}`,
        description: errors.map(({ description }) => description).join(' '),
        action: 'cart',
        id: wrong.id,
        ip: '203.0.113.0',
        bytes: text.length,
        is_whole: true,
        text,
        resent_at: null,
      },
    ]);
    expect(Date.parse(refusals[0]?.received_at ?? '')).toBeGreaterThanOrEqual(before);
    expect(errors).toHaveLength(2);
  });

  test('a request that is refused as a whole is noted with as much of it as was read, and nothing of unknown businesses', async () => {
    const collector = await collectorFor({ database: await place() });
    await send(collector, '{"v":1,', { address: `${collector.endpoint}?b=nobody` });
    await send(collector, '{"v":1, "events": [ñ');
    await send(collector, 'x'.repeat(1_000_001));
    await send(collector, aBatch([anEvent()]), { origin: 'https://new.shop.example' });
    const { refusals } = await noted(collector, 3);
    expect(refusals.map(({ reason, bytes, text, is_whole }) => ({ reason, bytes, text, is_whole }))).toEqual([
      { reason: 'not_allowed:origin', bytes: expect.any(Number), text: '', is_whole: false },
      { reason: 'too_large:body', bytes: 1_000_001, text: '', is_whole: false },
      { reason: 'parameter_invalid:body', bytes: 21, text: '{"v":1, "events": [ñ', is_whole: true },
    ]);
    expect(refusals[0]?.description).toContain('https://new.shop.example');
  });

  test('of a large event only the beginning is kept, and it cannot be sent again', async () => {
    const collector = await collectorFor({ database: await place() });
    await send(collector, aBatch([anEvent({ action: 7, note: 'x'.repeat(20_000) })]));
    const [cut] = (await noted(collector, 1)).refusals;
    expect([cut?.is_whole, cut?.text.length]).toEqual([false, 4096]);
    expect(cut?.bytes).toBeGreaterThan(20_000);
    expect(await resend(collector, { numbers: [cut?.number, 999] })).toEqual({
      ...{ received: 0, duplicate: 0, rejected: 0 },
      skipped: { sent_before: 0, not_whole: 1, unknown: 1 },
    });
  });

  test('refusals are listed page by page, by business and reason, and counted by reason', async () => {
    const account = { name: 'Shop', origins: [shop] };
    const database = await place();
    const collector = await collectorFor({ database, businesses: { [business]: account, other: account } });
    await send(collector, aBatch([anEvent({ action: 1 }), anEvent({ action: 2 }), anEvent({ tracked_at: 'x' })]));
    const address = `${collector.endpoint}?b=other`;
    await send(collector, aBatch([anEvent({ action: 3 })], { business: 'other' }), { address });
    const { refusals, next } = await noted(collector, 4, '?limit=3');
    expect(refusals.map(({ business: of, action }) => [of, action])).toEqual([
      ['other', '3'],
      [business, 'cart.added'],
      [business, '2'],
    ]);
    expect((await listRefusals(collector, `?before=${next}`)).refusals.map(({ action }) => action)).toEqual(['1']);
    const filtered = await listRefusals(collector, `?business=${business}&reason=parameter_invalid:action`);
    expect([filtered.total, filtered.refusals.map(({ action }) => action)]).toEqual([2, ['2', '1']]);
    expect(await reasonsOf(collector)).toEqual([
      { reason: 'parameter_invalid:action', count: 3 },
      { reason: 'parameter_invalid:tracked_at', count: 1 },
    ]);
    expect(await reasonsOf(collector, '?business=other')).toEqual([{ reason: 'parameter_invalid:action', count: 1 }]);
  });

  test('an event whose cause is mended is sent again as it came, and is stored once however often that is done', async () => {
    const collector = await collectorFor({ database: await place() });
    const receivedAt = Date.now() - 3_600_000;
    const event = anEvent({ tracked_at: receivedAt / 1000 - 500 });
    const note = aNote(aBatch([event], { sent_at: receivedAt - 300_000, library: 'old/1' }), {
      receivedAt,
      ip: '203.0.113.0',
    });
    // As a release has noted it that did not know the action yet.
    await collector.store.keepRefusals([{ ...note, id: event.id }], bounds);
    const [{ number, reason } = { number: 0, reason: '' }] = (await listRefusals(collector)).refusals;
    expect(await resend(collector, { numbers: [number] })).toMatchObject({ received: 1, duplicate: 0, rejected: 0 });
    expect(await collector.store.events()).toMatchObject([
      {
        id: event.id,
        received_at: new Date(receivedAt).toISOString(),
        clock_skew: 300,
        ip: '203.0.113.0',
        library: 'old/1',
        session: '5b1f3c9e-2a77-4d0e-9c43-0f6a1d2b7e11',
      },
    ]);
    expect(await resend(collector, { numbers: [number] }), 'already sent').toEqual({
      ...{ received: 0, duplicate: 0, rejected: 0 },
      skipped: { sent_before: 1, not_whole: 0, unknown: 0 },
    });
    const [sent] = (await listRefusals(collector)).refusals;
    expect(sent).toMatchObject({ number, text: '', is_whole: false, resent_at: expect.any(String) });
    expect(await reasonsOf(collector)).toEqual([]);

    await collector.store.keepRefusals([{ ...note, id: null, text: `${note.text} ` }], bounds);
    expect(await resend(collector, { business, reason })).toMatchObject({ received: 0, duplicate: 1, rejected: 0 });
    expect(await collector.store.events()).toHaveLength(1);
  });

  test('what is refused again stays with the new reason, and the good events beside it are stored', async () => {
    const collector = await collectorFor({ database: await place() });
    const [good, bad] = [anEvent(), anEvent({ action: 7 })];
    const notes = [
      aNote(aBatch([{ ...bad, id: 'none' }])),
      aNote(aBatch([good, bad])),
      aNote({ v: 2, events: [] }),
      { ...aNote(aBatch([anEvent()])), business: 'gone' },
    ];
    await collector.store.keepRefusals(notes, bounds);
    const numbers = (await listRefusals(collector)).refusals.map(({ number }) => number);
    expect(await resend(collector, { numbers })).toMatchObject({ received: 1, duplicate: 0, rejected: 4 });
    expect((await collector.store.events()).map(({ id }) => id)).toEqual([good.id]);
    const { refusals } = await listRefusals(collector);
    expect(refusals.map(({ reason, resent_at, id }) => [reason, resent_at !== null, id])).toEqual([
      ['parameter_invalid:action', false, bad.id],
      ['not_allowed:b', false, null],
      ['parameter_invalid:v', false, null],
      ['not_allowed:action', true, null],
      ['parameter_invalid:id', false, null],
    ]);
  });

  test('a sender that repeats what was refused is noted once, also where the batch is another', async () => {
    const collector = await collectorFor({ database: await place() });
    const wrong = anEvent({ action: 7 });
    const nameless = { ...wrong, id: '1' };
    for (const more of [{ seq: 1 }, { seq: 2 }]) await send(collector, aBatch([wrong, { ...nameless, ...more }]));
    for (const body of ['{', '{', '[']) await send(collector, body);
    const { refusals } = await noted(collector, 5);
    expect(refusals.map(({ id, text }) => id ?? text).sort()).toEqual(['1', '1', '[', '{', wrong.id].sort());
  });

  test('each origin that is refused is noted, and once however often it comes', async () => {
    const collector = await collectorFor({ database: await place() });
    const origins = ['https://otra.example', 'https://otra2.example', 'https://www.shop.example'];
    for (const origin of [...origins, ...origins]) await send(collector, aBatch([anEvent()]), { origin });
    const { refusals } = await noted(collector, 3);
    const told = refusals.map(({ description }) => /The origin (\S+) /.exec(description)?.[1]);
    expect(told.sort()).toEqual(origins);
  });

  test('a flood of invented origins pushes out older ones, and of what others have sent a hundredth at most', async () => {
    const { store } = await collectorFor({ database: await place() });
    const limits = { rows: 200, bytes: 1e6 };
    const origin = (name: string) => ({
      ...aNote({}),
      ...{ reason: 'not_allowed:origin', description: `The origin https://${name} is not on the list.` },
      ...{ isWhole: false, text: '', bytes: 0 },
    });
    const notes = Array.from({ length: 200 }, (_, index) => ({ ...aNote({ index }), action: `${index}` }));
    await store.keepRefusals(notes, limits);
    await store.keepRefusals(
      Array.from({ length: 500 }, (_, index) => origin(`invented-${index}.example`)),
      limits,
    );
    const kept = (await store.refusals({ limit: 1000 })).refusals;
    const told = kept.filter(({ reason }) => reason === 'not_allowed:origin');
    expect(told.map(({ description }) => description)).toEqual(
      ['invented-499', 'invented-498'].map((name) => origin(`${name}.example`).description),
    );
    expect(kept).toHaveLength(200);
    await store.keepRefusals([origin('www.shop.example')], limits);
    expect((await store.refusals()).refusals[0]?.description).toContain('https://www.shop.example');
  });

  test('of each business only the latest refusals are kept, by number and by size', async () => {
    const { store } = await collectorFor({ database: await place() });
    const note = (action: string, of = business) => ({ ...aNote({ action }), action, business: of });
    for (let index = 0; index < 30; index++) await store.keepRefusals([note(`${index}`)], { rows: 10, bytes: 1e6 });
    await store.keepRefusals([note('other', 'other')], { rows: 10, bytes: 1e6 });
    const kept = (await store.refusals({ business })).refusals;
    expect(kept.map(({ action }) => action)).toEqual(Array.from({ length: 10 }, (_, index) => `${29 - index}`));
    await store.keepRefusals([note('last')], { rows: 10, bytes: 2000 });
    expect((await store.refusals({ business })).refusals.map(({ action }) => action)).toEqual(['last', '29', '28']);
    expect((await store.refusals({ business: 'other' })).total).toBe(1);
  });

  test('what came with a private key is kept while others flood, within the same bounds', async () => {
    const { store } = await collectorFor({ database: await place() });
    const note = (action: string, trusted: boolean) => {
      const one = aNote({ action });
      return { ...one, action, arrival: { ...one.arrival, trusted } };
    };
    const limits = { rows: 10, bytes: 1e6 };
    for (let index = 0; index < 12; index++) await store.keepRefusals([note(`server ${index}`, true)], limits);
    await store.keepRefusals(
      Array.from({ length: 30 }, (_, index) => note(`stranger ${index}`, false)),
      limits,
    );
    const kept = (await store.refusals()).refusals.map(({ action }) => action);
    expect(kept).toEqual(Array.from({ length: 10 }, (_, index) => `server ${11 - index}`));
  });

  test('an erasure reaches what was refused: by session and user, in a text that was cut, and in what is noted after it', async () => {
    const { store } = await collectorFor({ database: await place() });
    const named = (more: object) => ({ ...aNote({ note: Math.random() }), ...more });
    await store.keepRefusals(
      [
        named({ session: 'erase-me' }),
        named({ text: '{"session":"erase-me", no JSON' }),
        named({ text: 'x {"session":"erase-m' }),
        named({ description: 'The field "session" is "erase-me"; give another.' }),
        named({ session: 'keep-me', action: 'kept' }),
        named({ text: '{"session":"erase-me-not"}', action: 'longer' }),
        named({ session: 'erase-me', business: 'other', action: 'other' }),
      ],
      bounds,
    );
    await store.erase({ session: 'erase-me', business });
    const actions = async () => (await store.refusals()).refusals.map(({ action }) => action);
    expect(await actions()).toEqual(['other', 'longer', 'kept']);
    const late = named({ session: 'erase-me', received_at: new Date(Date.now() - 60_000).toISOString() });
    await store.keepRefusals([late], bounds);
    expect(await actions()).toHaveLength(3);
    await store.keepRefusals(
      [named({ user_id: '7', action: 'user' }), named({ text: '{"id":7, ', action: '7' })],
      bounds,
    );
    await store.erase({ user: '7', business });
    expect(await actions()).toEqual(['other', 'longer', 'kept']);
  });

  test('refusals go when they are older than the days', async () => {
    const { store } = await collectorFor({ database: await place() });
    const ago = (days: number) => ({
      ...aNote({ days }),
      received_at: new Date(Date.now() - days * 86_400_000).toISOString(),
      action: `${days}`,
    });
    await store.keepRefusals([ago(8), ago(6)], bounds);
    await store.sweepRefusals(7);
    expect((await store.refusals()).refusals.map(({ action }) => action)).toEqual(['6']);
  });

  test('texts that a database refuses are noted all the same', async () => {
    const collector = await collectorFor({ database: await place() });
    await send(collector, 'a\0b');
    await send(collector, aBatch([anEvent({ action: 'a\0\ud800b', id: '\0' })]));
    const { refusals } = await noted(collector, 2);
    expect(refusals.map(({ action, is_whole }) => [action, is_whole])).toEqual([
      ['a\ufffdb', true],
      [null, false],
    ]);
  });
});

test('a flood of a stranger leaves room for what the shop’s own server has sent', async () => {
  const collector = await collectorWithKey({}, { rateLimit: { perMinute: 100_000 } });
  for (let times = 0; times < 2; times++) {
    await send(collector, aBatch(Array.from({ length: 1000 }, () => anEvent({ action: 7 }))));
  }
  const own = anEvent({ action: 8 });
  await sendAsServer(collector, aBatch([own]));
  const ownIs = async () => (await listRefusals(collector)).refusals.some(({ id }) => id === own.id);
  await expect.poll(ownIs, { timeout: 20_000, interval: 300 }).toBe(true);
});

test('refusals are counted by reason for Prometheus, and a flood of them is answered as ever and noted in part', async () => {
  const collector = await collectorFor({ rateLimit: { perMinute: 100_000 } });
  const events = () => Array.from({ length: 800 }, () => anEvent({ action: 7 }));
  for (let times = 0; times < 2; times++) {
    const response = await send(collector, aBatch(events()));
    expect((await resultsOf(response)).every(({ status }) => status === 'rejected')).toBe(true);
  }
  for (let times = 0; times < 20; times++) expect((await send(collector, 'no JSON')).status).toBe(400);
  const { text } = await rawRequest(`${collector.url}/metrics`);
  expect(text).toContain('vitrina_refusals_total{reason="parameter_invalid:action"} 1600');
  expect(text).toContain('vitrina_refusals_total{reason="parameter_invalid:body"} 20');
  expect(Number(/vitrina_refusals_dropped_total (\d+)/.exec(text)?.[1])).toBeGreaterThanOrEqual(500);
  expect((await resultsOf(await send(collector, aBatch([anEvent()]))))[0]?.status).toBe('received');
});

test('an event of an action that was left to servers is sent again after the option was changed, and is as little trusted as it was', async () => {
  const account = { name: 'Demo', origins: [shop] };
  const collector = await collectorFor({ businesses: { [business]: { ...account, trustedOnly: ['order.shipped'] } } });
  const event = anEvent({ action: 'order.shipped' });
  await send(collector, aBatch([event]));
  const [{ number, reason } = { number: 0, reason: '' }] = (await noted(collector, 1)).refusals;
  expect(reason).toBe('not_allowed:action');
  expect(await resend(collector, { numbers: [number] })).toMatchObject({ received: 0, duplicate: 0, rejected: 1 });
  collector.reload({ businesses: { [business]: { ...account, trustedOnly: [] } } });
  expect(await resend(collector, { numbers: [number] })).toMatchObject({ received: 1, duplicate: 0, rejected: 0 });
  expect(await collector.store.events()).toMatchObject([{ id: event.id, trusted: false }]);
});

test('with days of 0 nothing that was refused is kept, and it is counted all the same', async () => {
  const collector = await collectorFor({ refusals: { days: 0 } });
  await send(collector, aBatch([anEvent({ action: 7 })]));
  await send(collector, '{');
  await collector.reload({ businesses: { [business]: { name: 'Demo', origins: [shop] } } });
  await send(collector, '[');
  expect((await noted(collector, 1)).refusals[0]?.text).toBe('[');
  const { text } = await rawRequest(`${collector.url}/metrics`);
  expect(text).toContain('vitrina_refusals_total{reason="parameter_invalid:action"} 1');
});

test.each([
  [{ days: -1 }, 'refusals.days'],
  [{ rows: 1.5 }, 'refusals.rows'],
  [{ bytes: 0 }, 'refusals.bytes'],
  [{ weeks: 1 } as object, 'refusals.weeks'],
])('a wrong limit of refusals is refused at the start: %o', async (refusals, name) => {
  await expect(collectorFor({ refusals })).rejects.toThrow(`The option ${name} is`);
});

test('refusals are sent again only by the header of the inspector, and by a body that names some', async () => {
  const collector = await collectorFor();
  const post = (body: string, headers: Record<string, string> = { 'X-Vitrina': 'resend' }) =>
    ask(collector, 'refusals/resend', { method: 'POST', body, headers });
  expect((await post('{"numbers":[1]}', {})).status).toBe(403);
  for (const body of ['', 'x', 'null', '{}', '{"numbers":"1"}', '{"numbers":[1.5]}', '{"business":"xy76ks"}']) {
    const response = await post(body);
    expect([body, response.status]).toEqual([body, 400]);
    expect(await response.text()).toMatch(/"description":"[A-Z]/);
  }
  const unknown = await post('{"reason":"no_such:reason"}');
  expect([unknown.status, await unknown.text()]).toEqual([404, expect.stringContaining('no_such:reason')]);
  const stranger = await rawRequest(
    `${collector.url}/inspector/api/refusals/resend`,
    { 'X-Vitrina': 'resend' },
    'POST',
  );
  expect(stranger.status).toBe(401);
});
