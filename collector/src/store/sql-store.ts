import { sql } from 'kysely';
import type { Engine } from './engine.js';
import { createAttacher } from './identity/attach.js';
import { createAliasEditor } from './identity/edit-aliases.js';
import { createPersonReader } from './identity/read-person.js';
import { createProfileReader } from './identity/read-profiles.js';
import { createDeadLetters } from './queries/dead-letters.js';
import { createEraser } from './queries/erase.js';
import { createReader } from './queries/read.js';
import { createRefusalKeeper } from './queries/keep-refusals.js';
import { createRefusalReader } from './queries/refusals.js';
import { createSummaries } from './queries/summaries.js';
import { createSweeper } from './queries/sweep.js';
import { keepToken } from './queries/token.js';
import { createUsageReader } from './queries/usage.js';
import { type Store, StoreUnavailable } from './store.js';
import { createWriter } from './writer.js';

/** The store over an SQL database: everything but what the engine does in its own way. */
export function createStore(engine: Engine, log: (sentence: string) => void): Store {
  const { db } = engine;
  const writer = createWriter(engine, log);
  return {
    put: writer.put,
    onStored: engine.onAnnounced,
    ...createReader(db),
    ...createSummaries(db),
    ...createEraser(engine),
    ...createSweeper(engine),
    ...createUsageReader(db),
    ...createDeadLetters(engine),
    ...createAttacher(engine),
    ...createAliasEditor(engine),
    ...createProfileReader(db),
    ...createRefusalReader(db),
    ...createRefusalKeeper(engine),
    inspectorToken: (fresh) => keepToken(engine, fresh),
    ...createPersonReader(db),
    async probe() {
      try {
        await engine.write((transaction) => sql`DELETE FROM notes WHERE name = 'probe'`.execute(transaction));
      } catch (cause) {
        const message = cause instanceof Error ? cause.message : String(cause);
        throw new StoreUnavailable(`The database cannot be written: ${message}`, { cause });
      }
    },
    size: engine.size,
    async close() {
      await writer.settle();
      await engine.close();
    },
  };
}
