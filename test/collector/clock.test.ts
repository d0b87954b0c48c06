// @vitest-environment node
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { collectLog } from './support/collect-log.ts';
import { aBatch, anEvent, ask, atEnd, collectorFor, send } from './support/collector-harness.ts';

const day = 86_400_000;

test('a clock that is set back and ahead while the collector runs loses, doubles and erases nothing, and is told in the log', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  atEnd(() => vi.useRealTimers());
  const folder = await mkdtemp(join(tmpdir(), 'collector-'));
  atEnd(() => rm(folder, { recursive: true, force: true }));
  const database = join(folder, 'events.db');
  const { sentences, logger } = collectLog('warn');
  const collector = await collectorFor({ database, logger });
  const right = Date.now();
  const batches: ReturnType<typeof aBatch>[] = [];
  const clocks = [0, -400 * day, 200 * day, -20_000 * day, 0];
  for (const shift of clocks) {
    vi.setSystemTime(right + shift);
    const batch = aBatch(Array.from({ length: 60 }, () => anEvent()));
    batches.push(batch);
    expect((await send(collector, batch)).status).toBe(200);
    await collector.store.sweep(90);
    for (const known of batches) expect(await (await send(collector, known)).text()).not.toContain('received');
  }
  const ids = batches.flatMap(({ events }) => events.map((event) => (event as { id: string }).id));
  expect((await collector.store.events()).map(({ id }) => id)).toEqual(ids);
  // The inspector's pictures of time are asked for while the clock is wrong, too.
  for (const shift of clocks) {
    vi.setSystemTime(right + shift);
    for (const path of ['counts?minutes=60', 'sessions', 'events'])
      expect((await ask(collector, path)).status).toBe(200);
  }
  vi.setSystemTime(right + 3_600_000);
  await expect
    .poll(() => sentences.filter((sentence) => sentence.startsWith('The clock')), { timeout: 15_000 })
    .toEqual([expect.stringMatching(/^The clock was set ahead by 3[56]\d\d seconds/)]);
  await collector.close();
  // After a start by a wrong clock nothing is erased either.
  vi.setSystemTime(right + 500 * day);
  const later = await collectorFor({ database, logger });
  await expect.poll(() => sentences.some((sentence) => /look older than 90 days/.test(sentence))).toBe(true);
  expect(await later.store.events()).toHaveLength(ids.length);
});
