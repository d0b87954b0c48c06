import { chmod, copyFile, mkdir, open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type ErrorKind, errorKind } from './error-kind.js';
import { findLogDamage } from './examine-log.js';

const sizeOf = (path: string) =>
  stat(path).then(
    ({ size }) => size,
    () => undefined,
  );

/**
 * Makes sure that there is a file for the database, readable by its owner alone: what visitors do is nobody else's business on
 * this machine.
 *
 * @param log gets a sentence when a new database begins in a file that was there before, or when the log is damaged
 * @throws if a new database would take the place of events that are still there
 */
export async function prepareFile(path: string, log: (sentence: string) => void): Promise<void> {
  const size = await sizeOf(path);
  const logSize = (await sizeOf(`${path}-wal`)) ?? 0;
  // SQLite would delete the log of a database that is empty (https://sqlite.org/src/file/src/pager.c, 2026-11), and the log may
  // hold the latest events.
  if ((size ?? 0) === 0 && logSize > 0) {
    const state = size === undefined ? 'is gone' : 'is empty';
    throw new Error(
      `The database ${path} ${state}, but its log ${path}-wal still holds events; bring the database back, or move the log away to begin anew.`,
    );
  }
  const damage = await findLogDamage(`${path}-wal`);
  if (damage) {
    const aside = `${path}-wal.damaged-${Date.now()}`;
    await copyFile(`${path}-wal`, aside);
    log(
      `The log ${path}-wal is damaged at byte ${damage.at}: the ${damage.transactions} transactions from there on cannot be read and are missing. A copy of it is ${aside}; bring back a backup if there is one.`,
    );
  }
  if (size === 0) log(`The file ${path} was empty; a new database begins in it.`);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const file = await open(path, 'a', 0o600);
  const { mode } = await file.stat();
  await file.close();
  // The files beside it (-wal, -shm) get the permissions of the database itself. A file of somebody else stays as it is.
  await chmod(path, mode & 0o700).catch(() => {});
}

const explanations: Partial<Record<ErrorKind, string>> = {
  busy: 'is locked by another process; end that process, or choose another database',
  notADatabase: 'is not a database; nothing was changed in it. Choose another file',
  corrupt: 'is damaged; bring back a backup, or move it away to begin a new one',
  folder: 'is a folder; name a file in it',
  readonly: 'cannot be written; allow it for the file and its folder',
  full: 'has no room on its disk; make room',
};

/** The error that says what is wrong with the file and what can be done about it. */
export function explain(path: string, error: unknown): unknown {
  const kind = errorKind(error);
  const explanation = kind && explanations[kind];
  if (explanation === undefined) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new Error(`The database ${path} ${explanation} (${reason}).`, { cause: error });
}
