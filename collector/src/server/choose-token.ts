import { isPostgres } from '../options/is-postgres.js';
import type { Options } from '../options/collector-options.js';
import { type Store, StoreUnavailable } from '../store/store.js';

/** The token that opens the inspector, and whether nobody can have seen it before. */
export interface ChosenToken {
  token: string;
  isNew: boolean;
}

/**
 * The token of the options, or else the one that the database keeps: it outlasts a restart, and collectors on one database share it.
 *
 * @param given the token of the options, if there is one
 */
export async function chooseToken(
  store: Pick<Store, 'inspectorToken'>,
  given: string | undefined,
  { token: fresh, database, logger }: Pick<Options, 'token' | 'database' | 'logger'>,
): Promise<ChosenToken> {
  if (given !== undefined) return { token: given, isNew: false };
  try {
    const token = await store.inspectorToken(fresh);
    return { token, isNew: token === fresh };
  } catch (error) {
    // With a stream the collector starts without its database, and a process that only accepts events may have none at all. A full
    // disk takes no note either, and events are refused in their own way then.
    const hasNone = error instanceof StoreUnavailable && !isPostgres(database);
    if (!hasNone) {
      const cause = error instanceof Error ? error.message : String(error);
      logger.warn(`Until its next start this collector has an inspector's token of its own: ${cause}`);
    }
    return { token: fresh, isNew: true };
  }
}
