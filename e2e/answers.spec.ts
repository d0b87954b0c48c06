import type { Page } from '@playwright/test';
import type { Collector, Fault } from '../collector/src/index.ts';
import { expect, test } from './support/fixtures.ts';
import type { PageServer } from './support/page-server.ts';
import type { Stored } from './support/stored-events.ts';
import { countQueued, hasFailed, numbers, openOnClock, roundTrip, track, trackOnly } from './support/tracked-page.ts';

test.beforeEach(({ console }) => console.allow(/^error: Failed to load resource: .*\/v1\/events/));

const start = async (page: Page, site: PageServer, collector: Collector, stored: Stored) => {
  await openOnClock(page, site, collector, stored);
  await page.evaluate(() => {
    window.dropped = [];
    window.vitrina.on('dropped', (event, reason) => window.dropped.push([event.object, reason]));
  });
  await page.clock.fastForward(1000);
};

declare global {
  interface Window {
    dropped: unknown[];
  }
}

const wrongAddresses: [string, Fault][] = [
  [
    'a page of HTML with status 200',
    { kind: 'status', status: 200, headers: { 'Content-Type': 'text/html' }, body: '<!doctype html><p>Welcome' },
  ],
  ['a redirect', { kind: 'status', status: 302, headers: { Location: '/elsewhere' } }],
  ['not found', { kind: 'status', status: 404 }],
  ['an unknown account', { kind: 'status', status: 401 }],
];

for (const [answer, fault] of wrongAddresses) {
  test(`no event is dropped where the address answers ${answer}, and the console says so once`, async ({
    page,
    site,
    collector,
    stored,
    console,
  }) => {
    const sentence = /^error: vitrina: .* answered \d+/;
    console.allow(sentence);
    await start(page, site, collector, stored);
    collector.fault(fault);
    await trackOnly(page, '1');
    await expect.poll(() => console.said(sentence)).toHaveLength(1);
    await trackOnly(page, '2');
    await page.clock.fastForward(240_000);
    await roundTrip(page, collector);
    expect(collector.requests().posts, 'five minutes are kept').toBe(2);
    await page.clock.fastForward(61_000);
    await hasFailed(page, 2);
    expect(collector.requests().posts).toBe(3);
    expect(await countQueued(page)).toBe(2);
    collector.fault(null);
    await page.clock.fastForward(301_000);
    await expect.poll(() => stored.objects()).toEqual(['1', '2']);
    await expect.poll(() => countQueued(page)).toBe(0);
    expect(console.said(sentence), 'said once').toHaveLength(1);
    expect(console.said(sentence)[0]).toContain(collector.endpoint);
    expect(await page.evaluate(() => window.dropped)).toEqual([]);
  });
}

const acceptances: [string, Fault][] = [
  ['204 and nothing', { kind: 'status', status: 204, commit: true }],
  ['200 and nothing', { kind: 'status', status: 200, commit: true }],
  ['202 and an empty object', { kind: 'status', status: 202, body: '{}', commit: true }],
  [
    'results for ids that it was not sent',
    {
      kind: 'status',
      status: 200,
      body: '{"results":[{"id":"0193b2c4-0000-7000-8000-000000000000","status":"rejected"}]}',
      commit: true,
    },
  ],
];

for (const [answer, fault] of acceptances) {
  test(`an answer of ${answer} accepts the events`, async ({ page, site, collector, stored }) => {
    await start(page, site, collector, stored);
    collector.fault(fault);
    expect(await track(page, '1')).toMatchObject({ succeeded: true, status: fault.status });
    expect(await countQueued(page)).toBe(0);
    expect(await stored.objects()).toEqual(['1']);
    expect(collector.requests().events).toBe(2);
  });
}

test('one bad event in twenty is found and dropped alone, though the answer does not say which it is', async ({
  page,
  site,
  collector,
  stored,
}) => {
  await start(page, site, collector, stored);
  collector.fault({ kind: 'status', status: 400, containing: '"object":"13"' });
  await trackOnly(page, ...numbers(20));
  // Two refusals in a row may be the collector's fault, so the search waits in between.
  await expect(async () => {
    await page.clock.fastForward(5_000);
    expect(await countQueued(page)).toBe(0);
  }).toPass();
  expect((await stored.objects()).sort()).toEqual(
    numbers(20)
      .filter((object) => object !== '13')
      .sort(),
  );
  expect(await page.evaluate(() => window.dropped)).toEqual([['13', 'refused']]);
  expect((await track(page, '21')).succeeded).toBe(true);
});

test('an event that the collector refuses is dropped with the reason, and the others are stored', async ({
  page,
  site,
  collector,
  stored,
}) => {
  await start(page, site, collector, stored);
  // The clock stands still while the answer is on its way, so no call is answered because it takes too long.
  await page.clock.pauseAt(Date.now() + 60_000);
  const told = page.evaluate(() =>
    Promise.all([
      window.vitrina.track('test.done', { object: '1' }),
      window.vitrina.track('test.done', { object: '2', tracked_at: Date.now() }),
      window.vitrina.track('test.done', { object: '3' }),
    ]),
  );
  await page.clock.runFor(1_000);
  const answers = await told;
  expect(answers.map(({ succeeded, failed }) => [succeeded, failed])).toEqual([
    [true, false],
    [false, true],
    [true, false],
  ]);
  expect(answers[1]?.errors).toMatchObject([{ type: 'parameter_invalid', parameter: 'tracked_at' }]);
  expect(await stored.objects()).toEqual(['1', '3']);
  expect(await page.evaluate(() => window.dropped)).toEqual([['2', 'refused']]);
});

test('events stay in the queue while a collector refuses everything', async ({ page, site, collector, stored }) => {
  await start(page, site, collector, stored);
  collector.fault({ kind: 'status', status: 400, body: '{"errors":[]}' });
  await trackOnly(page, ...numbers(8));
  const refusals = () => collector.requests().recent.filter(({ status }) => status === 400).length;
  for (let round = 0; round < 12; round++) {
    const before = refusals();
    // A request that the clock has overtaken is given up, and made again after another wait.
    await expect(async () => {
      await page.clock.fastForward(301_000);
      await roundTrip(page, collector);
      expect(refusals()).toBeGreaterThan(before);
    }).toPass();
  }
  expect(await countQueued(page)).toBe(8);
  expect(await page.evaluate(() => window.dropped)).toEqual([]);
  collector.fault(null);
  await expect(async () => {
    await page.clock.fastForward(301_000);
    expect(await countQueued(page)).toBe(0);
  }).toPass();
  expect((await stored.objects()).sort()).toEqual(numbers(8));
});
