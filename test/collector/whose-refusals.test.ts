// @vitest-environment node
import { describe, expect, test } from 'vitest';
import { type Collector, startCollector } from '../../collector/src/index.ts';
import type { RefusalNote } from '../../collector/src/store/refusals.ts';
import { aBatch, anEvent, ask, business, collectorFor, send } from './support/collector-harness.ts';
import { databaseFile } from './support/database-file.ts';
import { sharedPostgres } from './support/shared-postgres.ts';
import { aNote } from './support/refusal-note.ts';
import { record } from './support/records.ts';
import { listRefusals, resend } from './support/refusals.ts';

const postgres = sharedPostgres();

const places = { 'a file': databaseFile, PostgreSQL: () => postgres.newDatabase() };

const bounds = { rows: 100, bytes: 1_000_000 };
const laptop = 'laptop-12345678';
const by = (id: unknown, source?: string) => ({ user_parameters: { id, source } });

/** A refused event as a collector notes it, told apart by its action. */
const refused = (action: string, event: object, batch: object = {}): RefusalNote => ({
  ...aNote(aBatch([anEvent({ action, ...event })], { session: undefined, ...batch })),
  action,
});

const actionsIn = async ({ store }: Pick<Collector, 'store'>) =>
  (await store.refusals()).refusals.map(({ action }) => action).sort();

const refusedOf = async (collector: Collector, query: string) => {
  const response = await ask(collector, `person?${query}`);
  const { refusals } = (await response.json()) as { refusals: { text: string }[] };
  return refusals.map(({ text }) => (JSON.parse(text) as { events: { action: string }[] }).events[0]?.action).sort();
};

const deadLettersOf = async ({ store }: Collector) =>
  (await store.deadLetters()).deadLetters.flatMap(({ reason, bytes }) => (bytes > 0 ? [reason] : [])).sort();

async function keepDeadLetters({ store }: Collector, bodies: Record<string, object>) {
  for (const [reason, body] of Object.entries(bodies)) {
    const text = JSON.stringify(aBatch([anEvent(body)], { session: undefined }));
    await store.keepDeadLetter({
      ...{ message: `${reason}@1`, business, reason, headers: {} },
      body: new TextEncoder().encode(text),
    });
  }
}

describe.each(Object.entries(places))('whose refusals and dead letters are, in %s', (_, place) => {
  test('a short id of a user is no quantity, no version and no product', async () => {
    const collector = await collectorFor({ database: await place() });
    const bodies = {
      'a.theirs': by('1', 'shop'),
      'a.number': by(1, 'shop'),
      'a.of_customer': { metadata: { customer: { id: 1 } } },
      'b.quantity': { object_parameters: { items: [{ product: { id: '1' }, quantity: 1 }] } },
      'b.version': {},
      'b.another': by('12', 'shop'),
    };
    await collector.store.keepRefusals(
      Object.entries(bodies).map(([action, body]) => refused(action, body)),
      bounds,
    );
    await keepDeadLetters(collector, bodies);
    expect(await refusedOf(collector, 'user=1')).toEqual(['a.number', 'a.of_customer', 'a.theirs']);
    await collector.store.erase({ user: '1', business });
    expect(await actionsIn(collector)).toEqual(['b.another', 'b.quantity', 'b.version']);
    expect(await deadLettersOf(collector)).toEqual(['b.another', 'b.quantity', 'b.version']);
  });

  test('an id that begins like another one is another one', async () => {
    const collector = await collectorFor({ database: await place() });
    const bodies = { theirs: by('customer-1'), another: by('customer-10'), third: by('a-customer-1') };
    await keepDeadLetters(collector, bodies);
    await collector.store.erase({ user: 'customer-1', business });
    expect(await deadLettersOf(collector)).toEqual(['another', 'third']);
  });

  test('the same id on another platform is another person, for the download as for the erasure', async () => {
    const collector = await collectorFor({ database: await place() });
    await collector.store.put([
      record({ user_id: 'customer-7', user_source: 'shop' }),
      record({ user_id: 'customer-7', user_source: 'market' }),
    ]);
    const long = { note: 'x'.repeat(20_000) };
    await collector.store.keepRefusals(
      [
        refused('a.shop', by('customer-7', 'shop')),
        refused('b.market', by('customer-7', 'market')),
        refused('b.without', by('customer-7')),
        {
          ...refused('b.cut', {}),
          user_id: 'customer-7',
          text: JSON.stringify(anEvent({ ...by('customer-7', 'market'), ...long })).slice(0, 4096),
          isWhole: false,
        },
      ],
      bounds,
    );
    expect(await refusedOf(collector, `user=customer-7&source=shop&business=${business}`)).toEqual(['a.shop']);
    await collector.store.erase({ user: 'customer-7', source: 'shop', business });
    expect(await actionsIn(collector)).toEqual(['b.cut', 'b.market', 'b.without']);
  });

  test('what names another user in the same browser is the other’s; what names nobody there is theirs', async () => {
    const collector = await collectorFor({ database: await place() });
    await collector.store.put([record({ session: laptop, user_id: 'customer-7' })]);
    await collector.store.keepRefusals(
      [
        refused('a.nobody', { session: laptop }),
        refused('a.nobody_in_batch', {}, { session: laptop }),
        refused('b.neighbour', { session: laptop, ...by('customer-8') }),
        refused('b.neighbour_in_context', { session: laptop }, { context: by('customer-8') }),
      ],
      bounds,
    );
    const theirs = ['a.nobody', 'a.nobody_in_batch'];
    expect(await refusedOf(collector, `user=customer-7&business=${business}`)).toEqual(theirs);
    await collector.store.erase({ user: 'customer-7', business });
    expect(await actionsIn(collector)).toEqual(['b.neighbour', 'b.neighbour_in_context']);
  });

  test('the number of an order is looked for where orders are named', async () => {
    const collector = await collectorFor({ database: await place() });
    const order = { reference: 5, items: [{ product: { reference: '6' }, quantity: 5 }] };
    await collector.store.keepRefusals(
      [
        refused('order.placed', { object_parameters: order }),
        refused('order.of_metadata', { metadata: { order_id: '5' } }),
        refused('product.viewed', { object_parameters: { reference: '5', price: { amount: 5 } } }),
        { ...aNote({}), action: 'damaged', text: '{"object_parameters": {"order": "5"}, ' },
      ],
      bounds,
    );
    await collector.store.erase({ order: '5', business });
    expect(await actionsIn(collector)).toEqual(['product.viewed']);
  });

  test('what was refused before an erasure and is noted after it is forgotten, by the platform and by every event in it', async () => {
    const { store } = await collectorFor({ database: await place() });
    await store.put([record({ user_id: 'customer-7', user_source: 'shop', session: laptop })]);
    await store.erase({ user: 'customer-7', source: 'shop', business });
    await store.erase({ order: 'CO-7', business });
    const before = new Date(Date.now() - 60_000).toISOString();
    const whole = aBatch([anEvent(), anEvent(by('customer-7', 'shop'))], { v: 2, session: undefined });
    const notes = [
      { ...refused('a.theirs', by('customer-7', 'shop')), user_id: 'customer-7' },
      refused('a.session', { session: laptop }),
      { ...aNote(whole), action: 'a.whole' },
      refused('order.placed', { object_parameters: { reference: 'CO-7' } }),
      { ...refused('b.other_platform', by('customer-7', 'market')), user_id: 'customer-7' },
      refused('b.neighbour', { session: laptop, ...by('customer-8') }),
    ];
    await store.keepRefusals(
      notes.map((note) => ({ ...note, received_at: before })),
      bounds,
    );
    expect(await actionsIn({ store })).toEqual(['b.neighbour', 'b.other_platform']);
  });

  test('what was refused before an erasure and is sent again after it brings nobody back', async () => {
    const collector = await collectorFor({ database: await place() });
    const receivedAt = Date.now() - 60_000;
    const [theirs, other] = [anEvent(by('customer-7')), anEvent(by('customer-8'))];
    await collector.store.erase({ user: 'customer-7', business });
    // As it is where it was read before the erasure, or where nothing in it told whose it is.
    const text = JSON.stringify(aBatch([theirs, other]));
    const note = { ...aNote({}, { receivedAt }), text, received_at: new Date().toISOString() };
    await collector.store.keepRefusals([note], bounds);
    const [{ number } = { number: 0 }] = (await listRefusals(collector)).refusals;
    expect(await resend(collector, { numbers: [number] })).toMatchObject({ received: 2, duplicate: 0, rejected: 0 });
    expect((await collector.store.events()).map(({ id }) => id)).toEqual([other.id]);
    expect((await collector.store.profiles()).map(({ user_id }) => user_id)).toEqual(['customer-8']);
  });

  test('a stranger who has worked out the id of a server’s event cannot keep its refusal from being noted', async () => {
    const { store } = await collectorFor({ database: await place() });
    const event = anEvent({ action: 'order.confirmed', tracked_at: 'soon' });
    const note = { ...aNote(aBatch([event])), id: event.id, reason: 'parameter_invalid:tracked_at' };
    const told = (trusted: boolean, amount: number) => ({
      ...note,
      arrival: { ...note.arrival, trusted },
      text: JSON.stringify(aBatch([{ ...event, amount }])),
    });
    await store.keepRefusals([told(false, 1)], bounds);
    await store.keepRefusals([told(true, 90), told(true, 90), told(false, 2)], bounds);
    const { refusals } = await store.refusals();
    expect(refusals.map(({ text }) => /"amount":(\d+)/.exec(text)?.[1])).toEqual(['90', '1']);
  });
});

test('an id that is written with escapes, and one with a quote in it, are found', async () => {
  const { store } = await collectorFor();
  const texts = ['{"user_parameters":{"id":"m\\u0061ria-1234"}}', '{"user_parameters":{"id":"say \\"maria\\""}}'];
  await store.keepRefusals(
    texts.map((text) => ({ ...aNote({}), text })),
    bounds,
  );
  for (const user of ['maria-1234', 'say "maria"']) {
    expect((await store.erase({ user, business })).counts.refusals).toBe(1);
  }
});

test('a body that is nested thousands of levels deep is noted, and an erasure looks through it', async () => {
  const collector = await collectorFor();
  const deep = (inner: string) => `${'['.repeat(7000)}"${inner}"${']'.repeat(7000)}`;
  await send(collector, `{"a":${deep('customer-7')}}`);
  await send(collector, `{"a":${deep('customer-8')}}`);
  await expect.poll(async () => (await listRefusals(collector)).total, { timeout: 10_000 }).toBe(2);
  expect((await collector.store.erase({ user: 'customer-7', business })).counts.refusals).toBe(1);
});

test('texts that are made to be looked through for long are looked through at once', async () => {
  const collector = await startCollector({ database: ':memory:', businesses: {} });
  try {
    const texts = ['"'.repeat(16_000), '"user'.repeat(3000), `"${'user'.repeat(4000)}`, `"id":${' '.repeat(16_000)}`];
    const notes = texts.flatMap((text) =>
      Array.from({ length: 20 }, (_, index) => ({ ...aNote({}), text: `${text}x${index}` })),
    );
    await collector.store.keepRefusals(notes, { rows: 1000, bytes: 100_000_000 });
    expect((await collector.store.erase({ user: '7', business })).counts.refusals).toBe(0);
  } finally {
    await collector.close();
  }
});
