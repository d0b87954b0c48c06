import type { Engine } from '../engine.js';
import { storable } from '../insert.js';
import { rememberNamings } from './remember-users.js';
import type { SessionsTable } from './tables.js';
import type { AttachedSession, Attaching, ProfileKey } from './types.js';
import { nameOf, readTargets } from './aliases.js';

const clean = (text: string): string => String(storable(text));

/** The same profile as the columns have it. */
export const asStored = ({ business, source, user_id }: ProfileKey): ProfileKey => ({
  business,
  source: clean(source),
  user_id: clean(user_id),
});

export const toAttached = (row: SessionsTable): AttachedSession => ({
  session: row.session,
  source: row.source,
  user_id: row.user_id,
  attached_at: row.attached_at,
  attached_until: row.attached_until,
  trusted: row.trusted === 1,
});

/** Attaches sessions on the word of a server. */
export const createAttacher = (engine: Engine) => ({
  attach: (given: ProfileKey, session: string): Promise<Attaching> =>
    engine.write(async (db) => {
      const profile = asStored(given);
      const { business } = profile;
      const read = () =>
        db
          .selectFrom('sessions')
          .selectAll()
          .where('business', '=', business)
          .where('session', '=', session)
          .executeTakeFirst();
      const before = await read();
      const now = Date.now();
      const said = { ...profile, session, tracked_at: now / 1000, received_at: new Date(now).toISOString() };
      // Where the session is another's, this ends the time for which events without a user are that user's, and is noted.
      await rememberNamings(db, [{ ...said, isTrusted: true }]);
      const known = await db
        .selectFrom('events')
        .select('received_seq')
        .where('session', '=', session)
        .where('business', '=', business)
        .limit(1)
        .executeTakeFirst();
      const row = (await read()) as SessionsTable;
      const targetOf = await readTargets(db, [row, profile]);
      const isOther = nameOf(targetOf(row)) !== nameOf(targetOf(profile));
      if (!isOther && row.ended_at === null && row.attached_until !== null) {
        // The visitor has logged in again.
        await db
          .updateTable('sessions')
          .set({ attached_until: null })
          .where('business', '=', business)
          .where('session', '=', session)
          .execute();
        row.attached_until = null;
      }
      return { attached: before === undefined, isOther, isKnown: known !== undefined, holder: toAttached(row) };
    }),
});
