import type { Store, Usage } from '../store/store.js';
import { keepLooking } from './keep-looking.js';

const nothing: Usage = { events: 0, bytes: 0 };

/**
 * Knows about what each business has sent today, over all collectors of the database. It is a few seconds late, which a quota
 * can bear: a request then costs no question to the database.
 */
export async function followUsage(store: Store): Promise<{ of: (business: string) => Usage; stop: () => void }> {
  let usage = new Map<string, Usage>();
  const stop = await keepLooking(async () => {
    usage = await store.usage();
  });
  return { of: (business) => usage.get(business) ?? nothing, stop };
}
