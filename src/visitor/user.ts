import type { KeyValue } from '../base/env.js';
import { parseObject, stringify } from '../base/json.js';
import type { Emit } from '../base/signals.js';
import type { User } from '../types/tracker.js';
import type { Jar } from './jar.js';
import { pick, readRecord, toTexts } from './record.js';

/** The most bytes of the cookie. */
const MAX_BYTES = 280;

interface Known extends User {
  /** Fingerprint of the user's last identification. */
  hash?: string;
  /** Id of that identification's event, until the endpoint has accepted it. */
  event?: string;
}

/** Returns the user in a stored record, of which other scripts may have written any part; `undefined` if there is none. */
const toKnown = (record: unknown): Known | undefined => {
  const known = pick(record, 'id source hash event', (text) => text);
  return known?.id ? (known as unknown as Known) : undefined;
};

/**
 * Creates the store of the shop's identified customer. An identification takes effect at once, also on later pages. It is
 * stored under `key` until the endpoint has accepted it; then it is written to the cookie.
 */
export const createUser = (jar: Jar, storage: KeyValue, key: string, emit: Emit) => {
  const accepted = () => toKnown(readRecord(jar, 'user'));
  const waiting = () => (jar.isStorageIdle() ? undefined : toKnown(parseObject(storage.get(key))));
  let current = waiting() ?? accepted();

  const user = (): User | undefined => current && { id: current.id, source: current.source };
  const become = (next: Known | undefined) => {
    const before = stringify(user());
    current = next;
    if (stringify(user()) !== before) emit('user-set', user());
  };

  /** Sends the user to other tabs by a storage event, because the cookie reaches them later. */
  const tell = (next: Known | object = {}) => {
    storage.set(key, stringify(next));
    storage.remove(key);
  };
  const refresh = () => become(waiting() ?? accepted());

  return {
    /** Returns the user; `undefined` if the visitor is not identified. */
    get: user,
    /** Returns the user if the last identification has this fingerprint, else `undefined`. Its event may not be accepted yet. */
    known: (hash: string) => (current?.hash === hash ? current : undefined),
    /** Makes the visitor this user, unless the endpoint later refuses `event`. */
    identify(event: string, { id, source }: User, hash: string) {
      const next = { id, source, hash, event };
      storage.set(key, stringify(next));
      become(next);
    },
    /**
     * Acknowledges an identification. If it was refused, the last accepted user comes back. An identification that was replaced
     * or forgotten meanwhile is ignored.
     */
    acknowledge(event: string, isAccepted: boolean) {
      const settled = waiting() ?? current;
      if (settled?.event !== event) return;
      const next = isAccepted ? { ...settled, event: undefined } : accepted();
      // A customer's number cannot be shortened.
      if (next && isAccepted) jar.set('user', ...toTexts(next, MAX_BYTES, next.hash, 0));
      tell(next);
      become(next);
    },
    forget() {
      jar.remove('user');
      tell();
      become(undefined);
    },
    /** Takes over what another tab has changed. */
    refresh,
    onStorage: (change: StorageEvent) =>
      change.key === key && change.newValue && become(toKnown(parseObject(change.newValue))),
  };
};
