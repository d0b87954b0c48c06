import type { Env, KeyValue } from '../base/env.js';
import { keyPrefix } from '../base/storage-keys.js';

/** Keeps the notes of the delivery, such as a wait that the collector has asked for. The events themselves are in the queue only. */
const createNotes = (): KeyValue => {
  const notes = new Map<string, string>();
  return {
    keys: () => [...notes.keys()],
    get: (key) => notes.get(key) ?? null,
    set(key, value) {
      const isNote = key.includes('~');
      if (isNote) notes.set(key, value);
      return isNote;
    },
    remove: (key) => void notes.delete(key),
  };
};

/** What the delivery takes from its surroundings: on a server there are no other tabs, and no ad blocker before the collector. */
export const createServerEnv = (businessId: string, transport: Env['transport']): Env => {
  const storage = createNotes();
  // Without a success an ad blocker would be assumed after some failures.
  storage.set(`${keyPrefix(businessId)}~wait`, '{"proven":true}');
  return {
    now: () => Date.now(),
    random: () => Math.random(),
    randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
    storage,
    transport,
    lock: (_name, task) => void task(true),
    online: () => true,
  };
};
