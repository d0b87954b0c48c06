import type { Kysely } from 'kysely';
import type { Tables } from '../tables.js';
import type { ProfileKey } from './types.js';

/** Whose a session is; undefined where nobody was named in it. */
export const ownerOf = (db: Kysely<Tables>, business: string, session: string): Promise<ProfileKey | undefined> =>
  db
    .selectFrom('sessions')
    .select(['business', 'source', 'user_id'])
    .where('business', '=', business)
    .where('session', '=', session)
    .executeTakeFirst();
