import type { MercadoLibreOptions } from '../../options/connection-options.js';
import type { ConnectionStore, FetchJob, Settlement } from '../../store/connections/types.js';
import { attemptIsOver, type Connecting, createAttempts } from '../attempts.js';
import { gather } from '../gather.js';
import type { Platform } from '../platform.js';
import { isTrouble } from '../trouble.js';
import type { Vault } from '../vault.js';
import { createApi } from './api.js';
import type { Rules } from './compare-order.js';
import { createFetch } from './fetch-resource.js';
import { apiOf, authorizeAddress, exchangeCode } from './oauth.js';
import { source } from './props.js';
import { idOf, objectOf, parseJson, textOf } from '../read-json.js';
import { pathOf, readResource } from './resources.js';
import { createRoutines, routines } from './routines.js';
import { createTokens, sealTokens } from './tokens.js';
import { startRoutines } from '../start-routines.js';

const day = 86_400_000;

export interface MercadoLibreParts {
  options: MercadoLibreOptions;
  store: ConnectionStore;
  vault: Vault;
  now: () => number;
  chance: () => number;
  /** Days that events are kept; 0 for ever. */
  retentionDays: () => number;
}

/** What became of a notification. */
export type Noted = 'noted' | 'ignored' | 'foreign' | 'unreadable';

export type MercadoLibre = ReturnType<typeof createMercadoLibre>;

/** Accounts at Mercado Libre: connecting them, what is notified of them, and what is fetched of them. */
export function createMercadoLibre({ options, store, vault, now, chance, retentionDays }: MercadoLibreParts) {
  const rules: Rules = {
    placed: options.placed ?? false,
    shippedFrom: options.shippedFrom ?? 'shipped',
    changes: options.changes ?? false,
  };
  const ending = new AbortController();
  const tokens = createTokens({ options, store, vault, now, chance });
  const api = createApi({ base: apiOf(options), tokens, now, chance, stop: ending.signal });
  const note = gather((found: Parameters<ConnectionStore['noteNotifications']>[0]) =>
    store.noteNotifications(found, now()),
  );
  const attempts = createAttempts({ kind: source, store, vault, now });
  const looked = new Map<string, number>();

  /** Ids of events are remembered for as long as events are kept, so that nothing older is told. */
  const since = () => (retentionDays() === 0 ? -Infinity : now() - retentionDays() * day);

  async function keep(code: string, business: string, verifier: string): Promise<Connecting> {
    const given = await exchangeCode(options, { code, verifier }, now());
    const { account } = given;
    const connection = { kind: source, account, business, ...sealTokens(vault, given, now()) };
    const { takenBy } = await store.keepConnection(connection, routines, now());
    if (takenBy === undefined) return { isConnected: true, sentence: `The account ${account} is connected.` };
    const sentence = `The account ${account} is connected to another business already; disconnect it there first.`;
    return { isConnected: false, sentence };
  }

  return {
    platform: {
      kind: source,
      name: 'Mercado Libre',
      path: 'mercado-libre',
      async begin(business) {
        return authorizeAddress(options, await attempts.begin(business));
      },
    } satisfies Platform,

    /** The unguessable part of the address that notifications are sent to, the same for all processes with this key. */
    secret: vault.nameOf('notifications of mercadolibre'),

    /** Takes up what `begin` has begun, after the person has come back. */
    async finish({ state, code }: { state?: string; code?: string }): Promise<Connecting> {
      const attempt = await attempts.take(state);
      if (!attempt) return { isConnected: false, sentence: attemptIsOver };
      if (code === undefined) {
        const sentence =
          'Mercado Libre has not given the leave; begin again in the inspector, as the administrator of the account.';
        return { isConnected: false, sentence };
      }
      try {
        return await keep(code, attempt.business, attempt.verifier);
      } catch (error) {
        if (!isTrouble(error)) throw error;
        return { isConnected: false, sentence: `${error.message} Begin again in the inspector.` };
      }
    },

    /** Notes what is notified, and nothing else: the answer has to be there within 500 milliseconds. */
    async notify(body: string): Promise<Noted> {
      let given: Record<string, unknown>;
      try {
        given = objectOf(parseJson(body));
      } catch {
        return 'unreadable';
      }
      const [account, application] = [idOf(given.user_id), idOf(given.application_id)];
      if (application !== options.clientId) return 'foreign';
      const resource = readResource(textOf(given.resource));
      if (account === undefined || !resource) return 'ignored';
      await note({ kind: source, account, resource: pathOf(resource) });
      return 'noted';
    },

    /** Does a job. */
    async handle(job: FetchJob): Promise<Settlement> {
      const get = api(job.account);
      if (job.resource.startsWith('#')) {
        const { clientId } = options;
        return createRoutines({ get, store, clientId, now, chance, looked }, job)(job.resource);
      }
      const resource = readResource(job.resource);
      if (!resource) return { orders: [] };
      return createFetch({ get, store, rules, now, chance, since: since() }, job)(resource);
    },

    start: () => startRoutines({ kind: source, routines, store, now }),

    /** Ends what is under way, but for a renewal of tokens. */
    async stop(): Promise<void> {
      ending.abort();
      await tokens.settle();
    },
  };
}
