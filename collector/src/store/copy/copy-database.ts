import type { Engine } from '../engine.js';
import { readShape } from '../migrate.js';
import type { Reader } from '../open-reader.js';
import { lastNumber, raiseLastNumber } from '../sequence.js';
import { forgetIndex } from '../search/delete-events.js';
import { explain } from '../sqlite/prepare-file.js';
import { copiedTables, deadLetters, events, ids, wholeTables } from './copied-tables.js';
import { readNoteOfTarget, writeNote } from './copy-note.js';
import { between, columnsOf, type CopiedRow, deleteAll, deleteNumbers, insertRows, portionsOf } from './rows.js';
import { refuseForeign } from './refuse-foreign.js';

export interface CopyParts {
  /** Has passed `checkSource`. */
  from: Reader;
  to: Engine;
  /** The source's address without secrets, by which the target knows it again. */
  source: string;
  /** Told of each portion. */
  onProgress?: (copied: CopyCounts) => void;
}

export interface CopyCounts {
  /** Ids that were looked at. */
  ids: number;
  /** Events that were new in the target. */
  events: number;
  /** Events and ids that the source has erased or forgotten since the last time. */
  removed: number;
}

const numberOf = (row: CopiedRow) => Number(row.received_seq);
const nameOf = (row: CopiedRow | undefined) => row && JSON.stringify([row.business, row.id]);

const foreign = (number: number) =>
  new Error(
    `The target has a row ${number} that the source does not have: a collector has written to it, or it is another shop's. Nothing more was copied; name an empty database.`,
  );

/**
 * Looks whether a database can be copied from, before anything is made for its copy.
 *
 * @throws with a sentence where it cannot
 */
export async function checkSource({ db, dialect, file }: Reader): Promise<void> {
  const { missing, unknown } = await readShape(db, dialect).catch((error: unknown) => {
    throw file === undefined ? error : explain(file, error);
  });
  if (unknown.length > 0) throw new Error('The source was written by a newer collector; update this one.');
  if (missing.length > 0) {
    throw new Error('The source has the shape of an older release; run "vitrina-collector migrate" on it first.');
  }
}

/**
 * Makes the target hold what the source holds, row by row with the same numbers. It can be interrupted and repeated: the target
 * notes how far it has come, in the transaction of each portion. What the source has erased since the last time is erased.
 *
 * @throws with a sentence where the target has rows that are not the source's; before anything is changed, unless a collector
 *   begins to write to the target meanwhile
 */
export async function copyDatabase({ from, to, source, onProgress }: CopyParts): Promise<CopyCounts> {
  const columns = new Map<string, string[]>();
  for (const table of copiedTables) columns.set(table.name, await columnsOf(from.db, table));
  const of = (name: string) => columns.get(name) ?? [];
  const counts: CopyCounts = { ids: 0, events: 0, removed: 0 };

  const note = await readNoteOfTarget(to.db);
  const upTo = note?.source === source ? note.upTo : 0;
  if (upTo === 0) await refuseForeign(from.db, to.db, of);
  else {
    const newest = await to.db
      .selectFrom('ids')
      .select(({ fn }) => fn.max('received_seq').as('last'))
      .executeTakeFirst();
    if (Number(newest?.last ?? 0) > upTo) throw foreign(Number(newest?.last));
    // A database counts on even when rows go; a smaller count means that another file has the name now.
    if ((await lastNumber(from.db, from.dialect, 'ids', 'received_seq')) < upTo) throw foreign(upTo);
  }

  // The target makes its own when a collector is started on it, and it must not keep what is removed now.
  await to.write((db) => forgetIndex(db, to.dialect));

  async function copyRange(first: number, last: number, sourceIds: CopiedRow[]): Promise<void> {
    const told = new Set((await between(from.db, events, ['received_seq'], first, last)).map(numberOf));
    await to.write(async (db) => {
      const before = await readNoteOfTarget(db);
      const known = new Map(
        (await between(db, ids, ['received_seq', 'business', 'id'], first, last)).map((row) => [numberOf(row), row]),
      );
      const contents = new Set((await between(db, events, ['received_seq'], first, last)).map(numberOf));
      const kept = new Set(sourceIds.map(numberOf));
      const erased = [...contents].filter((number) => !told.has(number));
      const forgotten = [...known.keys()].filter((number) => !kept.has(number));
      for (const number of forgotten) if (number > upTo) throw foreign(number);
      for (const row of sourceIds) {
        const there = known.get(numberOf(row));
        if (there && nameOf(there) !== nameOf(row)) throw foreign(numberOf(row));
      }
      // Contents are read only where one is missing: a repeat is mostly about what is there already.
      const isWhole = [...told].every((number) => contents.has(number));
      const found = isWhole ? [] : await between(from.db, events, of('events'), first, last);
      const fresh = found.filter((row) => !contents.has(numberOf(row)));
      await deleteNumbers(db, events, erased);
      await deleteNumbers(db, ids, forgotten);
      await insertRows(
        db,
        to.dialect,
        ids,
        of('ids'),
        sourceIds.filter((row) => !known.has(numberOf(row))),
      );
      await insertRows(db, to.dialect, events, of('events'), fresh);
      await raiseLastNumber(db, to.dialect, 'ids', 'received_seq', last);
      await writeNote(db, { ...before, source, upTo: Math.max(upTo, last) });
      counts.events += fresh.length;
      counts.removed += erased.length + forgotten.length;
    });
    counts.ids += sourceIds.length;
    onProgress?.(counts);
  }

  let last = 0;
  for await (const rows of portionsOf(from.db, ids, of('ids'))) {
    const first = last;
    last = numberOf(rows.at(-1) as CopiedRow);
    await copyRange(first, last, rows);
  }
  if (last < upTo) await copyRange(last, upTo, []);

  for (const table of wholeTables) {
    await to.write(async (db) => {
      const before = await readNoteOfTarget(db);
      let letters = before?.letters ?? 0;
      await deleteAll(db, table);
      for await (const rows of portionsOf(from.db, table, of(table.name))) {
        await insertRows(db, to.dialect, table, of(table.name), rows);
        if (table === deadLetters) letters = Math.max(letters, ...rows.map(({ number }) => Number(number)));
      }
      await writeNote(db, { source, upTo: Math.max(upTo, last), letters });
    });
  }
  for (const { name, numbered } of copiedTables) {
    if (numbered === undefined) continue;
    const number = await lastNumber(from.db, from.dialect, name, numbered);
    await to.write((db) => raiseLastNumber(db, to.dialect, name, numbered, number));
  }
  await to.overwrite();
  return counts;
}
