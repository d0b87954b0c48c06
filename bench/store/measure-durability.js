import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { candidates } from './candidates.js';

const writer = fileURLToPath(new URL('writer.js', import.meta.url));

/** Runs the writer, kills it at a random moment after it has started to write, and answers the ids it acknowledged. */
/** @param {string} name @param {string} folder @param {number} batchSize @returns {Promise<string[][]>} */
async function writeUntilKilled(name, folder, batchSize) {
  const child = spawn(process.execPath, [writer, name, folder, String(batchSize)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8');
  await new Promise((resolve, reject) => {
    child.once('exit', () => reject(new Error(`The ${name} writer ended before it could be killed.`)));
    child.stdout.on('data', (chunk) => {
      output += chunk;
      if (output.startsWith('ready\n')) resolve(undefined);
    });
  });
  const closed = new Promise((resolve) => child.once('close', resolve));
  setTimeout(() => child.kill('SIGKILL'), 5 + Math.random() * 400);
  await closed;
  // The last line may be cut in the middle: it was not acknowledged.
  return output
    .slice('ready\n'.length, output.lastIndexOf('\n') + 1)
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split(' '));
}

/** @param {string} name @param {number} rounds @param {number} batchSize */
export async function measureDurability(name, rounds, batchSize) {
  const open = candidates[name];
  if (!open) throw new Error(`There is no candidate "${name}".`);
  const figures = { acknowledged: 0, missing: 0, half: 0, unopenable: 0, damaged: 0 };
  for (let round = 0; round < rounds; round++) {
    const folder = await mkdtemp(join(tmpdir(), `bench-${name}-`));
    try {
      // Twice in the same folder: the second writer starts on what the first kill left behind.
      const batches = await writeUntilKilled(name, folder, batchSize);
      batches.push(...(await writeUntilKilled(name, folder, batchSize).catch(() => (figures.unopenable++, []))));
      const store = await open(folder);
      const kept = new Set(await store.ids());
      if ((await store.integrity()) !== 'ok') figures.damaged++;
      await store.close();
      const acknowledged = batches.flat();
      figures.acknowledged += acknowledged.length;
      figures.missing += acknowledged.filter((id) => !kept.has(id)).length;
      if (kept.size % batchSize !== 0) figures.half++;
    } catch (error) {
      figures.unopenable++;
      console.error(`${name}: ${error instanceof Error ? error.message : error}`);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  return figures;
}
