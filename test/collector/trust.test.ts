// @vitest-environment node
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Collector } from '../../collector/src/index.ts';
import { openStore } from '../../collector/src/store/open-store.ts';
import { command } from './support/command.ts';
import { aBatch, anEvent, ask, atEnd, collectorFor, resultsOf, send } from './support/collector-harness.ts';
import { startNats } from './support/nats.ts';
import { sharedPostgres } from './support/shared-postgres.ts';
import { record } from './support/records.ts';
import { collectorWithKey, sendAsServer } from './support/servers.ts';

const postgres = sharedPostgres();

async function file() {
  const folder = await mkdtemp(join(tmpdir(), 'trust-'));
  atEnd(() => rm(folder, { recursive: true, force: true }));
  return join(folder, 'events.db');
}

/** Collectors whose events go different ways into different databases. */
const ways: Record<string, () => Promise<Collector>> = {
  'a file': async () => collectorWithKey({}, { database: await file() }),
  PostgreSQL: async () => collectorWithKey({}, { database: await postgres.newDatabase() }),
  'a stream': async () => collectorWithKey({}, { stream: (await startNats()).url }),
};

const order = { object_parameters: { reference: '1001', items: [{ product: 'mate', quantity: 1 }] } };

describe.each(Object.entries(ways))('by way of %s', (_, start) => {
  test('an event is trusted if it came with a private key, whatever it says of itself', async () => {
    const collector = await start();
    const lies = { trusted: true, invalid: null };
    const told = ['order.confirmed', 'order.placed'].map((action) => anEvent({ action, ...lies }));
    const answer = await send(collector, aBatch(told, { trusted: true, context: lies }));
    expect((await resultsOf(answer)).map(({ status }) => status)).toEqual(['rejected', 'received']);
    const truth = anEvent({ action: 'order.confirmed', trusted: false, invalid: 'no', ...order });
    await sendAsServer(collector, aBatch([truth]));
    const rows = () => collector.store.events();
    await expect.poll(async () => (await rows()).length, { timeout: 20_000 }).toBe(2);
    expect(await rows()).toMatchObject([
      { action: 'order.placed', trusted: false, invalid: [{ parameter: 'object_parameters' }] },
      { action: 'order.confirmed', trusted: true, invalid: null },
    ]);
  });

  test('what is wrong with an event, and does not keep it from being stored, is marked with reasons', async () => {
    const collector = await start();
    const response = await send(collector, aBatch([anEvent({ amount: -5, currency: 'UYP' })]));
    expect(await resultsOf(response)).toMatchObject([{ status: 'received' }]);
    await expect.poll(async () => (await collector.store.events()).length, { timeout: 20_000 }).toBe(1);
    const [row] = await collector.store.events();
    expect(row).toMatchObject({
      amount: -5,
      currency: 'UYP',
      invalid: [
        {
          type: 'parameter_invalid',
          parameter: 'amount',
          description: 'The field "amount" is -5; give a number of 0 or more.',
        },
        {
          type: 'parameter_invalid',
          parameter: 'currency',
          description:
            'The field "currency" is "UYP"; give the code of a currency by ISO 4217 in capitals, such as "UYU".',
        },
      ],
    });
  });
});

describe('what is marked', () => {
  const described = (more: object) => ({ object_parameters: { ...order.object_parameters, ...more } });
  const money = { amount: 89.9, currency: 'UYU' };

  test.each<[string, object, string[]]>([
    ['an order as it should be', { action: 'order.placed', ...money, ...order }, []],
    ['an order that the server knows by its id', { action: 'order.placed', object: 'ord_1', ...money }, []],
    ['an order without a description', { action: 'order.placed', ...money }, ['missing object_parameters']],
    [
      'an order with an empty id and no description',
      { action: 'order.placed', object: '' },
      ['missing object_parameters'],
    ],
    [
      'an order without number and items',
      { action: 'order.confirmed', object_parameters: {} },
      ['missing object_parameters.reference', 'missing object_parameters.items'],
    ],
    [
      'an order with an empty number and nothing in it',
      { action: 'order.placed', ...described({ reference: '', items: [] }) },
      ['invalid object_parameters.reference', 'invalid object_parameters.items'],
    ],
    ['an order whose number is one', { action: 'order.placed', ...described({ reference: 1001 }) }, []],
    [
      'items that are no list',
      { action: 'order.placed', ...described({ items: 'mate' }) },
      ['invalid object_parameters.items'],
    ],
    ['a shipped order, which needs no items', { action: 'order.shipped', ...described({ items: undefined }) }, []],
    [
      'a shipped order without its number',
      { action: 'order.shipped', object_parameters: {} },
      ['missing object_parameters.reference'],
    ],
    ['an order whose amount has no currency', { action: 'order.placed', amount: 5, ...order }, ['missing currency']],
    ['an action of its own with an amount alone', { action: 'button.pressed', amount: 5 }, []],
    ['an amount that is a text', { amount: '89.90' }, ['invalid amount']],
    ['no amount', { amount: null, currency: null }, []],
    ['an amount of 0', { amount: 0, currency: 'USD' }, []],
    ['a currency in small letters', { amount: 5, currency: 'uyu' }, ['invalid currency']],
    ['a coin that is no currency', { amount: 5, currency: 'BTC' }, ['invalid currency']],
    ['a unit in which flats are sold', { amount: 5, currency: 'CLF' }, []],
    [
      'a total below 0',
      described({ total: { amount: -1, currency: 'UYU' } }),
      ['invalid object_parameters.total.amount'],
    ],
    [
      'a total in no currency',
      described({ total: { amount: 1, currency: '$' } }),
      ['invalid object_parameters.total.currency'],
    ],
    ['a description that is a text', { object_parameters: 'mate' }, ['invalid object_parameters']],
  ])('of %s', async (_, fields, expected) => {
    const collector = await collectorWithKey();
    const response = await sendAsServer(collector, aBatch([anEvent(fields)]));
    expect(await resultsOf(response)).toMatchObject([{ status: 'received' }]);
    const [row] = await collector.store.events();
    const found = (row?.invalid ?? []).map(({ type, parameter }) => `${type.replace('parameter_', '')} ${parameter}`);
    expect(found).toEqual(expected);
    expect(row?.invalid).toEqual(expected.length > 0 ? expect.anything() : null);
  });

  test('is not what the schema calls an error: such an event is rejected, and nothing of it is stored', async () => {
    const collector = await collectorFor();
    const results = await resultsOf(await send(collector, aBatch([anEvent({ action: 'Order placed', amount: -5 })])));
    expect(results).toMatchObject([{ status: 'rejected', errors: [{ parameter: 'action' }] }]);
    expect(await collector.store.events()).toEqual([]);
  });
});

test('the inspector answers who told an event, and what is wrong with it', async () => {
  const collector = await collectorWithKey();
  await sendAsServer(collector, aBatch([anEvent({ amount: -5 })]));
  const [row] = ((await (await ask(collector, 'events')).json()) as { events: object[] }).events;
  expect(row).toMatchObject({ trusted: true, invalid: [{ type: 'parameter_invalid', parameter: 'amount' }] });
});

test('a copy into the other database keeps who told an event and what is wrong with it', async () => {
  const database = await file();
  const store = await openStore(database);
  const invalid = [{ type: 'parameter_invalid', parameter: 'amount', description: 'The field "amount" is -5.' }];
  await store.put([record({ trusted: true, invalid }), record()]);
  await store.close();
  const address = await postgres.newDatabase();
  expect((await command('copy', '--from', database, '--to', address)).errors).toBe('');
  const target = await openStore(address);
  atEnd(target.close);
  expect(await target.events()).toMatchObject([
    { trusted: true, invalid },
    { trusted: false, invalid: null },
  ]);
});
