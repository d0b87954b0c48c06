/**
 * Parts of a list, each small enough for one statement: databases bound the parameters of a statement, and hold up others while it runs.
 *
 * @param size rows of a part, 100 by default
 */
export function* portionsOf<Item>(items: readonly Item[], size = 100): Generator<Item[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}
