// @vitest-environment node
import { describe, expect, test } from 'vitest';
import type { Collector, Funnel } from '../../collector/src/index.ts';
import { ask, collectorFor } from './support/collector-harness.ts';
import { databaseFile } from './support/database-file.ts';
import { sharedPostgres } from './support/shared-postgres.ts';
import { record } from './support/records.ts';

const postgres = sharedPostgres();

const actions = ['product.viewed', 'cart.added', 'checkout.started', 'order.placed'];

/** Visitors, and those of each step. */
async function funnelOf(collector: Collector, parameters: Record<string, string>): Promise<number[]> {
  const response = await ask(collector, `funnel?${new URLSearchParams(parameters).toString()}`);
  expect(response.status).toBe(200);
  const { visitors, steps } = (await response.json()) as Funnel;
  expect(steps.map(({ action }) => action)).toEqual(actions);
  return [visitors, ...steps.map((step) => step.visitors)];
}

describe.each([
  ['a file', databaseFile],
  ['PostgreSQL', () => postgres.newDatabase()],
])('the funnel in %s', (_, place) => {
  test('counts each visitor once with the furthest step, wherever in the time it was and whatever the index has', async () => {
    const collector = await collectorFor({ database: await place() });
    const whole = Math.floor(Date.now() / 3_600_000 - 5) * 3600;
    const [from, to] = [whole - 600, whole + 7800];
    const [before, begin, middle, end, after] = [whole - 700, whole - 300, whole + 100, whole + 7300, whole + 7900];
    const seen = (session: string | null, action: string, tracked_at: number, more: object = {}) =>
      record({ session, action, tracked_at, ...more });
    await collector.store.put([
      seen('looker', 'product.viewed', middle),
      seen('looker', 'product.viewed', end),
      seen('looker', 'order.placed', after),
      seen('passer', 'page.viewed', begin),
      seen('carter', 'cart.added', begin),
      seen('carter', 'product.viewed', middle),
      // Neither product nor checkout was told.
      seen('buyer', 'cart.added', middle),
      seen('buyer', 'order.placed', end),
      seen('early', 'checkout.started', before),
      seen('early', 'page.viewed', middle),
      seen(null, 'order.placed', middle, { trusted: true }),
      seen('elsewhere', 'checkout.started', middle, { business: 'Other' }),
    ]);
    const range = { from: String(from), to: String(to) };
    const filters: [Record<string, string>, number[]][] = [
      [range, [6, 4, 3, 2, 1]],
      [{ ...range, business: 'Other' }, [1, 1, 1, 1, 0]],
      [{ ...range, session: 'buyer' }, [1, 1, 1, 1, 1]],
      [{ ...range, trusted: '1' }, [0, 0, 0, 0, 0]],
      [{ from: String(whole - 600_000), to: String(whole + 9000) }, [6, 5, 5, 4, 2]],
      [{ from: String(begin), to: String(begin + 1) }, [2, 1, 1, 0, 0]],
    ];
    do {
      for (const [filter, numbers] of filters) {
        expect([filter, await funnelOf(collector, filter)]).toEqual([filter, numbers]);
      }
    } while ((await collector.store.fillIndex(4)) > 0);
  });

  test('is narrowed to who came by a campaign, and names the campaigns of the time with their visitors', async () => {
    const collector = await collectorFor({ database: await place() });
    const whole = Math.floor(Date.now() / 3_600_000 - 5) * 3600;
    const by = (campaign: unknown) => ({ event: JSON.stringify({ utm_params: { source: 'mail', campaign } }) });
    const seen = (session: string, action: string, hour: number, more: object = {}) =>
      record({ session, action, tracked_at: whole + hour * 3600 + 100, ...more });
    await collector.store.put([
      seen('buyer', 'product.viewed', 0, by('spring')),
      seen('buyer', 'order.placed', 2),
      seen('looker', 'product.viewed', 1, by(' spring ')),
      seen('looker', 'page.viewed', 1, by('summer')),
      seen('other', 'cart.added', 1, by('summer')),
      seen('earlier', 'cart.added', -3, by('spring')),
      seen('earlier', 'cart.added', 1),
      seen('elsewhere', 'cart.added', 1, { ...by('spring'), business: 'Other' }),
      ...['', null, 7, {}].map((campaign, index) => seen(`odd-${index}`, 'page.viewed', 1, by(campaign))),
    ]);
    while ((await collector.store.fillIndex(4)) > 0);
    const range = { from: String(whole), to: String(whole + 4 * 3600), business: 'xy76ks' };
    const spring = { ...range, campaign: 'spring' };
    expect(await funnelOf(collector, spring)).toEqual([2, 2, 1, 1, 1]);
    expect(await funnelOf(collector, { ...range, campaign: 'summer' })).toEqual([2, 2, 1, 0, 0]);
    expect(await funnelOf(collector, { ...range, campaign: 'winter' })).toEqual([0, 0, 0, 0, 0]);
    expect(await funnelOf(collector, { ...spring, to: String(whole + 1800) })).toEqual([1, 1, 0, 0, 0]);
    expect(await funnelOf(collector, range)).toEqual([8, 4, 3, 1, 1]);
    const campaignsOf = async () =>
      ((await (await ask(collector, `funnel?${new URLSearchParams(range).toString()}`)).json()) as Funnel).campaigns;
    expect(await campaignsOf()).toEqual([
      { campaign: 'spring', visitors: 2 },
      { campaign: 'summer', visitors: 2 },
    ]);
    // What begins with the end of the time is none of it.
    const first = { ...range, to: String(whole + 3600) };
    const asked = await ask(collector, `funnel?${new URLSearchParams(first).toString()}`);
    expect(((await asked.json()) as Funnel).campaigns).toEqual([{ campaign: 'spring', visitors: 1 }]);
    expect(await funnelOf(collector, { ...first, campaign: 'summer' })).toEqual([0, 0, 0, 0, 0]);
    expect(await funnelOf(collector, { ...first, from: String(whole - 3600), campaign: 'spring' })).toEqual([
      1, 1, 0, 0, 0,
    ]);
    await collector.store.erase({ session: 'buyer', business: 'xy76ks' });
    expect(await campaignsOf()).toContainEqual({ campaign: 'spring', visitors: 1 });
    expect(await funnelOf(collector, spring)).toEqual([1, 1, 0, 0, 0]);
  });

  test('is asked for people and a time alone, since words and actions find events', async () => {
    const collector = await collectorFor({ database: await place() });
    const response = await ask(collector, 'funnel?q=mate');
    expect([response.status, await response.json()]).toMatchObject([400, { errors: [{ parameter: 'q' }] }]);
    expect(await funnelOf(collector, { minutes: '60' })).toEqual([0, 0, 0, 0, 0]);
  });
});
