import { type Store, StoreUnavailable } from './store.js';

/** Milliseconds until a database that could not be opened is tried again. */
const tryAgainAfter = 1000;

/** Everything that is asked of a store but what needs no answer of the database; a method that is missing here is a type error. */
const asked: Record<Exclude<keyof Store, 'onStored' | 'close'>, true> = {
  put: true,
  events: true,
  eventsAfter: true,
  newest: true,
  event: true,
  page: true,
  portion: true,
  actions: true,
  sessions: true,
  timeline: true,
  counts: true,
  figures: true,
  funnel: true,
  erasable: true,
  erase: true,
  personRecords: true,
  personEvents: true,
  keepDeadLetter: true,
  deadLetters: true,
  stuckLetters: true,
  settleDeadLetter: true,
  sweepStream: true,
  keepRefusals: true,
  refusals: true,
  refusalReasons: true,
  resendableRefusals: true,
  skippedRefusals: true,
  settleRefusals: true,
  sweepRefusals: true,
  sweep: true,
  fillIndex: true,
  attach: true,
  addAlias: true,
  removeAlias: true,
  profiles: true,
  profile: true,
  turnOutbox: true,
  nextDelivery: true,
  endpointStates: true,
  deliveries: true,
  endDeliveries: true,
  resendDeliveries: true,
  switchOnEndpoint: true,
  sweepDeliveries: true,
  nextTimer: true,
  fireTimers: true,
  endTimersOfRules: true,
  automations: true,
  waitingTimers: true,
  beginConnecting: true,
  takeAttempt: true,
  keepConnection: true,
  disconnect: true,
  connection: true,
  connections: true,
  claimRefresh: true,
  keepTokens: true,
  failRefresh: true,
  noteNotifications: true,
  addJobs: true,
  claimJobs: true,
  settleJob: true,
  keepOrders: true,
  postponeJob: true,
  ordersToCheck: true,
  ordersOfRef: true,
  notePrivacyRequest: true,
  privacyRequests: true,
  businessesOfAccount: true,
  ordersOfAccount: true,
  usage: true,
  inspectorToken: true,
  probe: true,
  size: true,
};

/**
 * A store whose database may be away at the start: it is opened when it is first asked for something, and tried again until that
 * works. Until then everything that is asked of it throws.
 *
 * @param open throws where the database cannot be opened
 * @param complain is told when it could not be opened
 */
export function createReopeningStore(open: () => Promise<Store>, complain: (cause: unknown) => void): Store {
  const listeners = new Map<() => void, (() => void) | undefined>();
  let store: Store | undefined;
  let opening: Promise<Store> | undefined;
  let failedAt = -Infinity;
  let failure: unknown;
  let isClosed = false;

  async function openNow(): Promise<Store> {
    try {
      const opened = await open();
      store = opened;
      for (const callback of listeners.keys()) listeners.set(callback, opened.onStored(callback));
      return opened;
    } catch (cause) {
      failedAt = performance.now();
      failure = cause;
      complain(cause);
      throw cause;
    } finally {
      opening = undefined;
    }
  }

  async function opened(): Promise<Store> {
    if (store) return store;
    try {
      if (isClosed) throw new Error('The collector is being closed.');
      if (performance.now() - failedAt < tryAgainAfter) throw failure;
      return await (opening ??= openNow());
    } catch (cause) {
      const message = cause instanceof Error ? cause.message : String(cause);
      throw new StoreUnavailable(`The database cannot be opened: ${message}`, { cause });
    }
  }

  const methods = Object.keys(asked).map((name) => [
    name,
    async (...given: unknown[]) => {
      const method = (await opened())[name as keyof typeof asked] as (...given: unknown[]) => unknown;
      return method(...given);
    },
  ]);

  return {
    ...(Object.fromEntries(methods) as Omit<Store, 'onStored' | 'close'>),
    onStored(callback) {
      listeners.set(callback, store?.onStored(callback));
      return () => {
        listeners.get(callback)?.();
        listeners.delete(callback);
      };
    },
    async close() {
      isClosed = true;
      await opening?.catch(() => {});
      await store?.close();
    },
  };
}
