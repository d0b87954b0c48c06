import type { Store, Usage } from '../store/store.js';

const lookEvery = 5000;
const nothing: Usage = { events: 0, bytes: 0 };

/**
 * Knows about what each business has sent today, over all collectors of the database. It is a few seconds late, which a quota
 * can bear: a request then costs no question to the database.
 */
export async function followUsage(store: Store): Promise<{ of: (business: string) => Usage; stop: () => void }> {
  let usage = new Map<string, Usage>();

  async function look(): Promise<void> {
    try {
      usage = await store.usage();
    } catch {
      // A database that is away is told of where it is written to.
    }
  }

  await look();
  const timer = setInterval(() => void look(), lookEvery);
  timer.unref();
  return { of: (business) => usage.get(business) ?? nothing, stop: () => clearInterval(timer) };
}
