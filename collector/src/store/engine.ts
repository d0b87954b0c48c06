import type { Kysely } from 'kysely';
import type { Dialect } from './migrations.js';
import type { Tables } from './tables.js';

/** Whether an error comes of a value that the program cannot work with. */
export const isMistake = (error: unknown): boolean => error instanceof TypeError || error instanceof RangeError;

/** What one database does in its own way; all questions and statements are shared. */
export interface Engine {
  db: Kysely<Tables>;
  dialect: Dialect;
  /**
   * Runs work in one transaction. Only one writer is in such a transaction at a time, over all processes, so that rows become
   * visible in the order of their numbers and a reader by number skips none. The work may be run again after a conflict.
   */
  write<T>(work: (db: Kysely<Tables>) => Promise<T>): Promise<T>;
  /** Tells every process that rows were committed; called inside the transaction. */
  announce(db: Kysely<Tables>): Promise<void>;
  /** Calls back when rows were committed by this or another process, until the returned function is called. */
  onAnnounced(callback: () => void): () => void;
  /** Whether the database works and has refused what it was given, so that the same would be refused again. */
  isRefusal(error: unknown): boolean;
  /** Whether the database itself is the matter, such as a lost connection, a lock or a full disk, whatever it was given. */
  isAway(error: unknown): boolean;
  /** Makes what was deleted vanish from the files; resolves to false if a reader keeps that from happening now. */
  overwrite(): Promise<boolean>;
  /** Asks a slow question beside everything else; undefined where asking holds up nothing, or cannot be done elsewhere. */
  ask?: (name: string, given: unknown[]) => Promise<unknown>;
  /** Bytes that the database takes. */
  size(): Promise<number>;
  close(): Promise<void>;
}
