// @vitest-environment node
import { randomUUID } from 'node:crypto';
import { copyFile, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { describe, expect, test, vi } from 'vitest';
import { openStore } from '../../collector/src/store/open-store.ts';
import { collectLog } from './support/collect-log.ts';
import { aBatch, anEvent, atEnd, collectorFor, rawRequest, send } from './support/collector-harness.ts';
import { record } from './support/records.ts';

async function aFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'collector-'));
  atEnd(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Another program that works with the file. */
function anotherProgram(file: string) {
  const client = new Database(file);
  atEnd(() => client.close());
  return client;
}

describe('a database file', () => {
  test('the file and those beside it can be read by their owner alone', async () => {
    const folder = await aFolder();
    const collector = await collectorFor({ database: join(folder, 'deep', 'events.db') });
    await send(collector, aBatch([anEvent()]));
    const files = await readdir(join(folder, 'deep'));
    expect(files).toContain('events.db-wal');
    for (const file of files) expect((await stat(join(folder, 'deep', file))).mode & 0o077).toBe(0);
  });

  test('a dead letter whose texts the file refuses is noted without them, with its body', async () => {
    const file = join(await aFolder(), 'events.db');
    const store = await openStore(file);
    atEnd(store.close);
    anotherProgram(file).exec(`CREATE TRIGGER refuse BEFORE INSERT ON dead_letters WHEN NEW.reason = 'odd'
      BEGIN SELECT RAISE(ABORT, 'refused'); END`);
    const body = Buffer.from('as it came');
    await store.keepDeadLetter({ message: '1@1', business: 'xy76ks', reason: 'odd', headers: {}, body });
    const { deadLetters } = await store.deadLetters();
    expect(deadLetters).toMatchObject([{ business: '', reason: expect.any(String), text: 'as it came' }]);
  });

  test('an erasure that was made while the clock was ahead takes nothing that comes later, and the log says so', async () => {
    const file = join(await aFolder(), 'events.db');
    const sentences: string[] = [];
    const store = await openStore(file, (sentence) => sentences.push(sentence));
    atEnd(store.close);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_600_000 });
    await store.erase({ session: 'a-session-1' });
    vi.useRealTimers();
    await store.put([record()], 'stream');
    expect(await store.events()).toHaveLength(1);
    expect(sentences.join()).toContain('while a clock was ahead');
  });

  test('after the collector was closed, a copy of the file alone holds every event', async () => {
    const folder = await aFolder();
    const database = join(folder, 'events.db');
    const collector = await collectorFor({ database });
    await send(collector, aBatch([anEvent(), anEvent()]));
    await collector.close();
    await copyFile(database, join(folder, 'copy.db'));
    const copy = await openStore(join(folder, 'copy.db'));
    atEnd(copy.close);
    expect(await copy.events()).toHaveLength(2);
  });

  test('while another program holds the lock, the collector answers other requests, and takes events as the lock is released', async () => {
    const database = join(await aFolder(), 'events.db');
    const collector = await collectorFor({ database });
    const other = anotherProgram(database);
    other.exec('BEGIN IMMEDIATE');
    const sending = send(collector, aBatch([anEvent()]));
    for (let index = 0; index < 3; index++) expect((await rawRequest(`${collector.url}/`)).status).toBe(200);
    other.exec('COMMIT');
    expect((await sending).status).toBe(200);
  });

  test('a lock that is not released is answered with 503, and the collector works again after it', async () => {
    const database = join(await aFolder(), 'events.db');
    const { sentences, logger } = collectLog('warn');
    const collector = await collectorFor({ database, logger });
    const other = anotherProgram(database);
    other.exec('BEGIN IMMEDIATE');
    const batch = aBatch([anEvent()]);
    const answers = await Promise.all(Array.from({ length: 10 }, () => send(collector, batch)));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 503));
    expect(sentences.filter((sentence) => sentence.startsWith('Events could not be stored'))).toHaveLength(1);
    other.exec('ROLLBACK');
    expect(await (await send(collector, batch)).text()).toContain('"received"');
    expect(await collector.store.events()).toHaveLength(1);
  });

  test('an erasure beside an open reader says that the content is still in the files, and it goes as the reader does', async () => {
    const folder = await aFolder();
    const database = join(folder, 'events.db');
    const collector = await collectorFor({ database });
    const secret = 'maria.perez-0123456789';
    await send(collector, aBatch(Array.from({ length: 50 }, () => anEvent({ session: 'erase-me', note: secret }))));
    const reader = anotherProgram(database);
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM events').all();
    expect(await collector.store.erase({ session: 'erase-me' })).toMatchObject({ erased: 50, overwritten: false });
    reader.exec('COMMIT');
    const isReadable = async () => {
      const names = (await readdir(folder)).filter((name) => name.startsWith('events.db'));
      const files = await Promise.all(names.map((name) => readFile(join(folder, name), 'latin1')));
      return files.join().includes(secret);
    };
    await expect.poll(isReadable, { timeout: 10_000 }).toBe(false);
  });

  test('a file that is no database is refused with a sentence', async () => {
    const database = join(await aFolder(), 'events.db');
    await writeFile(database, 'x'.repeat(10_000));
    await expect(collectorFor({ database })).rejects.toThrow(/not a database/);
  });

  test('a database that is damaged while it is used is answered with 503, and nothing of it is acknowledged', async () => {
    const database = join(await aFolder(), 'events.db');
    const collector = await collectorFor({ database });
    await send(collector, aBatch([anEvent()]));
    const other = anotherProgram(database);
    other.exec('DROP TABLE ids');
    expect((await send(collector, aBatch([anEvent()]))).status).toBe(503);
  });

  test('a file of the example collector is taken over with its events, their numbers and the ids of what was erased', async () => {
    const database = join(await aFolder(), 'events.db');
    const old = new Database(database);
    const [kept, erased] = [randomUUID(), randomUUID()];
    old.exec(`CREATE TABLE event_log (received_seq INTEGER PRIMARY KEY AUTOINCREMENT, business TEXT NOT NULL, id TEXT NOT NULL,
      received_at TEXT NOT NULL, session TEXT, action TEXT, tracked_at REAL, clock_skew REAL, sent_at TEXT, page_url TEXT,
      amount REAL, currency TEXT, user_id TEXT, observed_by TEXT, ip TEXT, library TEXT, event TEXT);
      CREATE VIEW events AS SELECT * FROM event_log WHERE action IS NOT NULL;
      INSERT INTO event_log (received_seq, business, id, received_at) VALUES (4, 'xy76ks', '${erased}', '2026-11-01T10:00:00.000Z');
      INSERT INTO event_log (received_seq, business, id, received_at, session, action, tracked_at, clock_skew, event)
        VALUES (7, 'xy76ks', '${kept}', '2026-11-01T10:00:00.000Z', 's-1', 'cart.added', 5.5, 0, '{"note":1}');`);
    old.close();
    const collector = await collectorFor({ database, retentionDays: 0 });
    expect(await collector.store.events()).toMatchObject([
      { received_seq: 7, id: kept, session: 's-1', event: { note: 1 } },
    ]);
    const results = await send(collector, aBatch([anEvent({ id: erased }), anEvent({ id: kept }), anEvent()]));
    expect(await results.json()).toMatchObject({
      results: [{ status: 'duplicate' }, { status: 'duplicate' }, { status: 'received' }],
    });
    expect(await collector.store.newest()).toBeGreaterThan(7);
  });
});
