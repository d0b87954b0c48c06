/**
 * Lets calls that come while another is under way share the next one, so that a burst costs a few commits instead of one each.
 *
 * @param work gets at most `most` items
 */
export function gather<Item>(work: (items: Item[]) => Promise<void>, most = 500): (item: Item) => Promise<void> {
  const waiting: { item: Item; resolve: () => void; reject: (cause: unknown) => void }[] = [];
  let isRunning = false;

  async function run(): Promise<void> {
    while (waiting.length > 0) {
      const some = waiting.splice(0, most);
      try {
        await work(some.map(({ item }) => item));
        for (const { resolve } of some) resolve();
      } catch (cause) {
        for (const { reject } of some) reject(cause);
      }
      // The embedded database works synchronously: let requests in between two commits.
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
    isRunning = false;
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (isRunning) return;
      isRunning = true;
      setImmediate(() => void run());
    });
}
