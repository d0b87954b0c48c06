// @vitest-environment node
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { collectLog } from './support/collect-log.ts';
import { aBatch, anEvent, atEnd, collectorFor, send } from './support/collector-harness.ts';

const newFolder = () => mkdtempSync(join(tmpdir(), 'full-disk-'));

interface Room {
  folder: string;
  /** Leaves little room in the folder. */
  fill(): void;
  makeRoom(): void;
}

/** A file of this process may grow to that size and no further, which needs no rights and holds for root, too. */
function limitedFiles(): Room {
  const folder = newFolder();
  const limit = (bytes: number | 'unlimited') =>
    execFileSync('prlimit', [`--pid=${process.pid}`, `--fsize=${bytes}:unlimited`]);
  atEnd(() => {
    limit('unlimited');
    rmSync(folder, { recursive: true, force: true });
  });
  return { folder, fill: () => limit(800_000), makeRoom: () => limit('unlimited') };
}

/** A disk of its own, filled by another file. */
function smallDisk(): Room {
  const folder = newFolder();
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'none', folder]);
  atEnd(() => {
    execFileSync('umount', ['--lazy', folder]);
    rmSync(folder, { recursive: true, force: true });
  });
  const filler = join(folder, 'filler');
  return {
    folder,
    fill: () => writeFileSync(filler, Buffer.alloc(7_000_000)),
    makeRoom: () => rmSync(filler),
  };
}

/** Not everybody may mount. */
function canMount(): boolean {
  const folder = newFolder();
  const isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'none', folder]).status === 0;
  if (isMounted) execFileSync('umount', [folder]);
  rmSync(folder, { recursive: true });
  return isMounted;
}

const rooms = { 'files that may not grow': limitedFiles, ...(canMount() ? { 'a full disk': smallDisk } : {}) };

describe.each(Object.entries(rooms))('a collector with %s', (_, newRoom) => {
  test('the collector refuses with 503 and one line in the log about the events, keeps what it has acknowledged, and goes on as there is room', async () => {
    const { folder, fill, makeRoom } = newRoom();
    const { sentences, logger } = collectLog('warn');
    const database = join(folder, 'events.db');
    const collector = await collectorFor({ database, logger, disk: { free: 0 } });
    const acknowledged: string[] = [];
    const refused: ReturnType<typeof aBatch>[] = [];
    const sendOne = async () => {
      const events = Array.from({ length: 10 }, () => anEvent({ note: 'x'.repeat(5000) }));
      const batch = aBatch(events);
      const response = await send(collector, batch);
      const ids = events.map(({ id }) => id);
      if (response.status === 200) acknowledged.push(...ids);
      else {
        expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
        refused.push(batch);
      }
      return response.status;
    };
    const stored = async () => (await collector.store.events()).map(({ id }) => id).sort();

    expect(await sendOne()).toBe(200);
    fill();
    for (let index = 0; index < 40 && refused.length < 5; index++) await sendOne();
    expect(refused.length).toBe(5);
    expect(await stored()).toEqual([...acknowledged].sort());
    const aboutEvents = sentences.filter((sentence) => sentence.startsWith('Events could not be stored.'));
    expect(aboutEvents).toEqual([expect.stringMatching(/(full|disk I\/O error)/)]);
    // The index, timers and deliveries write to the same disk in their own time; each of them says so once.
    const others = sentences.filter((sentence) => !aboutEvents.includes(sentence));
    expect(others.filter((sentence) => !/; that is tried again\. .*(full|disk I\/O error)/.test(sentence))).toEqual([]);
    expect(new Set(others).size).toBe(others.length);

    makeRoom();
    for (const batch of refused) {
      expect(await (await send(collector, batch)).text()).not.toContain('duplicate');
      acknowledged.push(...batch.events.map((event) => (event as { id: string }).id));
    }
    expect(await sendOne()).toBe(200);
    expect(await stored()).toEqual([...acknowledged].sort());
    await collector.close();
    expect(statSync(database).size).toBeGreaterThan(acknowledged.length * 5000);
  });

  test('a collector that is closed while there is no room loses nothing', async () => {
    const { folder, fill, makeRoom } = newRoom();
    const database = join(folder, 'events.db');
    const first = await collectorFor({ database, disk: { free: 0 } });
    const ids: string[] = [];
    fill();
    for (;;) {
      const event = anEvent({ note: 'x'.repeat(50_000) });
      if ((await send(first, aBatch([event]))).status !== 200) break;
      ids.push(event.id);
    }
    await first.close();
    makeRoom();
    const second = await collectorFor({ database, disk: { free: 0 } });
    expect((await second.store.events()).map(({ id }) => id)).toEqual(ids);
  });
});

test('a database that has outgrown its ceiling is told in the log once, and not for each batch', async () => {
  const { sentences, logger } = collectLog('warn');
  const folder = newFolder();
  atEnd(() => rmSync(folder, { recursive: true, force: true }));
  const collector = await collectorFor({ database: join(folder, 'events.db'), logger, disk: { database: 0 } });
  for (let index = 0; index < 3; index++) expect((await send(collector, aBatch([anEvent()]))).status).toBe(503);
  expect(sentences).toEqual([expect.stringMatching(/^Events are refused: .* has \d+ bytes, more than it may/)]);
});
