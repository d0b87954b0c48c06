import type { Kysely } from 'kysely';
import type { Tables } from '../tables.js';
import { copyNote } from './copied-tables.js';

/** What a database remembers about its copy: where from, and up to which numbers its rows are those of the source. */
export interface CopyNote {
  source: string;
  upTo: number;
  /** The highest number of a dead letter that was copied. */
  letters?: number;
  /** Something was erased in the copy, which a further copy would bring back. */
  isErased?: boolean;
}

export async function readNote(db: Kysely<Tables>): Promise<CopyNote | undefined> {
  const note = await db.selectFrom('notes').select('value').where('name', '=', copyNote).executeTakeFirst();
  return note && (JSON.parse(note.value) as CopyNote);
}

export async function writeNote(db: Kysely<Tables>, note: CopyNote): Promise<void> {
  const value = JSON.stringify(note);
  await db
    .insertInto('notes')
    .values({ name: copyNote, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute();
}

/** Notes in a copy that something was erased in it; the memory of the erasure itself is forgotten in time. */
export async function noteErasure(db: Kysely<Tables>): Promise<void> {
  const note = await readNote(db);
  if (note && !note.isErased) await writeNote(db, { ...note, isErased: true });
}

/**
 * Reads the note of a target.
 *
 * @throws with a sentence where a collector has erased something in it, or noted what it could not store
 */
export async function readNoteOfTarget(db: Kysely<Tables>): Promise<CopyNote | undefined> {
  const note = await readNote(db);
  if (note?.isErased) {
    throw new Error(
      'Something was erased in the target since it was copied, and would come back. Nothing more was copied; name an empty database.',
    );
  }
  if (note?.letters === undefined) return note;
  const own = await db
    .selectFrom('dead_letters')
    .select('number')
    .where('number', '>', note.letters)
    .executeTakeFirst();
  if (!own) return note;
  throw new Error(
    'The target has batches that could not be stored and that the source does not have: a collector has written to it. Nothing more was copied; name an empty database.',
  );
}
