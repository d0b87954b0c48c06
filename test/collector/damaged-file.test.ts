// @vitest-environment node
import { chmod, copyFile, mkdtemp, open, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getuid } from 'node:process';
import Database from 'libsql';
import { describe, expect, test } from 'vitest';
import { collectLog } from './support/collect-log.ts';
import { aBatch, anEvent, ask, atEnd, collectorFor, send } from './support/collector-harness.ts';
import { collectorProcess } from './support/collector-process.ts';

async function aFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'collector-'));
  atEnd(async () => {
    await chmod(folder, 0o700);
    await rm(folder, { recursive: true, force: true });
  });
  return folder;
}

const manyEvents = () => Array.from({ length: 100 }, (_, index) => anEvent({ note: `${index}`.repeat(250) }));

/** A database as a collector has left it in an orderly way; answers its path and the ids of its events. */
async function filled() {
  const [live, database] = [join(await aFolder(), 'events.db'), join(await aFolder(), 'events.db')];
  const collector = await collectorFor({ database: live });
  const ids: string[] = [];
  for (let batch = 0; batch < 10; batch++) {
    const events = manyEvents();
    expect((await send(collector, aBatch(events))).status).toBe(200);
    ids.push(...events.map(({ id }) => id));
  }
  await collector.close();
  await copyFile(live, database);
  return { database, ids };
}

/** A copy of a database as a kill leaves it: most of its events are in the log beside it. */
async function killed() {
  const folder = await aFolder();
  const [live, database] = [join(folder, 'live.db'), join(folder, 'events.db')];
  const collector = await collectorFor({ database: live });
  const ids: string[][] = [];
  for (let batch = 0; batch < 5; batch++) {
    const events = Array.from({ length: 10 }, () => anEvent());
    await send(collector, aBatch(events));
    ids.push(events.map(({ id }) => id));
  }
  for (const end of ['', '-wal']) await copyFile(live + end, database + end);
  await collector.close();
  return { database, ids };
}

async function overwrite(file: string, from: number, length: number) {
  const handle = await open(file, 'r+');
  await handle.write(Buffer.alloc(length, 0xa5), 0, length, from);
  await handle.close();
}

const contents = async (folder: string) =>
  Object.fromEntries(
    await Promise.all((await readdir(folder)).map(async (name) => [name, await readFile(join(folder, name), 'hex')])),
  ) as Record<string, string>;

describe('a database that cannot be used', () => {
  test.each<[string, RegExp, (database: string) => Promise<void>]>([
    ['cut in half', /is damaged/, async (file) => truncate(file, (await stat(file)).size / 2)],
    ['cut to a hundred bytes', /is (damaged|not a database)/, (file) => truncate(file, 100)],
    [
      'overwritten in all pages but the first',
      /is damaged/,
      async (file) => overwrite(file, 4096, (await stat(file)).size - 4096),
    ],
    ['overwritten at its beginning', /is not a database/, (file) => overwrite(file, 0, 100)],
    ['garbage', /is not a database/, (file) => writeFile(file, 'x'.repeat(10_000))],
  ])('a file that is %s is refused with a sentence, and nothing is changed in it', async (_, sentence, damage) => {
    const { database } = await filled();
    await damage(database);
    const before = (await readFile(database)).toString('hex');
    await expect(collectorFor({ database })).rejects.toThrow(sentence);
    await expect(collectorFor({ database })).rejects.toThrow(`The database ${database}`);
    expect((await readFile(database)).toString('hex')).toBe(before);
  });

  test('a file that is damaged in its middle is told in the log as soon as it is met, and loses nothing else', async () => {
    const { database, ids } = await filled();
    // The page that holds the content of this event, and of a few others.
    const at = (await readFile(database)).indexOf('50'.repeat(250));
    await overwrite(database, at - (at % 4096), 4096);
    const { sentences, logger } = collectLog('warn');
    const collector = await collectorFor({ database, logger });
    const statusOf = async (id?: string) => (await ask(collector, `events/xy76ks/${id}`)).status;
    expect([await statusOf(ids[0]), await statusOf(ids[50]), await statusOf(ids.at(-1))]).toEqual([200, 503, 200]);
    expect((await send(collector, aBatch([anEvent()]))).status).toBe(200);
    expect(sentences).toContainEqual(expect.stringMatching(/^The inspector could not ask the database\. .*malformed/));
    // The index of the inspector may meet the same page in its own time.
    expect(sentences.filter((sentence) => !sentence.includes('malformed'))).toEqual([]);
  });

  test.each([
    ['gone', (file: string) => rm(file)],
    ['empty', (file: string) => truncate(file, 0)],
  ])('a file that is %s is not begun anew while the log beside it holds events', async (state, damage) => {
    const { database } = await killed();
    await damage(database);
    const before = await contents(join(database, '..'));
    await expect(collectorFor({ database })).rejects.toThrow(`The database ${database} is ${state}, but its log`);
    expect(await contents(join(database, '..'))).toEqual(before);
  });

  test('a new database in an empty file is told in the log', async () => {
    const database = join(await aFolder(), 'events.db');
    await writeFile(database, '');
    const { sentences, logger } = collectLog('warn');
    const collector = await collectorFor({ database, logger });
    expect(sentences).toEqual([`The file ${database} was empty; a new database begins in it.`]);
    expect((await send(collector, aBatch([anEvent()]))).status).toBe(200);
  });

  test('a log that is damaged in its middle is told in the log of the collector and kept aside, and what is before it is there', async () => {
    const { database, ids } = await killed();
    const { size } = await stat(`${database}-wal`);
    await overwrite(`${database}-wal`, Math.floor(size * 0.6), 16);
    const before = await readFile(`${database}-wal`);
    const { sentences, logger } = collectLog('warn');
    const collector = await collectorFor({ database, logger });
    expect(sentences).toEqual([
      expect.stringMatching(/-wal is damaged at byte \d+: the \d+ transactions from there on/),
    ]);
    const aside = (await readdir(join(database, '..'))).find((name) => name.includes('-wal.damaged-')) ?? '';
    expect(await readFile(join(database, '..', aside))).toEqual(before);
    const stored = (await collector.store.events()).map(({ id }) => id);
    expect(stored).toEqual(ids.flat().slice(0, stored.length));
    expect((await send(collector, aBatch([anEvent()]))).status).toBe(200);
  });

  test('a log as a kill leaves it, and one with older transactions behind the newest, are taken without a word', async () => {
    const { database, ids } = await killed();
    // A crash in the middle of the last write.
    await truncate(`${database}-wal`, (await stat(`${database}-wal`)).size - 1000);
    const { sentences, logger } = collectLog('warn');
    const first = await collectorFor({ database, logger });
    expect((await first.store.events()).length).toBeGreaterThan(ids.flat().length / 2);
    // The log begins anew in the same file, while older frames are still behind.
    const other = new Database(database);
    other.prepare('PRAGMA wal_checkpoint(RESTART)').all();
    await send(first, aBatch([anEvent()]));
    for (const end of ['', '-wal']) await copyFile(database + end, `${database}.again${end}`);
    other.close();
    const second = await collectorFor({ database: `${database}.again`, logger });
    expect(await second.store.events()).toEqual(await first.store.events());
    expect(sentences).toEqual([]);
  });

  test('a log that was cut gives back whole batches up to the cut', async () => {
    const { database, ids } = await killed();
    await truncate(`${database}-wal`, Math.floor((await stat(`${database}-wal`)).size * 0.8));
    const collector = await collectorFor({ database });
    const stored = (await collector.store.events()).map(({ id }) => id);
    expect(stored.length).toBeGreaterThan(0);
    expect(stored).toEqual(ids.flat().slice(0, stored.length));
    expect(stored.length % 10).toBe(0);
    expect((await send(collector, aBatch([anEvent()]))).status).toBe(200);
  });

  test('a database that another process holds for long is refused at the start with a sentence, and is unharmed', async () => {
    const { database, ids } = await filled();
    const other = new Database(database);
    other.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; DELETE FROM notes');
    await expect(collectorFor({ database })).rejects.toThrow(`The database ${database} is locked by another process`);
    // What is released in the meantime is waited for.
    const starting = collectorFor({ database });
    setTimeout(() => other.close(), 300);
    expect(await (await starting).store.events()).toHaveLength(ids.length);
  });
});

/** The permissions of files hold for root, too, where it has given up this right. */
const withinPermissions = getuid?.() === 0 ? ['setpriv', '--bounding-set=-dac_override,-dac_read_search'] : [];

describe('a database that may not be written', () => {
  test.each([
    ['file', async (database: string) => chmod(database, 0o400)],
    ['folder', async (database: string) => chmod(join(database, '..'), 0o500)],
  ])('a %s that is read-only ends the start with a sentence, and is as it was', async (_, forbid) => {
    const { database, ids } = await filled();
    await forbid(database);
    const before = await readFile(database, 'hex');
    const collector = await collectorProcess(['--database', database], {}, withinPermissions);
    expect(await collector.ended).toBe(1);
    expect(collector.read().errors).toContain(`The database ${database} cannot be written`);
    expect(await readFile(database, 'hex')).toBe(before);
    await chmod(join(database, '..'), 0o700);
    await chmod(database, 0o600);
    expect(await (await collectorFor({ database })).store.events()).toHaveLength(ids.length);
  });
});
