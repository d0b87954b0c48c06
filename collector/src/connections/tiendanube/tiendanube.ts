import type { TiendanubeOptions } from '../../options/connection-options.js';
import type { ConnectionStore, FetchJob, Settlement } from '../../store/connections/types.js';
import type { PrivacyStore } from '../../store/privacy.js';
import { attemptIsOver, type Connecting, createAttempts } from '../attempts.js';
import { gather } from '../gather.js';
import type { Platform } from '../platform.js';
import { createPrivacy } from '../privacy.js';
import { toChange } from '../shops/to-change.js';
import { isTrouble } from '../trouble.js';
import type { Vault } from '../vault.js';
import { createApi } from './api.js';
import type { Notice } from './notice.js';
import { authorizeAddress, exchangeCode } from './oauth.js';
import { readOrder, source } from './read-order.js';
import { createRoutines, reconcile, register } from './routines.js';
import { createTokens, sealToken } from './tokens.js';
import { startRoutines } from '../start-routines.js';

const day = 86_400_000;
const routines = [register, reconcile];

/** Where webhooks are sent to. */
export const webhooksPath = '/connections/tiendanube/webhooks';

export interface TiendanubeParts {
  options: TiendanubeOptions;
  store: ConnectionStore & Pick<PrivacyStore, 'erase'>;
  vault: Vault;
  now: () => number;
  chance: () => number;
  /** Days that events are kept; 0 for ever. */
  retentionDays: () => number;
}

export type Tiendanube = ReturnType<typeof createTiendanube>;

/** Stores of Tiendanube and Nuvemshop: connecting them, what they tell, and what is fetched of them. */
export function createTiendanube({ options, store, vault, now, chance, retentionDays }: TiendanubeParts) {
  const ending = new AbortController();
  const attempts = createAttempts({ kind: source, store, vault, now });
  const tokens = createTokens(store, vault, now);
  const api = createApi({ options, tokens, now, chance, stop: ending.signal });
  const note = gather((found: Parameters<ConnectionStore['noteNotifications']>[0]) =>
    store.noteNotifications(found, now()),
  );
  const { publicAddress } = options;
  const address = publicAddress === undefined ? undefined : publicAddress.replace(/\/+$/, '') + webhooksPath;

  async function keep(code: string, business: string): Promise<Connecting> {
    const given = await exchangeCode(options, code, now());
    const connection = { kind: source, account: given.account, business, ...sealToken(vault, given) };
    const { takenBy } = await store.keepConnection(connection, routines, now());
    if (takenBy === undefined) return { isConnected: true, sentence: `The store ${given.account} is connected.` };
    const sentence = `The store ${given.account} is connected to another business already; disconnect it there first.`;
    return { isConnected: false, sentence };
  }

  /** A sale on Mercado Libre arrives here, too, and must not be told twice. */
  async function isToldElsewhere(business: string): Promise<boolean> {
    if (options.meli) return false;
    const connections = await store.connections(business);
    return connections.some(({ kind }) => kind === 'mercadolibre');
  }

  async function fetchOrder({ account, business, resource }: FetchJob): Promise<Settlement> {
    const order = readOrder(await api(account)(resource), now());
    if (!order || (order.storefront === 'meli' && (await isToldElsewhere(business)))) return { orders: [] };
    // Ids of events are remembered for as long as events are kept.
    const since = retentionDays() === 0 ? -Infinity : now() - retentionDays() * day;
    return { orders: [toChange(order, { source, business, account, now: now(), since })] };
  }

  return {
    platform: {
      kind: source,
      name: 'Tiendanube',
      path: 'tiendanube',
      async begin(business) {
        const { state } = await attempts.begin(business);
        return authorizeAddress(options, state);
      },
    } satisfies Platform,

    /** Signs what Tiendanube sends. */
    secret: options.clientSecret,

    /** Takes up what `begin` has begun, after the person has come back. */
    async finish({ state, code }: { state?: string; code?: string }): Promise<Connecting> {
      const attempt = await attempts.take(state);
      if (!attempt) return { isConnected: false, sentence: attemptIsOver };
      if (code === undefined)
        return { isConnected: false, sentence: 'Tiendanube has not given the leave; begin again in the inspector.' };
      try {
        return await keep(code, attempt.business);
      } catch (error) {
        if (!isTrouble(error)) throw error;
        return { isConnected: false, sentence: `${error.message} Begin again in the inspector.` };
      }
    },

    /** Does what Tiendanube demands for the privacy of a customer or a store. */
    demand: createPrivacy({ kind: source, store, now }),

    /** Notes what a webhook names, and nothing else: the answer has to be there within 3 seconds. */
    async notify({ account, resource }: Notice): Promise<void> {
      if (resource !== undefined) await note({ kind: source, account, resource });
    },

    /** Does a job. */
    async handle(job: FetchJob): Promise<Settlement> {
      if (!job.resource.startsWith('#')) return fetchOrder(job);
      const ask = api(job.account);
      return createRoutines({ ask, store, now, chance, address }, job)(job.resource);
    },

    start: () => startRoutines({ kind: source, routines, store, now }),

    async stop(): Promise<void> {
      ending.abort();
    },
  };
}
