import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { SlowQuestion } from '../queries/questions.js';
import { StoreUnavailable } from '../store.js';
import type { Answer, Question } from './answer-questions.js';

interface Asked {
  resolve: (value: unknown) => void;
  reject: (reason: Error) => void;
}

export interface Elsewhere {
  ask(name: SlowQuestion, given: unknown[]): Promise<unknown>;
  /** Ends the thread, after the questions that it has. */
  close(): Promise<void>;
}

const program = fileURLToPath(new URL('./answer-questions.js', import.meta.url));

/**
 * Asks a file in a thread of its own, because SQLite holds up its thread for as long as a question takes, and events are to be taken
 * meanwhile. The thread is started with the first question: a collector that nobody looks at has none.
 *
 * @returns undefined where there is no program for a thread, because the collector runs from its source
 */
export function askElsewhere(path: string): Elsewhere | undefined {
  if (!existsSync(program)) return undefined;
  const asked = new Map<number, Asked>();
  let worker: Worker | undefined;
  let ended: Promise<void> = Promise.resolve();
  let last = 0;

  function start(): Worker {
    const started = new Worker(program, { workerData: path });
    let reason = 'the thread that asks it has ended';
    started.on('message', (answer: Answer) => {
      const question = asked.get(answer.number);
      asked.delete(answer.number);
      // A program that waits for an answer must not end before it, and one that waits for none may.
      if (asked.size === 0) started.unref();
      if ('failure' in answer) question?.reject(new Error(answer.failure));
      else question?.resolve(answer.value);
    });
    started.on('error', (error) => (reason = error.message));
    ended = new Promise((resolve) => {
      started.once('exit', () => {
        worker = undefined;
        for (const { reject } of asked.values())
          reject(new StoreUnavailable(`The database cannot be asked: ${reason}.`));
        asked.clear();
        resolve();
      });
    });
    return started;
  }

  return {
    ask: (name, given) =>
      new Promise((resolve, reject) => {
        worker ??= start();
        worker.ref();
        const number = ++last;
        asked.set(number, { resolve, reject });
        worker.postMessage({ number, name, given } satisfies Question);
      }),
    async close() {
      worker?.ref();
      worker?.postMessage({ number: 0, given: [] } satisfies Question);
      await ended;
    },
  };
}
