// @vitest-environment node
import Database from 'libsql';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openStore } from '../../collector/src/store/open-store.ts';
import { atEnd } from './support/collector-harness.ts';
import { collectorProcess } from './support/collector-process.ts';
import { sharedPostgres } from './support/shared-postgres.ts';
import { batchSize, sendUntilGone } from './support/send-until-gone.ts';

/** `npm run kill` kills more often. */
const kills = Number(process.env.KILLS ?? 3);
const sides = 4;
/** Events that are acknowledged between two kills, at least. */
const between = 100;

const postgres = sharedPostgres();

async function newFile() {
  const folder = await mkdtemp(join(tmpdir(), 'collector-'));
  atEnd(() => rm(folder, { recursive: true, force: true }));
  return join(folder, 'a deep #1 ñ?', 'events 100%.db');
}

/** Where the events are, and what else is to be true of the place after a kill. */
const stores = {
  'a file': {
    place: newFile,
    check(database: string) {
      const client = new Database(database);
      expect(client.prepare('PRAGMA integrity_check').all()).toMatchObject([{ integrity_check: 'ok' }]);
      client.close();
    },
  },
  PostgreSQL: { place: () => postgres.newDatabase(), check: () => {} },
};

test.each(Object.entries(stores))(
  'a collector killed in the middle of writing keeps every acknowledged event once and no half batch in %s',
  async (name, { place, check }) => {
    const database = await place();
    const acknowledged = new Set<string>();
    for (let round = 1; round <= kills; round++) {
      const collector = await collectorProcess(['--database', database, '--rate-limit', '1000000']);
      const enough = acknowledged.size + between * (1 + Math.random());
      await sendUntilGone(collector.endpoint, sides, (ids) => {
        for (const id of ids) acknowledged.add(id);
        if (acknowledged.size >= enough) setTimeout(() => collector.kill('SIGKILL'), Math.random() * 20);
      });
      await collector.ended;

      check(database);
      const store = await openStore(database);
      const rows = await store.events();
      await store.close();
      const kept = new Set(rows.map(({ id }) => id));
      expect(kept.size).toBe(rows.length);
      expect([...acknowledged].filter((id) => !kept.has(id))).toEqual([]);
      expect(kept.size % batchSize).toBe(0);
      if (process.env.KILLS && round === kills) {
        console.log(`${name}: ${kills} kills, ${acknowledged.size} events acknowledged, ${kept.size} stored.`);
      }
    }
    expect(acknowledged.size).toBeGreaterThan(between * kills - 1);
  },
  30_000 + kills * 10_000,
);
