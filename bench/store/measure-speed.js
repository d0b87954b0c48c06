import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { candidates } from './candidates.js';
import { sampleEvent } from './sample-event.js';

/** @param {import('./candidates.js').Candidate} store @param {number} batchSize @param {number} total */
async function insertsPerSecond(store, batchSize, total) {
  const batches = Array.from({ length: total / batchSize }, () => Array.from({ length: batchSize }, sampleEvent));
  const started = performance.now();
  for (const batch of batches) await store.insert(batch);
  return Math.round((total / (performance.now() - started)) * 1000);
}

/** @param {string} name */
export async function measureSpeed(name) {
  const open = candidates[name];
  if (!open) throw new Error(`There is no candidate "${name}".`);
  const folder = await mkdtemp(join(tmpdir(), `bench-${name}-`));
  try {
    const before = performance.now();
    const first = await open(folder);
    const created = Math.round(performance.now() - before);
    const single = await insertsPerSecond(first, 1, 2000);
    const batched = await insertsPerSecond(first, 20, 10000);
    await first.close();
    const again = performance.now();
    const second = await open(folder);
    const reopened = Math.round(performance.now() - again);
    await second.close();
    return { created, reopened, single, batched, memory: Math.round(process.memoryUsage.rss() / 1e6) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
