import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { atEnd } from './collector-harness.ts';

/** The path of a database in a folder of its own, which is removed after the test. */
export async function databaseFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'collector-'));
  atEnd(() => rm(folder, { recursive: true, force: true }));
  return join(folder, 'events.db');
}
