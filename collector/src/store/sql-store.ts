import { sql } from 'kysely';
import type { Engine } from './engine.js';
import { createAttacher } from './identity/attach.js';
import { createAliasEditor } from './identity/edit-aliases.js';
import { createPersonReader } from './identity/read-person.js';
import { createProfileReader } from './identity/read-profiles.js';
import { createDeliveryKeeper } from './outbox/keep-deliveries.js';
import { createDeliveryReader } from './outbox/read-deliveries.js';
import { createDeadLetters } from './queries/dead-letters.js';
import { createEraser } from './queries/erase.js';
import { createIndexer } from './search/fill-index.js';
import { createQuestions, slowQuestions } from './queries/questions.js';
import { createRefusalKeeper } from './queries/keep-refusals.js';
import { createRefusalReader } from './queries/refusals.js';
import { createSweeper } from './queries/sweep.js';
import { keepToken } from './queries/token.js';
import { createUsageReader } from './queries/usage.js';
import { type Store, StoreUnavailable } from './store.js';
import { createInsertion, type Follower } from './insertion.js';
import { createWriter } from './writer.js';

/** The questions, of which the engine may answer some in its own way. */
function questionsOf({ db, dialect, ask }: Engine): ReturnType<typeof createQuestions> {
  const questions = createQuestions(db, dialect);
  if (!ask) return questions;
  const elsewhere = slowQuestions.map((name) => [name, (...given: unknown[]) => ask(name, given)]);
  return { ...questions, ...Object.fromEntries(elsewhere) };
}

/**
 * The store over an SQL database: everything but what the engine does in its own way.
 *
 * @param followers do what follows from new events, in the transaction that stores them
 */
export function createStore(
  engine: Engine,
  log: (sentence: string) => void,
  followers: readonly Follower[] = [],
): Store {
  const { db } = engine;
  const insertNew = createInsertion(engine, followers);
  const writer = createWriter(engine, insertNew, log);
  return {
    put: writer.put,
    onStored: engine.onAnnounced,
    ...questionsOf(engine),
    ...createEraser(engine),
    ...createSweeper(engine),
    ...createUsageReader(db),
    ...createDeadLetters(engine),
    ...createIndexer(engine),
    ...createAttacher(engine),
    ...createAliasEditor(engine),
    ...createProfileReader(db),
    ...createRefusalReader(db),
    ...createRefusalKeeper(engine),
    ...createDeliveryReader(db),
    ...createDeliveryKeeper(engine),
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
