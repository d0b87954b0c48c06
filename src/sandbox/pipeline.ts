import type { Env } from '../base/env.js';
import { keyPrefix } from '../base/storage-keys.js';
import { stringify } from '../base/json.js';
import { createDelivery } from '../delivery/delivery.js';
import { createIds } from '../events/ids.js';
import { toAddress } from '../events/to-event.js';
import { ownParameters } from '../privacy/create-redactor.js';
import { redactText, redactUrl } from '../privacy/redact-url.js';
import type { Consent } from '../types/tracker.js';
import { PREFIX } from '../visitor/session.js';
import type { AsyncArea } from './async-storage.js';
import type { SandboxDestination } from './destination.js';
import { openStorage } from './mirrored-storage.js';
import type { PlatformEvent } from './platform-event.js';
import { createShopMemory } from './shop-memory.js';
import { openVisitor } from './visitor.js';
import type { VisitorStore } from './visitor.js';

/** A sandbox may end at any time without an event, so it collects a batch for a shorter time than a page. */
const FLUSH_DELAY_MS = 300;

/** What a tracker needs from its sandbox. */
export interface SandboxHost {
  area: AsyncArea;
  visitor: VisitorStore;
  env: Omit<Env, 'storage'>;
  /** The platform, which is sent as the observer of events and as the source of products and orders. */
  platform: string;
  /** Address of the page that the sandbox began with. */
  landing: string;
}

export interface Account {
  businessId: string;
  /** Absolute. */
  endpoint: string;
  /** Where events go in place of the endpoint. */
  destination?: SandboxDestination;
  /** Further query parameters that are removed from addresses. */
  redact: string[];
}

/**
 * Opens the way from platform events to the endpoint; `undefined` if the visitor has denied consent on an earlier page.
 * @param consent the visitor's answer; `undefined` if the visitor was not asked
 */
export const openPipeline = async (
  { area, visitor: hostVisitor, env: outer, platform, landing }: SandboxHost,
  { businessId, endpoint, destination, redact: more }: Account,
  consent?: Consent,
) => {
  const prefix = keyPrefix(businessId);
  const { now } = outer;
  const uuid = createIds(outer);
  const visitorStore = destination?.visitor(hostVisitor) ?? hostVisitor;
  const [visitor, store] = await Promise.all([
    openVisitor(visitorStore, landing, now, uuid, destination?.prefix),
    openStorage(area, prefix, destination?.records),
  ]);
  if (!visitor) return undefined;
  const { session, user } = visitor;
  const env: Env = { ...outer, storage: store.storage };
  const names = ownParameters(destination?.prefix ?? PREFIX, more);
  const redact = (address?: string) => (address ? redactUrl(address, landing, names) : '');
  const memory = createShopMemory(env.storage, `${prefix}~shop`, platform, now);
  const { timeZone: timezone } = Intl.DateTimeFormat().resolvedOptions();
  let isClosed = false;
  const custom = await destination?.createDelivery({
    ...store,
    env,
    businessId,
    area,
    isClosed: () => isClosed,
    visitor: visitorStore,
    session,
    knownSession: visitor.before ?? undefined,
    utm: visitor.utm,
  });
  const delivery =
    custom ??
    createDelivery({
      env,
      businessId,
      endpoint,
      transport: (address) => {
        const { send, beacon } = env.transport(address, false);
        return {
          // Events are stored before they are sent, so that they are not lost if the page ends meanwhile.
          send: async (body, keepalive) => {
            await store.drained();
            // The visitor may have denied consent meanwhile.
            if (isClosed) return { status: 0, body: null };
            return send(body, keepalive) ?? (send(body) as ReturnType<typeof send> & object);
          },
          beacon,
        };
      },
      options: { flushAfter: FLUSH_DELAY_MS },
      sender: () => ({ session, locale: globalThis.navigator?.language, timezone, consent }),
      onSettled: () => {},
    });
  let seq = 0;

  return {
    delivery,
    async accept({
      page: { url, title = '', referrer },
      at = now(),
      eventId,
      toId = () => uuid(),
      actions,
    }: PlatformEvent) {
      await store.refresh();
      const page = { ...toAddress(redact(url)), title: redactText(title), referrer: redact(referrer) };
      actions(memory).forEach(([action, props], index) => {
        const id = toId(index);
        // In the order of `toEventJson`. No prop of a fact has the name of another field.
        const event = {
          ...visitor.fields(url, page.referrer),
          page,
          id,
          ...props,
          source_event_id: eventId,
          user_parameters: user,
          action,
          tracked_at: at / 1000,
          observed_by: platform,
          seq: ++seq,
        };
        delivery.add(id, action, stringify(event));
        if (/^order/.test(action)) void delivery.flush();
      });
    },
    /** Ends the delivery. `write: false` also ends all writing, and resolves when a write that has begun is done. */
    async stop({ write = true } = {}) {
      delivery.stop({ write });
      if (write) return;
      isClosed = true;
      await Promise.all([visitor.close(), store.close()]);
    },
  };
};

export type Pipeline = NonNullable<Awaited<ReturnType<typeof openPipeline>>>;
