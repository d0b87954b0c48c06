import type { ConnectionStore } from '../store/connections/types.js';

export interface RoutinesStart {
  kind: string;
  /** What is done for each account. */
  routines: readonly string[];
  store: Pick<ConnectionStore, 'connections' | 'addJobs'>;
  /** Milliseconds. */
  now: () => number;
}

/** Has the routines of all accounts of a platform done at once: nobody knows what was missed while no process ran. */
export async function startRoutines({ kind, routines, store, now }: RoutinesStart): Promise<void> {
  const connections = (await store.connections()).filter((connection) => connection.kind === kind);
  await store.addJobs(
    connections.flatMap(({ account, business }) =>
      routines.map((resource) => ({ kind, account, business, resource, due_at: now() })),
    ),
  );
}
