import type { KeyValue } from '../base/env.js';
import { parseObject } from '../base/json.js';
import type { Emit } from '../base/signals.js';
import type { User } from '../types/tracker.js';
import type { Jar } from './jar.js';

interface Known extends User {
  /** Of what was said about the user last. */
  hash?: string;
  /** Id of the event that says so, until the endpoint has accepted it. */
  event?: string;
}

/**
 * The shop's own customer, once known. An identification has effect at once, also on the pages that follow; the cookie is
 * written when the endpoint has accepted it, and by then `key` remembers it.
 */
export const createUser = (jar: Jar, storage: KeyValue, key: string, emit: Emit) => {
  const parse = (text: string | null | undefined) => {
    const known = parseObject(text);
    return known?.id ? (known as unknown as Known) : undefined;
  };
  const accepted = () => parse(jar.read('user') ?? jar.readFallback('user'));
  const waiting = () => (jar.isStorageIdle() ? undefined : parse(storage.get(key)));
  let current = waiting() ?? accepted();

  const user = (): User | undefined => current && { id: current.id, source: current.source };
  const become = (next: Known | undefined) => {
    const before = JSON.stringify(user());
    current = next;
    if (JSON.stringify(user()) !== before) emit('user-set', user());
  };

  /** Other tabs hear what is stored; the cookie reaches them later. */
  const tell = (next: Known | object = {}) => {
    storage.set(key, JSON.stringify(next));
    storage.remove(key);
  };
  const refresh = () => become(waiting() ?? accepted());

  return {
    get: user,
    /** Who is known by this very identification, which may be on its way. */
    known: (hash: string) => (current?.hash === hash ? current : undefined),
    /** From now on the visitor is this user, as long as nobody refuses `event`. */
    identify(event: string, { id, source }: User, hash: string) {
      const next = { id, source, hash, event };
      storage.set(key, JSON.stringify(next));
      become(next);
    },
    /** Acknowledges an identification. One that was replaced or forgotten meanwhile changes nothing any more. */
    acknowledge(event: string, isAccepted: boolean) {
      const settled = waiting() ?? current;
      if (settled?.event !== event) return;
      const { id, source, hash } = settled;
      if (isAccepted) jar.set('user', JSON.stringify({ id, source, hash }));
      const next = isAccepted ? { id, source, hash } : accepted();
      tell(next);
      become(next);
    },
    forget() {
      jar.remove('user');
      tell();
      become(undefined);
    },
    /** Takes over what another tab has changed meanwhile. */
    refresh,
    onStorage: (change: StorageEvent) => change.key === key && change.newValue && become(parse(change.newValue)),
  };
};
