import { inject } from 'vitest';
import type { TestProject } from 'vitest/node';
import { createDatabase, type Postgres, startPostgres } from './postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of a database of the server that all test files share. */
    postgres: string;
  }
}

/** Runs once before all test files: a server of their own would cost each of them seconds. */
export default async function startShared(project: TestProject): Promise<() => Promise<void>> {
  const server = await startPostgres();
  project.provide('postgres', server.address);
  return server.stop;
}

/** The server of this run. A test that stops it, or counts what it has, starts one of its own. */
export function sharedPostgres(): Pick<Postgres, 'newDatabase'> {
  const address = inject('postgres');
  return { newDatabase: () => createDatabase(address) };
}
