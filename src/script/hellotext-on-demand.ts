import { keyPrefix } from '../base/storage-keys.js';
import { listen } from '../browser/listen.js';
import { createQueue } from '../delivery/queue.js';
import type { Destination } from '../tracker/destination.js';
import { takeHellotextOptions } from './hellotext-options.js';
import type { CreateDestination } from './start-with.js';

/** Cookies of Hellotext whose format only its own file knows. */
const FORMATTED = /^u/;
const FURTHER = ['click_ids', 'session_ack_at', 'user_id', 'user_source', 'user_identification_hash'];

/** Stores what happens, for the next page to send: the destination while its file is missing. */
const storing: Destination = {
  name: 'hellotext',
  prefix: 'hello_',
  cookies(jar) {
    const unlessFormatted =
      <V extends unknown[], R>(task: (name: string, ...values: V) => R) =>
      (name: string, ...values: V) =>
        (FORMATTED.test(name) ? undefined : task(name, ...values)) as R;
    jar.useStorage();
    return {
      ...jar,
      read: unlessFormatted(jar.read),
      readFallback: unlessFormatted(jar.readFallback),
      set: unlessFormatted(jar.set),
      // What is erased must go all the same.
      remove: (name) => [name, ...FURTHER].forEach(jar.remove),
    };
  },
  createDelivery({ env, businessId, onSettled }) {
    const queue = createQueue(
      env,
      keyPrefix(businessId),
      (entry, reason) => onSettled(entry, { status: 0, data: null }, reason),
      () => false,
    );
    return {
      ...queue,
      flush: async () => {},
      leave: () => queue.handOver(),
      shown() {},
      online() {},
      stop: ({ write } = { write: true }) => void (write && queue.handOver()),
    };
  },
};

/**
 * Loads the destination from its own file. Until then the tracker is not initialized, so that calls wait and nothing goes anywhere
 * else. If the file cannot be loaded, or if the page ends before it is, events are stored for the next page.
 */
export const hellotextOnDemand: CreateDestination = (options, load) => {
  const given = takeHellotextOptions(options);
  return new Promise((resolve, reject) => {
    const store = () => resolve(storing);
    listen(window, 'pagehide', store);
    load(
      'hellotext-destination',
      () => {
        const { vitrina } = window as { vitrina?: { parts?: Record<string, (given: object) => Destination> } };
        try {
          resolve(vitrina?.parts?.['hellotext-destination']?.(given) ?? storing);
        } catch (error) {
          reject(error as Error);
        }
      },
      store,
    );
  });
};
