import type { Business, CollectorOptions, EventRecord } from '../../../collector/src/index.ts';
import { createLiveOptions } from '../../../collector/src/options/live-options.ts';
import { createDeliverer } from '../../../collector/src/outbound/deliver.ts';
import { createEndpoints } from '../../../collector/src/outbound/endpoints.ts';
import { createPost, type Post } from '../../../collector/src/outbound/post.ts';
import { openStore } from '../../../collector/src/store/open-store.ts';
import { createQueuing } from '../../../collector/src/store/outbox/queue.ts';
import { atEnd } from './collector-harness.ts';
import { collectLog } from './collect-log.ts';
import { record } from './records.ts';

/** An abandoned cart as the collector tells it. */
export const abandoned = (more: Partial<EventRecord> = {}): EventRecord => {
  const event = record({ action: 'cart.abandoned', trusted: true, observed_by: 'rule', ...more });
  const told = { id: event.id, action: event.action, session: event.session, object_parameters: { reference: 'c-1' } };
  return { ...event, event: more.event ?? JSON.stringify(told) };
};

/** A clock that a test moves. */
export const createClock = (start = Date.parse('2026-11-20T12:00:00Z')) => {
  let time = start;
  return {
    now: () => time,
    /** Milliseconds. */
    advance: (by: number) => void (time += by),
  };
};

export interface OutboxOptions extends Pick<CollectorOptions, 'businesses' | 'localReceivers'> {
  database?: string;
  clock?: ReturnType<typeof createClock>;
  post?: Post;
}

/** The store and the deliverer of a collector, with a clock of the test. */
export async function outboxFor({
  database = ':memory:',
  clock = createClock(),
  post = createPost(),
  localReceivers = true,
  businesses,
}: OutboxOptions) {
  const log = collectLog();
  const live = createLiveOptions({ businesses, localReceivers, logger: log.logger });
  const endpoints = createEndpoints(live.options);
  const store = await openStore(database, () => {}, { followers: [createQueuing(endpoints.forEvent, clock.now)] });
  const deliverer = createDeliverer({
    ...{ store, endpoints: endpoints.list, post, now: clock.now, random: () => 0.5, logger: log.logger },
    mayBeLocal: () => live.options.localReceivers,
    complain: (sentence, cause) => log.logger.error(`${sentence} ${String(cause)}`),
  });
  let isClosed = false;
  const close = async (grace = 0) => {
    if (isClosed) return;
    isClosed = true;
    await deliverer.stop(grace);
    await store.close();
  };
  atEnd(close);
  return {
    ...{ store, clock, deliverer, endpoints, log, close },
    /** Delivers what is due, and waits until that has ended. */
    async deliver() {
      await deliverer.look();
      await deliverer.idle();
    },
    reload: (next: Record<string, Business>) => live.replace({ businesses: next, localReceivers, logger: log.logger }),
    /** What the inspector would show of the first endpoint. */
    state: async () => (await store.endpointStates([...endpoints.list()]))[0],
    states: () => store.endpointStates([...endpoints.list()]),
    rows: async () => (await store.deliveries()).deliveries,
  };
}

export type Outbox = Awaited<ReturnType<typeof outboxFor>>;
