import { pathToFileURL } from 'node:url';
import Database from 'libsql';
import type { SqliteDatabase, SqliteStatement } from 'kysely';

/** Statements that are kept ready. Those of the inspector vary with what is asked, so the oldest ones go. */
const mostStatements = 200;

interface OpenDatabase extends SqliteDatabase {
  /** Writes the log into the database and empties it; false if a reader of another process keeps parts of it. */
  emptyLog(): boolean;
}

/**
 * Opens the file as Kysely wants it, with its statements kept ready.
 *
 * @param path a file, or ':memory:'
 */
export function openDatabase(path: string): OpenDatabase {
  const database = new Database(path, { timeout: 0 });
  try {
    database.exec('PRAGMA journal_mode = WAL');
    // An acknowledged event survives a power cut, too: the log is synced at each commit.
    database.exec('PRAGMA synchronous = FULL');
    // Erased content is overwritten in the file, not only unlinked.
    database.exec('PRAGMA secure_delete = ON');
  } catch (error) {
    // A connection that is left open would keep its locks.
    database.close();
    throw error;
  }
  return prepareOnce(database);
}

/**
 * Opens a file that is there without being able to change it, also while a collector writes to it.
 *
 * @param path of a file
 */
export function openForReading(path: string): OpenDatabase {
  // libsql's own option "readonly" is ignored (0.5.29, November 2026); SQLite's address with a mode is not.
  const database = new Database(`${pathToFileURL(path).href}?mode=ro`, { timeout: 4000 });
  return prepareOnce(database);
}

function prepareOnce(database: Database.Database): OpenDatabase {
  const statements = new Map<string, SqliteStatement>();

  /** A command without rows. What `exec` has run is always finished. */
  const command = (run: () => void) =>
    ({
      reader: false,
      run: () => {
        run();
        return { changes: 0, lastInsertRowid: 0 };
      },
      all: () => [],
      iterate: () => [][Symbol.iterator](),
    }) as unknown as SqliteStatement;

  const commands: Partial<Record<string, SqliteStatement>> = {
    /**
     * A transaction asks for the write lock as it begins, and not with its first statement: a statement that meets a lock stays
     * unfinished in SQLite until it is run again, and no transaction can be committed beside it ("SQL statements in progress").
     */
    begin: command(() => database.exec('BEGIN IMMEDIATE')),
    /**
     * Where the disk is full or fails, SQLite has taken the transaction back by itself (https://sqlite.org/lang_transaction.html,
     * 2026-11). To do it again would be an error, which would hide the first one.
     */
    rollback: command(() => {
      if (database.inTransaction) database.exec('ROLLBACK');
    }),
  };

  return {
    prepare(sql) {
      const known = commands[sql] ?? statements.get(sql);
      if (known) return known;
      if (statements.size >= mostStatements) statements.delete(statements.keys().next().value ?? '');
      const statement = database.prepare(sql) as unknown as SqliteStatement;
      statements.set(sql, statement);
      return statement;
    },
    emptyLog() {
      const [result] = database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all() as { busy: number }[];
      return result?.busy === 0;
    },
    close: () => void database.close(),
  };
}
