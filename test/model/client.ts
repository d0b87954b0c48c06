import type { Env, Transport } from '../../src/base/env.ts';
import { createDelivery } from '../../src/delivery/delivery.ts';
import { createIds } from '../../src/events/ids.ts';
import type { DropReason } from '../../src/types/tracker.ts';

/** The prefix of every storage key of the business. */
export const PREFIX = 'vitrina:1:shop:';

/** The client as the model sees it. Only this module depends on the interface of `createDelivery`. */
export const beginClient = (
  env: Env,
  transport: Transport,
  session: string,
  onSettled: (id: string, reason: DropReason | undefined) => void,
) => {
  const delivery = createDelivery({
    env,
    businessId: 'shop',
    endpoint: 'https://shop.test/v1/events',
    transport: () => transport,
    options: { flushAfter: 1000, batchSize: 20 },
    sender: () => ({ session }),
    onSettled: ({ id }, _answer, reason) => onSettled(id, reason),
  });
  return {
    uuid: createIds(env),
    /** The events in the client's queue, by id. */
    entries: delivery.entries,
    add: delivery.add,
    flush: delivery.flush,
    hidden: () => delivery.leave('hidden'),
    /** The page closes or enters the back/forward cache. */
    hide: () => delivery.leave('pagehide'),
    shown: delivery.shown,
    online: delivery.online,
    stop: () => delivery.stop({ write: true }),
  };
};

export type Client = ReturnType<typeof beginClient>;
