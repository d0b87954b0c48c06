import { createHash } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { cutText } from '../cut-text.js';
import { type Engine, isMistake } from '../engine.js';
import { storable } from '../insert.js';
import type { RefusalBounds, RefusalNote, ResendOutcome } from '../refusals.js';
import { StoreRefused } from '../store.js';
import type { RefusalsTable, Tables } from '../tables.js';
import { findForgotten } from './forgotten-refusals.js';
import { portionsOf } from '../portions.js';

const day = 86_400_000;

/** Characters that a row takes beside its text, about. */
const rowSize = 500;

/** A business is brought back to its bounds when it may be above them by this part, and not after each row. */
const slack = 0.05;

/** Characters of a reason in words. */
const longestDescription = 1000;

/** Requests from an origin that is not listed, of which nothing is read. */
const fromUnlisted = 'not_allowed:origin';

/** The part of the rows of a business that they may take: anybody can invent any number of origins. */
const partOfUnlisted = 0.01;

const asText = (value: string): string => String(storable(value));
const asIndexed = (value: string | null): string | null => (value === null ? null : cutText(asText(value)));

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What tells repeats: the id of an event, unless that is wrong itself; the text of a body; and the sentence that names the origin. */
const sameness = ({ reason, description, id, text }: RefusalNote): string => {
  if (reason === fromUnlisted && text === '') return description;
  return id !== null && uuid.test(id) ? id.toLowerCase() : text;
};

/**
 * A repeat has the same digest. What came with a private key is told from the rest: ids of servers can be worked out, and nobody
 * else's refusal may stand in the place of theirs.
 */
const digestOf = (note: RefusalNote): string =>
  createHash('sha256')
    .update(JSON.stringify([note.business, note.reason, sameness(note)]))
    .update(note.arrival.trusted === true ? ' trusted' : '')
    .digest('base64url');

const toRow = (note: RefusalNote): Omit<RefusalsTable, 'number'> => {
  const text = asText(note.text);
  return {
    digest: digestOf(note),
    business: note.business,
    received_at: note.received_at,
    reason: cutText(asText(note.reason)),
    description: asText(note.description.slice(0, longestDescription)),
    action: asIndexed(note.action),
    id: asIndexed(note.id),
    session: asIndexed(note.session),
    user_id: asIndexed(note.user_id),
    arrival: JSON.stringify(note.arrival),
    bytes: note.bytes,
    // A text that the database changes is not what was sent.
    is_whole: Number(note.isWhole && text === note.text),
    text,
    size: text.length + rowSize,
    resent_at: null,
  };
};

/** Removes the oldest refusals of unlisted origins beyond their part, before they push out any others. */
const trimUnlisted = (db: Kysely<Tables>, business: string, { rows }: RefusalBounds) =>
  sql`DELETE FROM refusals WHERE business = ${business} AND reason = ${fromUnlisted} AND number <= (
    SELECT number FROM refusals WHERE business = ${business} AND reason = ${fromUnlisted}
      ORDER BY number DESC LIMIT 1 OFFSET ${Math.ceil(rows * partOfUnlisted)})`.execute(db);

/**
 * Removes the oldest refusals of a business that are beyond its bounds. What came with a private key goes last: anybody can have
 * something refused, as often as they like, and must not push out what the shop's own servers have sent.
 */
const trim = (db: Kysely<Tables>, business: string, { rows, bytes }: RefusalBounds) =>
  sql`DELETE FROM refusals WHERE number IN (
    SELECT number FROM (
      SELECT number, row_number() OVER newest AS place, sum(size) OVER newest AS total
      FROM refusals WHERE business = ${business} 
        WINDOW newest AS (ORDER BY CASE WHEN arrival LIKE '%"trusted":true%' THEN 0 ELSE 1 END, number DESC)
    ) AS counted WHERE place > ${rows} OR total > ${bytes})`.execute(db);

/** Notes what was refused although its business is known, and what became of it. */
export function createRefusalKeeper(engine: Engine) {
  /** What this process has added to each business since it was last brought to its bounds; Infinity before the first time. */
  const added = new Map<string, RefusalBounds>();

  async function keepWithin(transaction: Kysely<Tables>, business: string, bounds: RefusalBounds): Promise<void> {
    const { rows, bytes } = added.get(business) ?? { rows: Infinity, bytes: Infinity };
    if (rows <= bounds.rows * slack && bytes <= bounds.bytes * slack) return;
    await trimUnlisted(transaction, business, bounds);
    await trim(transaction, business, bounds);
    added.set(business, { rows: 0, bytes: 0 });
  }

  return {
    async keepRefusals(notes: RefusalNote[], bounds: RefusalBounds): Promise<void> {
      if (notes.length === 0) return;
      const work = async (transaction: Kysely<Tables>) => {
        const forgotten = await findForgotten(transaction, notes);
        const rows = notes.filter((note) => !forgotten.has(note)).map(toRow);
        for (const some of portionsOf(rows)) {
          await transaction
            .insertInto('refusals')
            .values(some)
            .onConflict((conflict) => conflict.column('digest').doNothing())
            .execute();
        }
        for (const { business, size } of rows) {
          const before = added.get(business);
          if (before) added.set(business, { rows: before.rows + 1, bytes: before.bytes + size });
        }
        for (const business of new Set(rows.map((row) => row.business)))
          await keepWithin(transaction, business, bounds);
      };
      await engine.write(work).catch((cause: unknown) => {
        const isRefused = engine.isRefusal(cause) || isMistake(cause);
        throw isRefused ? new StoreRefused(String(cause), { cause }) : cause;
      });
    },

    async settleRefusals(outcomes: ResendOutcome[]): Promise<void> {
      const resent_at = new Date().toISOString();
      const stored = outcomes.filter(({ isStored }) => isStored).map(({ number }) => number);
      await engine.write(async (transaction) => {
        if (stored.length > 0) {
          await transaction
            .updateTable('refusals')
            .set({ resent_at, text: '', is_whole: 0, size: rowSize })
            .where('number', 'in', stored)
            .execute();
        }
        for (const outcome of outcomes) {
          if (outcome.isStored) continue;
          await transaction
            .updateTable('refusals')
            .set({
              reason: cutText(asText(outcome.reason)),
              description: asText(outcome.description.slice(0, longestDescription)),
            })
            .where('number', '=', outcome.number)
            .execute();
        }
      });
    },

    async sweepRefusals(days: number): Promise<void> {
      const before = new Date(Date.now() - days * day).toISOString();
      await engine.write((transaction) =>
        transaction.deleteFrom('refusals').where('received_at', '<', before).execute(),
      );
    },
  };
}
