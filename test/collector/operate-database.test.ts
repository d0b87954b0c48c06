// @vitest-environment node
import { execFile } from 'node:child_process';
import { chmod, mkdtemp, open, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import Database from 'libsql';
import { describe, expect, test } from 'vitest';
import { openStore } from '../../collector/src/store/open-store.ts';
import { aBatch, anEvent, atEnd, collectorFor, resultsOf, send } from './support/collector-harness.ts';
import { command } from './support/command.ts';
import { freePort } from './support/free-port.ts';
import { sharedPostgres } from './support/shared-postgres.ts';
import { record, records } from './support/records.ts';

const main = fileURLToPath(new URL('../../collector/dist/main.js', import.meta.url));

const postgres = sharedPostgres();

async function file() {
  const folder = await mkdtemp(join(tmpdir(), 'collector-'));
  atEnd(() => rm(folder, { recursive: true, force: true }));
  return join(folder, "a deep #1 ñ?'", 'events 100%.db');
}

async function filled(count = 3) {
  const database = await file();
  const store = await openStore(database);
  await store.put(records(count));
  await store.close();
  return database;
}

function change(database: string, ...statements: string[]) {
  const client = new Database(database);
  for (const statement of statements) client.exec(statement);
  client.close();
}

describe('backup', () => {
  test('a copy of a running collector holds all that was acknowledged, and a collector starts from it', async () => {
    const database = await file();
    const collector = await collectorFor({ database });
    const batches = Array.from({ length: 20 }, () => aBatch([anEvent(), anEvent()]));
    for (const batch of batches) await send(collector, batch);
    const copy = join(dirname(database), 'copy.db');
    const [done] = await Promise.all([
      command('backup', copy, '--database', database),
      ...Array.from({ length: 20 }, () => send(collector, aBatch([anEvent(), anEvent()]))),
    ]);
    expect([done.code, done.errors]).toEqual([0, '']);
    expect((await stat(copy)).mode & 0o777).toBe(0o600);
    expect((await readdir(dirname(copy))).filter((name) => name.includes('.part'))).toEqual([]);
    await collector.close();

    expect((await command('check', '--thorough', '--database', copy)).code).toBe(0);
    const restored = await collectorFor({ database: copy });
    for (const batch of batches) {
      expect((await resultsOf(await send(restored, batch))).map(({ status }) => status)).toEqual([
        'duplicate',
        'duplicate',
      ]);
    }
    // Batches are in it as a whole or not at all.
    expect((await restored.store.events()).length % 2).toBe(0);
    expect((await send(restored, aBatch([anEvent()]))).status).toBe(200);
  });

  test('what is erased before a copy is in none of its pages', async () => {
    const database = await file();
    const store = await openStore(database);
    await store.put(records(50, { session: 'erase-me', event: '{"note":"zebra-quartz"}' }));
    await store.put([record()]);
    await store.erase({ session: 'erase-me' });
    const copy = join(dirname(database), 'copy.db');
    await command('backup', copy, '--database', database);
    await store.close();
    const handle = await open(copy);
    expect((await handle.readFile('latin1')).includes('zebra-quartz')).toBe(false);
    await handle.close();
  });

  test('a copy overwrites nothing, and leaves nothing when it fails', async () => {
    const database = await filled();
    const copy = join(dirname(database), 'copy.db');
    await writeFile(copy, 'precious');
    const { code, errors } = await command('backup', copy, '--database', database);
    expect([code, errors]).toEqual([1, expect.stringContaining('nothing was copied')]);
    expect((await stat(copy)).size).toBe(8);
    await writeFile(database, 'no database at all, and long enough to be looked at');
    const before = await readdir(dirname(database));
    expect((await command('backup', join(dirname(database), 'other.db'), '--database', database)).code).toBe(1);
    expect(
      (await readdir(dirname(database))).filter((name) => !before.includes(name) && !/-(wal|shm)$/.test(name)),
    ).toEqual([]);
  });

  test('a backup into a folder that does not exist says which folder to make', async () => {
    const database = await filled();
    const folder = join(dirname(database), 'missing');
    const { code, errors } = await command('backup', join(folder, 'copy.db'), '--database', database);
    const sentence = `The folder ${folder} does not exist; make it, writable for the user of this command.`;
    expect([code, errors]).toEqual([1, sentence]);
  });

  test('of a file without tables no copy is made', async () => {
    const database = await filled();
    await writeFile(database, '');
    const copy = join(dirname(database), 'copy.db');
    const { code, errors } = await command('backup', copy, '--database', database);
    expect([code, errors]).toEqual([1, expect.stringContaining('no tables')]);
    await expect(stat(copy)).rejects.toThrow('ENOENT');
  });

  test('of a PostgreSQL database the command of pg_dump is named, without the password', async () => {
    const { code, errors } = await command(
      'backup',
      '/tmp/it.dump',
      '--database',
      'postgres://me:secret@db.example/shop',
    );
    expect(code).toBe(1);
    expect(errors).toContain("pg_dump --format=custom --file='/tmp/it.dump' 'postgres://me@db.example/shop'");
    expect(errors).not.toContain('secret');
  });

  test('a backup needs a name and a database that is there, and makes no database of its own', async () => {
    const missing = await file();
    expect((await command('backup', '--database', missing)).errors).toContain('backup <file>');
    const { code, errors } = await command('backup', `${missing}.copy`, '--database', missing);
    expect([code, errors]).toEqual([1, expect.stringContaining(`There is no database at ${missing}`)]);
    await expect(stat(missing)).rejects.toThrow('ENOENT');
  });
});

describe('check', () => {
  test('a sound file is told with its figures, while a collector writes to it', async () => {
    const database = await file();
    const collector = await collectorFor({ database });
    await send(collector, aBatch([anEvent(), anEvent(), anEvent()]));
    const { code, output, errors } = await command('check', '--database', database);
    expect([code, errors]).toEqual([0, '']);
    expect(output).toMatch(/Events +3, from 20/);
    expect(output).toMatch(/Ids +3/);
    expect(output).toMatch(/-wal: \d{4,} bytes, 600/);
    expect(output).toContain('every event has its id');
  });

  test('a sound PostgreSQL database is told with its figures', async () => {
    const database = await postgres.newDatabase();
    const store = await openStore(database);
    await store.put(records(3));
    await store.close();
    const { code, output } = await command('check', '--database', database);
    expect([code, output]).toEqual([0, expect.stringMatching(/Events +3, from 20/)]);
  });

  test.each<[string, string[], string]>([
    ['an event without its id', ['DELETE FROM ids WHERE received_seq = 2'], '1 events have no id'],
    [
      'a number that would be given twice',
      ["UPDATE sqlite_sequence SET seq = 1 WHERE name = 'ids'"],
      'number that is taken',
    ],
    ['an older shape', ["DELETE FROM kysely_migration WHERE name = '0002_example'"], 'It lacks 0002_example'],
    ['a newer shape', ["INSERT INTO kysely_migration VALUES ('9999_tomorrow', '')"], 'newer collector (9999_tomorrow)'],
    ['no tables', ['DROP TABLE kysely_migration'], 'no tables of a collector'],
  ])('%s is a problem, and the exit code says so', async (_, statements, sentence) => {
    const database = await filled();
    change(database, ...statements);
    const { code, errors } = await command('check', '--database', database);
    expect([code, errors]).toEqual([1, expect.stringContaining(sentence)]);
  });

  test('a file that others can read is a problem', async () => {
    const database = await filled();
    await chmod(database, 0o644);
    const { code, errors } = await command('check', '--database', database);
    expect([code, errors]).toEqual([1, expect.stringContaining(`${database} can be read by others (644)`)]);
  });

  test('a damaged file is a problem, and no stack trace', async () => {
    const database = await filled(300);
    const handle = await open(database, 'r+');
    const { size } = await handle.stat();
    for (let page = 2; page < size / 4096 - 1; page += 2)
      await handle.write(Buffer.alloc(2000, 7), 0, 2000, page * 4096);
    await handle.close();
    const { code, errors } = await command('check', '--database', database);
    expect([code, errors]).toEqual([1, expect.stringContaining('restore a backup')]);
  });
});

describe('migrate', () => {
  test('a database of an older release is brought to the shape of this one, and says from where to where', async () => {
    const database = await filled();
    const later = [
      'erasures',
      'dead_letters',
      'profiles',
      'sessions',
      'conflicts',
      'aliases',
      'refusals',
      'timers',
      'timer_counts',
      'outbox',
      'outbox_endpoints',
      'connections',
      'connection_attempts',
      'fetch_jobs',
      'marketplace_orders',
      'privacy_requests',
      'order_refs',
    ];
    const derived = ['indexed', 'search', 'visitor_hours', 'campaign_hours', 'orders', 'order_names', 'hour_counts'];
    for (const table of [...later, ...derived]) change(database, `DROP TABLE ${table}`);
    for (const index of ['trusted', 'invalid']) change(database, `DROP INDEX events_${index}`);
    for (const column of ['trusted', 'invalid']) change(database, `ALTER TABLE events DROP COLUMN ${column}`);
    change(database, "DELETE FROM kysely_migration WHERE name > '0002_example'");
    const { code, output } = await command('migrate', '--database', database);
    expect([code, output]).toEqual([0, expect.stringContaining('was brought from 0002_example to 0013_campaigns')]);
    expect((await command('migrate', '--database', database)).output).toContain('has the shape of this release');
    const store = await openStore(database);
    expect(await store.events()).toMatchObject(Array(3).fill({ trusted: false, invalid: null }));
    await store.close();
  });

  test('a database of a newer release is refused, and a missing one is not made', async () => {
    const database = await filled();
    change(database, "INSERT INTO kysely_migration VALUES ('9999_tomorrow', '')");
    expect(await command('migrate', '--database', database)).toMatchObject({
      code: 1,
      errors: expect.stringContaining('newer collector') as string,
    });
    const missing = await file();
    expect((await command('migrate', '--database', missing)).errors).toContain('There is no database');
    await expect(stat(missing)).rejects.toThrow('ENOENT');
  });
});

test.each(['127.0.0.1', 'localhost'])(
  'a collector whose database on %s is away at the start says that it cannot be reached',
  async (host) => {
    const database = `postgres://tester@${host}:${await freePort()}/events`;
    await expect(collectorFor({ database })).rejects.toThrow(/^The database cannot be reached: .*ECONNREFUSED/);
  },
);

test('the database of a command can be named by the configuration of the collector', async () => {
  const database = await filled();
  const path = join(dirname(database), 'collector.json');
  await writeFile(path, JSON.stringify({ database: 'events 100%.db' }));
  expect((await command('check', '--config', path)).output).toContain(database);
});

test('each command explains itself, and an unknown one names those that there are', async () => {
  for (const name of ['start', 'backup', 'check', 'migrate', 'copy', 'key']) {
    expect(await command(name, '--help')).toMatchObject({
      code: 0,
      output: expect.stringContaining(`${name}`) as string,
    });
  }
  expect((await command('restore')).errors).toContain('known are start, backup, check, migrate, copy, key');
  expect((await command('check', '--nonsense')).errors).toContain('--nonsense');
});

test('the program runs a command and ends with its exit code', async () => {
  const database = await filled();
  const run = (...args: string[]) => promisify(execFile)(process.execPath, [main, ...args]);
  expect((await run('check', '--database', database)).stdout).toContain('every event has its id');
  change(database, 'DELETE FROM ids');
  await expect(run('check', '--database', database)).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^3 events have no id.*\n$/) as string,
  });
});
