import type { Kysely } from 'kysely';
import type { Engine } from '../engine.js';
import { storable } from '../insert.js';
import type { DeadLetter, DeadLetterPage, DeadLetterSummary, StuckLetter } from '../dead-letters.js';
import type { DeadLettersTable, Tables } from '../tables.js';
import type { Naming } from './naming.js';

const day = 86_400_000;

/** Characters of a batch that are shown. */
const shown = 2000;

const parseHeaders = (text: string): Record<string, string> => JSON.parse(text) as Record<string, string>;

/** SQLite gives bytes as an ArrayBuffer, PostgreSQL as a Buffer. */
const bytesOf = (body: Uint8Array): Buffer => Buffer.from(body);

/** Batches that could not be stored and name whom an erasure is about. */
export async function findDeadLetters(
  db: Kysely<Tables>,
  { business, isNamedIn }: Naming,
): Promise<{ number: number; died_at: string; bytes: number }[]> {
  let query = db.selectFrom('dead_letters').select(['number', 'business', 'died_at', 'body']);
  if (business !== undefined) query = query.where('business', '=', business);
  return (await query.execute()).flatMap(({ number, died_at, body, ...row }) => {
    const text = bytesOf(body).toString('utf8');
    return isNamedIn({ ...row, text }) ? [{ number, died_at, bytes: bytesOf(body).length }] : [];
  });
}

/** Erasure reaches what could not be stored, too: such a batch cannot be taken apart, so all of it goes. */
export async function emptyDeadLetters(db: Kysely<Tables>, naming: Naming): Promise<number> {
  const found = await findDeadLetters(db, naming);
  for (const { number } of found) {
    await db
      .updateTable('dead_letters')
      .set({ body: Buffer.alloc(0) })
      .where('number', '=', number)
      .execute();
  }
  return found.length;
}

/** In place of what a message says, where the database refuses that, too. */
const refusedTexts = {
  business: '',
  reason: 'The message cannot be stored, and neither can the reason for that.',
  headers: '{}',
};

/** Messages that could not be stored. */
export function createDeadLetters(engine: Engine) {
  const { db } = engine;

  const insert = (row: Omit<DeadLettersTable, 'number'>) =>
    engine.write((transaction) =>
      transaction
        .insertInto('dead_letters')
        .values(row)
        .onConflict((conflict) => conflict.column('message').doNothing())
        .execute(),
    );

  return {
    async keepDeadLetter({ message, business, reason, headers, body }: DeadLetter): Promise<void> {
      // A reason can quote the message, with whatever stands in it.
      const row = {
        message: String(storable(message)),
        business: String(storable(business)),
        reason: String(storable(reason)),
        died_at: new Date().toISOString(),
        headers: JSON.stringify(headers),
        body: Buffer.from(body),
      };
      try {
        await insert(row);
      } catch (cause) {
        if (!engine.isRefusal(cause)) throw cause;
        await insert({ ...row, ...refusedTexts });
      }
    },

    async stuckLetters(numbers: number[]): Promise<StuckLetter[]> {
      if (numbers.length === 0) return [];
      const rows = await db
        .selectFrom('dead_letters')
        .select(['number', 'business', 'headers', 'body'])
        .where('number', 'in', numbers)
        .orderBy('number')
        .execute();
      return rows
        .map((row) => ({ ...row, headers: parseHeaders(row.headers), body: bytesOf(row.body) }))
        .filter(({ body }) => body.length > 0);
    },

    async settleDeadLetter(number: number, failure?: string): Promise<void> {
      await engine.write(async (transaction) => {
        if (failure === undefined) {
          await transaction.deleteFrom('dead_letters').where('number', '=', number).execute();
          return;
        }
        const reason = String(storable(failure));
        await transaction.updateTable('dead_letters').set({ reason }).where('number', '=', number).execute();
      });
    },

    async deadLetters({ limit = 100, before }: DeadLetterPage = {}) {
      let query = db.selectFrom('dead_letters').selectAll();
      if (before !== undefined) query = query.where('number', '<', before);
      const found = await query
        .orderBy('number', 'desc')
        .limit(limit + 1)
        .execute();
      const counted = await db
        .selectFrom('dead_letters')
        .select(({ fn }) => fn.countAll().as('total'))
        .executeTakeFirst();
      const deadLetters = found
        .slice(0, limit)
        .map(({ number, business, died_at, reason, headers, body }): DeadLetterSummary => ({
          number,
          business,
          died_at,
          reason,
          headers: parseHeaders(headers),
          bytes: bytesOf(body).length,
          text: bytesOf(body).toString('utf8').slice(0, shown),
        }));
      return {
        deadLetters,
        next: found.length > limit ? (deadLetters.at(-1)?.number ?? null) : null,
        total: Number(counted?.total ?? 0),
      };
    },

    async sweepStream({ stream, retention }: { stream: number; retention: number }): Promise<void> {
      const before = (days: number) => new Date(Date.now() - days * day).toISOString();
      await engine.write(async (transaction) => {
        await transaction.deleteFrom('erasures').where('erased_at', '<', before(stream)).execute();
        if (retention === 0) return;
        await transaction.deleteFrom('dead_letters').where('died_at', '<', before(retention)).execute();
      });
    },
  };
}
