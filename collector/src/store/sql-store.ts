import { sql } from 'kysely';
import { createFetchJobs } from './connections/fetch-jobs.js';
import { createConnectionKeeper } from './connections/keep-connections.js';
import { createOrderKeeper } from './connections/keep-orders.js';
import { createPrivacyRequests } from './connections/privacy-requests.js';
import type { Engine } from './engine.js';
import { createRulebook, type Rulebook } from '../automations/rulebook.js';
import { createFiring } from './automations/fire-timers.js';
import { createAutomationFollower, type Withdraw } from './automations/follow-events.js';
import { createAutomationReader } from './automations/read-automations.js';
import { createAttacher } from './identity/attach.js';
import { createAliasEditor } from './identity/edit-aliases.js';
import { createPersonReader } from './identity/read-person.js';
import { createProfileReader } from './identity/read-profiles.js';
import { createDeliveryKeeper } from './outbox/keep-deliveries.js';
import { createDeliveryReader } from './outbox/read-deliveries.js';
import { withdrawEvents } from './outbox/withdraw.js';
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

/** What a store does beside storing. */
export interface StoreParts {
  /** They do what follows from new events, in the transaction that stores them. */
  followers?: readonly Follower[];
  /** The automations of the moment; none by default. */
  rulebook?: Rulebook;
  /** Takes back what waits to leave the collector because of an event, where the event's reason has gone: deliveries, by default. */
  withdraw?: Withdraw;
}

/** The store over an SQL database: everything but what the engine does in its own way. */
export function createStore(
  engine: Engine,
  log: (sentence: string) => void,
  { followers = [], rulebook = createRulebook(() => ({})), withdraw = withdrawEvents }: StoreParts = {},
): Store {
  const { db } = engine;
  const insertNew = createInsertion(engine, [createAutomationFollower(rulebook, withdraw), ...followers]);
  const writer = createWriter(engine, insertNew, log);
  return {
    put: writer.put,
    onStored: engine.onAnnounced,
    ...questionsOf(engine),
    ...createEraser(engine),
    ...createSweeper(engine),
    ...createUsageReader(db),
    ...createDeadLetters(engine),
    ...createFiring(engine, insertNew, rulebook),
    ...createAutomationReader(db, rulebook),
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
    ...createConnectionKeeper(engine),
    ...createFetchJobs(engine, insertNew),
    ...createPrivacyRequests(engine),
    ...createOrderKeeper(engine, insertNew),
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
