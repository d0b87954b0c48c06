import { parentPort, workerData } from 'node:worker_threads';
import { Kysely, SqliteDialect } from 'kysely';
import { createQuestions, type SlowQuestion } from '../queries/questions.js';
import type { Tables } from '../tables.js';
import { openForReading } from './database.js';

// The program of the thread that `ask-elsewhere.ts` starts.

export interface Question {
  number: number;
  /** Without a name the thread ends. */
  name?: SlowQuestion;
  given: unknown[];
}

export type Answer = { number: number; value: unknown } | { number: number; failure: string };

const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: openForReading(String(workerData)) }) });
const questions = createQuestions(db, { sequence: 'integer', isSqlite: true });

async function answer({ number, name, given }: Question): Promise<void> {
  if (name === undefined) {
    await db.destroy();
    parentPort?.close();
    return;
  }
  try {
    const ask = questions[name] as (...given: unknown[]) => Promise<unknown>;
    parentPort?.postMessage({ number, value: await ask(...given) } satisfies Answer);
  } catch (error) {
    const failure = error instanceof Error ? error.message : String(error);
    parentPort?.postMessage({ number, failure } satisfies Answer);
  }
}

parentPort?.on('message', (question: Question) => void answer(question));
