// @vitest-environment node
import Database from 'libsql';
import { copyFile, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openStore } from '../../collector/src/store/open-store.ts';
import { aBatch, anEvent, atEnd, collectorFor, send } from './support/collector-harness.ts';
import { collectorProcess } from './support/collector-process.ts';
import { batchSize, sendUntilGone } from './support/send-until-gone.ts';
import { collectLog } from './support/collect-log.ts';

async function databaseFile() {
  const folder = await mkdtemp(join(tmpdir(), 'collector-'));
  atEnd(() => rm(folder, { recursive: true, force: true }));
  return join(folder, 'a deep #1 ñ?', 'events 100%.db');
}

test('a collector that is stopped under load leaves all it has acknowledged in the one file, and an empty log', async () => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    const database = await databaseFile();
    const collector = await collectorProcess(['--database', database, '--rate-limit', '1000000']);
    const acknowledged: string[] = [];
    await sendUntilGone(collector.endpoint, 8, (ids) => {
      const wereEnough = acknowledged.length >= 500;
      acknowledged.push(...ids);
      // A second signal would end it at once.
      if (acknowledged.length >= 500 && !wereEnough) collector.kill(signal);
    });
    expect(await collector.ended).toBe(0);
    expect(
      await stat(`${database}-wal`).then(
        ({ size }) => size,
        () => 0,
      ),
    ).toBe(0);
    // The file alone, without those beside it.
    const alone = `${database}.alone`;
    await copyFile(database, alone);
    const client = new Database(alone);
    const kept = new Set(
      client
        .prepare('SELECT id FROM events')
        .all()
        .map((row) => (row as { id: string }).id),
    );
    client.close();
    expect(acknowledged.filter((id) => !kept.has(id))).toEqual([]);
    expect(kept.size % batchSize).toBe(0);
    expect(collector.read().errors).not.toMatch(/"level":[4-6]0/);
  }
}, 60_000);

test('an event acknowledged before a restart is still a duplicate after it', async () => {
  const database = await databaseFile();
  const batch = aBatch([anEvent()]);
  const first = await collectorFor({ database });
  expect(await (await send(first, batch)).text()).toContain('"received"');
  await first.close();
  const second = await collectorFor({ database });
  expect(await (await send(second, batch)).text()).toContain('"duplicate"');
});

test('a batch that cannot be stored is answered with 503 and is not acknowledged', async () => {
  const { sentences, logger } = collectLog('warn');
  const database = await databaseFile();
  const collector = await collectorFor({ database, logger });
  const client = new Database(database);
  client.exec('ALTER TABLE events RENAME TO elsewhere');
  const batch = aBatch([anEvent()]);
  const refused = await send(collector, batch);
  expect(refused.status).toBe(503);
  expect(refused.headers.get('retry-after')).toBe('5');
  expect(await refused.json()).toMatchObject({ retry_after: 5 });
  expect(sentences.join()).toContain('could not be stored');
  client.exec('ALTER TABLE elsewhere RENAME TO events');
  client.close();
  expect(await (await send(collector, batch)).text()).toContain('"received"');
});

test('a database file of a newer collector is refused', async () => {
  const database = await databaseFile();
  await (await openStore(database)).close();
  const client = new Database(database);
  client.exec("INSERT INTO kysely_migration VALUES ('9999_of_tomorrow', '2030-01-01T00:00:00.000Z')");
  client.close();
  await expect(openStore(database)).rejects.toThrow('written by a newer collector');
});
