import { statfs } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Options } from '../options/collector-options.js';
import { isPostgres } from '../options/is-postgres.js';
import type { Store } from '../store/store.js';
import { keepLooking } from './keep-looking.js';

export interface DiskWatch {
  /** Why nothing more is taken; undefined where there is room. */
  problem: () => string | undefined;
  /** Bytes, as last seen. */
  seen: () => { free: number; database: number };
  stop: () => void;
}

/**
 * Looks at the disk now and then. A database that fills its disk takes other programs down with it, and SQLite needs room
 * to erase; so events are refused, and stay with the browsers, before it comes to that.
 *
 * @param log gets a sentence when that begins and when it ends
 */
export async function watchDisk(
  store: Store,
  options: Pick<Options, 'database' | 'disk'>,
  log: (sentence: string) => void,
): Promise<DiskWatch> {
  const { database } = options;
  const folder = database === ':memory:' || isPostgres(database) ? undefined : dirname(resolve(database));
  let free = Infinity;
  let size = 0;

  let isFull = false;

  function problem(): string | undefined {
    const limits = options.disk;
    if (free < limits.free) return `Only ${free} bytes are free on the collector's disk; send the events again later.`;
    if (size > limits.database) return `The collector's database has ${size} bytes, more than it may; send later.`;
    return undefined;
  }

  const stop = await keepLooking(async () => {
    size = await store.size();
    if (folder !== undefined) {
      const { bavail, bsize } = await statfs(folder);
      free = bavail * bsize;
    }
    const found = problem();
    if (isFull === (found !== undefined)) return;
    isFull = found !== undefined;
    log(found === undefined ? 'There is room on the disk again; events are taken.' : `Events are refused: ${found}`);
  });
  return { problem, seen: () => ({ free, database: size }), stop };
}

/** The disk of a process that has no database. */
export const noDisk: DiskWatch = {
  problem: () => undefined,
  seen: () => ({ free: Infinity, database: 0 }),
  stop: () => {},
};
