import { limits } from './limits.js';

/**
 * Counts what is in a value and how deep it is, without going on where a limit is passed.
 *
 * @returns the limit that it passes, undefined if it keeps them all
 */
export function findExcess(value: unknown): 'depth' | 'values' | undefined {
  let values = 0;
  let excess: 'depth' | 'values' | undefined;
  const walk = (part: unknown, depth: number): void => {
    if (excess) return;
    if (++values > limits.eventValues) excess = 'values';
    else if (typeof part === 'object' && part !== null) {
      if (depth >= limits.eventDepth) excess = 'depth';
      else if (Array.isArray(part)) for (const item of part) walk(item, depth + 1);
      else for (const name in part) walk((part as Record<string, unknown>)[name], depth + 1);
    }
  };
  walk(value, 0);
  return excess;
}
