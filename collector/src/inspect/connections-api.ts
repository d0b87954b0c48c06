import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Platform } from '../connections/platform.js';
import { refusal } from '../http/answers.js';
import { createBodyReader } from '../http/read-body.js';
import type { ConnectionSummary, PrivacyRequest } from '../store/connections/types.js';
import type { Store } from '../store/store.js';
import { invalid, type Query, storable, text } from './read-query.js';

/** A platform, and where it sends what it notifies. */
export type ConnectablePlatform = Platform & {
  /** The path of the address that its notifications are to be sent to. */
  notifications: string;
  /** That address as a whole, where a person has to enter it at the platform. */
  toEnter?: string;
};

export interface ConnectionsApiParts {
  store: Pick<Store, 'connections' | 'disconnect' | 'privacyRequests'>;
  /** What can be connected. */
  platforms: ConnectablePlatform[];
  /** The ids of the businesses. */
  businesses: () => string[];
}

const timeOf = (at: number | null) => (at === null ? null : new Date(at).toISOString());

/** Where a person begins to connect an account; null where the options name the accounts. */
const connectPath = ({ path, begin }: Platform, business?: string) =>
  begin === undefined
    ? null
    : `/inspector/connections/${path}/start${business === undefined ? '' : `?business=${encodeURIComponent(business)}`}`;

/** Connected accounts, below /inspector/api/. The error handler of the API holds here, too. */
export function addConnectionsApi(app: FastifyInstance, { store, platforms }: ConnectionsApiParts): void {
  const readBody = createBodyReader({ limit: 16 * 1024, timeout: 5000 });

  const shown = ({ waiting, state, problem, business, kind, account, ...times }: ConnectionSummary) => {
    const platform = platforms.find((one) => one.kind === kind);
    return {
      ...{ business, kind, account, state, problem, waiting },
      connected_at: timeOf(times.connected_at),
      refreshed_at: timeOf(times.refreshed_at),
      last_notified_at: timeOf(times.last_notified_at),
      last_fetched_at: timeOf(times.last_fetched_at),
      connect: platform ? connectPath(platform, business) : null,
      // Only the options take it away.
      configured: platform !== undefined && platform.begin === undefined,
    };
  };

  app.get('/connections', async ({ query }: FastifyRequest) => ({
    connections: (await store.connections(text(query as Query, 'business'))).map(shown),
    platforms: platforms.map((platform) => ({
      ...{ kind: platform.kind, name: platform.name },
      ...{ connect: connectPath(platform), notifications: platform.notifications },
      notifications_to_enter: platform.toEnter ?? null,
    })),
  }));

  /** Where the data is that a platform has asked for. */
  const download = ({ business, kind, customer }: PrivacyRequest) =>
    customer === null
      ? null
      : `/inspector/api/person?${new URLSearchParams({ user: customer, source: kind, business })}`;

  app.get('/connections/privacy', async ({ query }: FastifyRequest) => ({
    requests: (await store.privacyRequests(text(query as Query, 'business'))).map((request) => ({
      ...{ business: request.business, kind: request.kind, account: request.account, request: request.request },
      ...{ topic: request.topic, customer: request.customer, orders: JSON.parse(request.orders) as string[] },
      ...{ received_at: timeOf(request.received_at), erased: request.erased, download: download(request) },
    })),
  }));

  app.post('/connections/disconnect', async (request) => {
    if (request.headers['x-vitrina'] !== 'disconnect') {
      const description = 'Disconnecting needs the header X-Vitrina: disconnect, which a page elsewhere cannot send.';
      throw refusal(403, { type: 'not_allowed', parameter: 'x-vitrina', description });
    }
    let given: Record<string, unknown>;
    try {
      given = Object(JSON.parse((await readBody(request.raw))?.toString('utf8') ?? '')) as typeof given;
    } catch {
      throw invalid('body', 'The body is not JSON; name the account as { "business": …, "kind": …, "account": … }.');
    }
    const named = (name: string) => {
      const value = given[name];
      if (typeof value === 'string' && value !== '') return storable(value, name);
      throw invalid(name, 'Name the account as { "business": …, "kind": …, "account": … }.');
    };
    const key = { business: named('business'), kind: named('kind'), account: named('account') };
    if (platforms.some((one) => one.kind === key.kind && one.begin === undefined)) {
      const description = `The account ${key.account} is in the options of the collector; take it out there.`;
      throw refusal(409, { type: 'not_allowed', parameter: 'account', description });
    }
    if (await store.disconnect(key)) return { disconnected: true };
    const description = `There is no connected account ${key.account} of ${key.business}.`;
    throw refusal(404, { type: 'not_found', parameter: 'account', description });
  });
}

/** Where a person who holds the token begins to connect an account, below /inspector/. */
export function addConnectStart(app: FastifyInstance, { platforms, businesses }: ConnectionsApiParts): void {
  app.get('/connections/:path/start', async ({ params, query }: FastifyRequest, reply) => {
    const { path } = params as { path: string };
    const platform = platforms.find((one) => one.path === path);
    if (platform?.begin === undefined) {
      const description = `No accounts of ${JSON.stringify(path)} can be connected; give the collector its options.`;
      throw refusal(404, { type: 'not_found', parameter: 'path', description });
    }
    const ids = businesses();
    const business = text(query as Query, 'business') ?? (ids.length === 1 ? ids[0] : undefined);
    if (business === undefined || !ids.includes(business)) {
      throw invalid('business', 'Say for which business the account is connected, by ?business=….');
    }
    return reply.header('Referrer-Policy', 'no-referrer').redirect(await platform.begin(business), 303);
  });
}
