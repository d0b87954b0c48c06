// @vitest-environment node
import { link, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import Database from 'libsql';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import type { Store } from '../../collector/src/index.ts';
import { copiedTables, derivedTables } from '../../collector/src/store/copy/copied-tables.ts';
import { openStore } from '../../collector/src/store/open-store.ts';
import { aBatch, anEvent, collectorFor, resultsOf, send } from './support/collector-harness.ts';
import { databaseFile } from './support/database-file.ts';
import { command } from './support/command.ts';
import { sharedPostgres } from './support/shared-postgres.ts';
import { record, records } from './support/records.ts';

const postgres = sharedPostgres();

async function withStore<T>(database: string, work: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore(database);
  return work(store).finally(store.close);
}

/** Asks a database in its own words. */
async function query(database: string, sql: string): Promise<Record<string, unknown>[]> {
  if (!database.startsWith('postgres')) {
    const client = new Database(database);
    try {
      return client.prepare(sql).all() as Record<string, unknown>[];
    } finally {
      client.close();
    }
  }
  const client = new pg.Client({ connectionString: database });
  await client.connect();
  const { rows } = await client.query<Record<string, unknown>>(sql);
  await client.end();
  return rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [name, name === 'received_seq' ? Number(value) : value]),
    ),
  );
}

/** Everything that a database holds, in its order, but for the note of the copy. */
async function contentOf(database: string) {
  const ids = await query(database, 'SELECT received_seq, business, id, received_at FROM ids ORDER BY received_seq');
  const usage = await query(database, 'SELECT business, day, events, bytes FROM usage ORDER BY business, day');
  const notes = await query(database, "SELECT name, value FROM notes WHERE name <> 'copied_from' ORDER BY name");
  return { ids, events: await withStore(database, (store) => store.events()), usage, notes };
}

const copy = (from: string, to: string) => command('copy', '--from', from, '--to', to);

const ways: [string, () => Promise<string>, () => Promise<string>][] = [
  ['from a file to PostgreSQL', databaseFile, () => postgres.newDatabase()],
  ['from PostgreSQL to a file', () => postgres.newDatabase(), databaseFile],
  ['from a file to a file', databaseFile, databaseFile],
];

describe.each(ways)('a copy %s', (_, newSource, newTarget) => {
  /** A source as years leave it: gaps in the numbers, erased contents, forgotten ids, two businesses, texts of all kinds. */
  async function filled() {
    const source = await newSource();
    await withStore(source, async (store) => {
      await store.put(records(3, { received_at: new Date(Date.now() - 100 * 86_400_000).toISOString() }));
      await store.put(records(700, { event: JSON.stringify({ note: 'ñ "\'\u0000 \ud800' }), amount: 0.1 }));
      await store.put([record({ business: 'other' }), record({ session: 'erase-me' }), record({ amount: null })]);
      await store.put(records(2, { session: 'erase-me' }));
      await store.sweep(90);
      await store.erase({ session: 'erase-me' });
    });
    // A number is never given again, even if nothing is left of its row.
    await query(source, 'DELETE FROM ids WHERE received_seq = 708');
    await query(source, "INSERT INTO notes (name, value) VALUES ('a-note', 'kept')");
    return source;
  }

  test('the target holds the same rows under the same numbers, and counts on from there', async () => {
    const [source, target] = [await filled(), await newTarget()];
    const { code, output, errors } = await copy(source, target);
    expect([code, errors]).toEqual([0, '']);
    expect(output).toContain('702 events were copied');
    const content = await contentOf(source);
    expect(content.events).toHaveLength(702);
    expect(content.ids).toHaveLength(704);
    expect(content.ids[0]?.received_seq).toBe(4);
    expect(await contentOf(target)).toEqual(content);
    await withStore(target, async (store) => {
      await store.put([record()]);
      expect(await store.newest()).toBe(709);
    });
  });

  test('a repeat brings what has arrived since, removes what was erased since, and doubles nothing', async () => {
    const [source, target] = [await filled(), await newTarget()];
    await copy(source, target);
    await withStore(source, async (store) => {
      await store.put(records(300, { session: 'later' }));
      await store.put(records(2, { session: 'secret' }));
    });
    expect((await copy(source, target)).output).toContain('302 events were copied');
    await withStore(source, (store) => store.erase({ session: 'secret' }));
    // The source forgets ids of long ago, too.
    await query(source, 'DELETE FROM events WHERE received_seq < 8');
    await query(source, 'DELETE FROM ids WHERE received_seq < 8');
    const { code, output } = await copy(source, target);
    expect([code, output]).toEqual([0, expect.stringContaining('0 events were copied')]);
    expect(output).toContain('10 rows that the source has erased');
    expect(await contentOf(target)).toEqual(await contentOf(source));
  });

  test('batches that could not be stored keep every byte', async () => {
    const [source, target] = [await newSource(), await newTarget()];
    const allBytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
    const bodies = [allBytes, Buffer.from('{"events":[]}'), Buffer.alloc(300_000, allBytes), Buffer.alloc(0)];
    const letter = { business: 'xy76ks', reason: 'unreadable', headers: {} };
    await withStore(source, async (store) => {
      for (let number = 0; number < 50; number++) {
        const body = bodies[number % bodies.length] as Buffer;
        await store.keepDeadLetter({ ...letter, message: `message ${number}`, body });
      }
    });
    for (const _ of ['the first copy', 'its repeat']) {
      expect((await copy(source, target)).errors).toBe('');
      const letters = await query(target, 'SELECT message, body FROM dead_letters ORDER BY number');
      expect(letters.map(({ message }) => message)).toEqual(Array.from({ length: 50 }, (_, n) => `message ${n}`));
      const isKept = letters.map(({ body }, number) =>
        Buffer.from(body as Uint8Array).equals(bodies[number % bodies.length] as Buffer),
      );
      expect(isKept).not.toContain(false);
    }
  });

  test('an event that the old collector has acknowledged is a duplicate for the new one', async () => {
    const [source, target] = [await newSource(), await newTarget()];
    const batch = aBatch([anEvent()]);
    const old = await collectorFor({ database: source });
    await send(old, batch);
    // The old collector still runs.
    expect((await copy(source, target)).code).toBe(0);
    await old.close();
    const next = await collectorFor({ database: target });
    expect(await resultsOf(await send(next, batch))).toMatchObject([{ status: 'duplicate' }]);
    expect((await send(next, aBatch([anEvent()]))).status).toBe(200);
  });

  test('a copy that broke off is finished by the next', async () => {
    const [source, target] = [await filled(), await newTarget()];
    await withStore(target, async () => {});
    const isPostgres = target.startsWith('postgres');
    await query(
      target,
      isPostgres
        ? 'ALTER TABLE events ADD CONSTRAINT stop CHECK (received_seq < 600)'
        : "CREATE TRIGGER stop BEFORE INSERT ON events WHEN new.received_seq = 600 BEGIN SELECT RAISE(ABORT, 'stop'); END",
    );
    expect((await copy(source, target)).code).toBe(1);
    expect((await query(target, 'SELECT received_seq FROM ids')).length).toBe(500);
    await query(target, isPostgres ? 'ALTER TABLE events DROP CONSTRAINT stop' : 'DROP TRIGGER stop');
    expect((await copy(source, target)).code).toBe(0);
    expect(await contentOf(target)).toEqual(await contentOf(source));
  });

  test('a target with rows of its own is refused, and nothing of it is changed', async () => {
    const [source, target] = [await filled(), await newTarget()];
    await withStore(target, (store) => store.put([record()]));
    const before = await contentOf(target);
    const { code, errors } = await copy(source, target);
    expect(code).toBe(1);
    expect(errors).toContain("rows that are not the source's");
    expect(await contentOf(target)).toEqual(before);
  });

  test('a target to which a collector has written since the last copy is refused, and nothing of it is changed', async () => {
    const [source, target] = [await filled(), await newTarget()];
    await copy(source, target);
    await withStore(target, (store) => store.put([record()]));
    const before = await contentOf(target);
    for (const more of [0, 1]) {
      await withStore(source, (store) => store.put(records(more)));
      const { code, errors } = await copy(source, target);
      expect([code, errors]).toEqual([1, expect.stringContaining('a collector has written to it')]);
      expect(await contentOf(target)).toEqual(before);
    }
  });

  test('what was erased in the target does not come back, even when the erasure itself is forgotten', async () => {
    const [source, target] = [await newSource(), await newTarget()];
    await withStore(source, (store) => store.put([record({ session: 'erase-me' }), record()]));
    await copy(source, target);
    await withStore(target, async (store) => {
      expect((await store.erase({ session: 'erase-me' })).erased).toBe(1);
      await store.sweepStream({ stream: -1, retention: 0 });
    });
    const { code, errors } = await copy(source, target);
    expect([code, errors]).toEqual([1, expect.stringContaining('Something was erased in the target')]);
    expect((await contentOf(target)).events).toHaveLength(1);
  });

  test('a batch that a collector on the target could not store is not removed, while one that the source forgets is', async () => {
    const [source, target] = [await newSource(), await newTarget()];
    const letter = (message: string) => ({
      message,
      business: 'xy76ks',
      reason: 'bad',
      headers: {},
      body: Buffer.from('{}'),
    });
    const lettersOf = () => withStore(target, async (store) => (await store.deadLetters()).total);
    await withStore(source, async (store) => {
      await store.put([record()]);
      for (const message of ['1@1', '2@1']) await store.keepDeadLetter(letter(message));
    });
    await copy(source, target);
    await query(source, "DELETE FROM dead_letters WHERE message = '2@1'");
    expect((await copy(source, target)).code).toBe(0);
    expect(await lettersOf()).toBe(1);
    await withStore(target, (store) => store.keepDeadLetter(letter('3@1')));
    const { code, errors } = await copy(source, target);
    expect([code, errors]).toEqual([1, expect.stringContaining('a collector has written to it')]);
    expect(await lettersOf()).toBe(2);
  });

  test('the lists of what is copied, and of what each database makes itself, name every table of the database', async () => {
    const target = await newTarget();
    await withStore(target, async () => {});
    const tables = await query(
      target,
      target.startsWith('postgres')
        ? "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'"
        : "SELECT name FROM sqlite_master WHERE type = 'table'",
    );
    const own = tables.map(({ name }) => String(name)).filter((name) => !/^(kysely_|sqlite_|search_)/.test(name));
    expect([...copiedTables.map(({ name }) => name), ...derivedTables].sort()).toEqual(own.sort());
  });
});

test('a file under the name of one that was copied before does not empty the target', async () => {
  const [source, target] = [await databaseFile(), await databaseFile()];
  await withStore(source, (store) => store.put(records(5)));
  await copy(source, target);
  for (const end of ['', '-wal', '-shm']) await rm(source + end, { force: true });
  await withStore(source, (store) => store.put(records(2)));
  expect((await copy(source, target)).code).toBe(1);
  expect((await contentOf(target)).events).toHaveLength(5);
});

test('a target that holds the same rows already, as a restored backup does, may be filled up', async () => {
  const [source, target] = [await databaseFile(), await databaseFile()];
  await withStore(source, (store) => store.put(records(5)));
  await command('backup', target, '--database', source);
  await withStore(source, (store) => store.put(records(2)));
  expect((await copy(source, target)).output).toContain('2 events were copied');
  expect(await contentOf(target)).toEqual(await contentOf(source));
});

test('a copy from nowhere, to memory or onto itself is refused in a sentence', async () => {
  const source = await databaseFile();
  expect((await copy(source, await databaseFile())).errors).toContain(`There is no database at ${source}`);
  await withStore(source, (store) => store.put([record()]));
  expect((await copy(source, source)).errors).toContain('name the same database');
  const sameFile = await databaseFile();
  await link(source, sameFile);
  expect((await copy(source, sameFile)).errors).toContain('name the same database');
  expect((await copy(source, ':memory:')).errors).toContain('in memory');
  expect((await command('copy', '--from', source)).errors).toContain('--to');
});

test('a source of an older release is refused, and stays as it is', async () => {
  const source = await databaseFile();
  await withStore(source, (store) => store.put([record()]));
  await query(source, "DELETE FROM kysely_migration WHERE name = '0002_example'");
  expect((await copy(source, await databaseFile())).errors).toContain('vitrina-collector migrate');
  expect(await query(source, 'SELECT name FROM kysely_migration')).not.toContainEqual({ name: '0002_example' });
});

test('what a file holds and PostgreSQL refuses, long texts in indexes and texts in place of numbers, is made to fit while it is copied', async () => {
  const [source, target] = [await databaseFile(), await postgres.newDatabase()];
  const long = String.fromCodePoint(...Array.from({ length: 2000 }, (_, n) => 0x4e00 + ((n * 7919) % 20_000)));
  const event = JSON.stringify({ user_parameters: { id: long } });
  const received_at = '2026-11-29T10:00:00.000Z';
  await withStore(source, (store) =>
    store.put([record({ session: long, user_id: long, event, received_at }), record()]),
  );
  const strange = "UPDATE events SET tracked_at = '{}', clock_skew = '{}', amount = '{}' WHERE received_seq = 1";
  await query(source, strange);
  for (const _ of ['the first copy', 'its repeat'])
    expect(await copy(source, target)).toMatchObject({ code: 0, errors: '' });
  const [row, ...others] = await withStore(target, (store) => store.events());
  const start = long.slice(0, 333);
  expect(row).toMatchObject({
    session: start,
    user_id: start,
    tracked_at: Date.parse(received_at) / 1000,
    clock_skew: 0,
  });
  expect([row?.amount, row?.event.user_parameters]).toEqual([null, { id: long }]);
  expect(others).toHaveLength(1);
  // A target that has lost the note of its copy is compared row by row.
  await query(target, "DELETE FROM notes WHERE name = 'copied_from'");
  expect(await copy(source, target)).toMatchObject({ code: 0, errors: '' });
});

test('a copy from a file that is no database leaves no new target behind', async () => {
  const [source, target] = [await databaseFile(), await databaseFile()];
  await writeFile(source, 'not a database at all'.repeat(300));
  const { code, errors } = await copy(source, target);
  expect([code, errors]).toEqual([1, expect.stringContaining('is not a database')]);
  expect(await readdir(dirname(target))).toEqual([]);
});
