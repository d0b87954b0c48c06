import { randomBytes } from 'node:crypto';
import { link, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { openForReading } from './database.js';

/** Codes of file systems that cannot give a file a second name. */
const noLinks = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'];

const codeOf = (error: unknown) => String((error as NodeJS.ErrnoException).code);

async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r');
  await handle.sync().finally(() => handle.close());
}

/** Gives a file its name, unless something has that name already. */
async function giveName(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
    await rm(from);
  } catch (error) {
    if (!noLinks.includes(codeOf(error))) throw error;
    await rename(from, to);
  }
}

/**
 * Copies a database into a new file, as it is at one moment, also while a collector writes to it. The copy is whole, or there is
 * none: it gets its name when it is on the disk.
 *
 * @returns bytes of the copy
 */
export async function backup(from: string, to: string): Promise<number> {
  const target = resolve(to);
  const refuse = () => new Error(`There is something at ${target} already; nothing was copied. Name another file.`);
  if (await stat(target).catch(() => undefined)) throw refuse();
  const part = `${target}.${randomBytes(4).toString('hex')}.part`;
  // The copy holds what visitors do, as the database does: it is readable by its owner alone from its first byte on.
  const handle = await open(part, 'wx', 0o600).catch((error: unknown) => {
    if (codeOf(error) !== 'ENOENT') throw error;
    const sentence = `The folder ${dirname(target)} does not exist; make it, writable for the user of this command.`;
    throw new Error(sentence, { cause: error });
  });
  await handle.close();
  try {
    const database = openForReading(from);
    try {
      // Copies within one read transaction, without the room of what was erased (https://sqlite.org/lang_vacuum.html).
      database.prepare(`VACUUM INTO '${part.replaceAll("'", "''")}'`).run([]);
    } finally {
      database.close();
    }
    // SQLite does not sync what it copies in this way (same page, checked 2026-11).
    await sync(part);
    await giveName(part, target);
    await sync(dirname(target));
  } catch (error) {
    await rm(part, { force: true });
    throw codeOf(error) === 'EEXIST' ? refuse() : error;
  }
  return (await stat(target)).size;
}
