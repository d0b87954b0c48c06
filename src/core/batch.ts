import type { Entry } from './queue';

/** Events up to the first that does not fit or belongs to another group; one that is too large by itself goes alone. */
export const takeBatch = (entries: Entry[], most: { count: number; bytes: number }): Entry[] => {
  const batch: Entry[] = [];
  let bytes = 0;
  for (const entry of entries) {
    bytes += entry.bytes + 1;
    const first = batch[0];
    if (first && (batch.length >= most.count || bytes > most.bytes || entry.group !== first.group)) break;
    batch.push(entry);
  }
  return batch;
};
