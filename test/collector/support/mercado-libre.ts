import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { atEnd } from './collector-harness.ts';

export const application = { clientId: '1032684190', clientSecret: 'the-secret-of-the-application' };
export const seller = 468424240;

type Json = Record<string, unknown>;

/** What happens to the next request for a path, in place of its answer. */
export interface Fault {
  /** A part of `METHOD path?query`. */
  on: string;
  status?: number;
  headers?: Record<string, string>;
  /** Never answers. */
  hangs?: boolean;
  /** Does what was asked, and answers this all the same. */
  afterwards?: boolean;
  /** Runs before the answer. */
  meanwhile?: () => unknown;
  times?: number;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}

/**
 * Plays the API of Mercado Libre and the seller who gives the leave, with the traps that the public documentation tells of
 * (notifications 2026-09-14, orders and shipments 2026-08-07, packs 2025-12-29, claims 2026-08-20, tokens 2026-04-06).
 *
 * @param now the clock by which tokens end
 */
export async function startMercadoLibre({ now = Date.now }: { now?: () => number } = {}) {
  const orders = new Map<string, Json>();
  /** Shipments with the orders that are in them, and with their histories. */
  const shipments = new Map<string, Json & { orders: string[]; history?: unknown; direction?: string }>();
  const packs = new Map<string, Json>();
  const claims = new Map<string, Json>();
  const payments = new Map<string, Json>();
  const missed: Json[] = [];
  const requests: { line: string; headers: IncomingMessage['headers'] }[] = [];
  let faults: Fault[] = [];

  const codes = new Map<string, { challenge: string; redirect: string }>();
  const access = new Map<string, number>();
  const refresh = new Set<string>();
  let longestPage = 50;
  let lifetime = 21_600;
  let pairs = 0;

  function givePair(): Json {
    const pair = { access_token: `APP_USR-${++pairs}-${randomUUID()}`, refresh_token: `TG-${pairs}-${randomUUID()}` };
    access.set(pair.access_token, now() + lifetime * 1000);
    // Only the latest works.
    refresh.clear();
    refresh.add(pair.refresh_token);
    return { ...pair, token_type: 'Bearer', expires_in: lifetime, scope: 'offline_access read write', user_id: seller };
  }

  function answerTokens(form: URLSearchParams): [number, unknown] {
    if (form.get('client_id') !== application.clientId || form.get('client_secret') !== application.clientSecret)
      return [400, { error: 'invalid_client' }];
    if (form.get('grant_type') === 'refresh_token') {
      return refresh.delete(form.get('refresh_token') ?? '') ? [200, givePair()] : [400, { error: 'invalid_grant' }];
    }
    const code = codes.get(form.get('code') ?? '');
    codes.delete(form.get('code') ?? '');
    const proof = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    const isRight = code?.challenge === proof && code.redirect === form.get('redirect_uri');
    return isRight ? [200, givePair()] : [400, { error: 'invalid_grant' }];
  }

  const page = (list: unknown[], query: URLSearchParams) => {
    const [offset, limit] = [Number(query.get('offset') ?? 0), Math.min(longestPage, Number(query.get('limit') ?? 10))];
    return list.slice(offset, offset + limit);
  };

  const found = (body: unknown): [number, unknown] =>
    body === undefined ? [404, { error: 'not_found' }] : [200, body];

  function answer(path: string, query: URLSearchParams, headers: IncomingMessage['headers']): [number, unknown] {
    const [, kind = '', id = '', more] = path.split('/');
    const needsFormat = kind === 'shipments' && more !== 'orders';
    if (needsFormat && headers['x-format-new'] !== 'true') return [400, { error: 'x-format-new is missing' }];
    const needsDomain = (kind === 'shipments' && more === 'orders') || (kind === 'orders' && more === 'shipments');
    if (needsDomain && headers['x-new-domain'] !== 'true') return [400, { error: 'X-New-Domain is missing' }];

    if (path === '/orders/search') {
      const from = Date.parse(query.get('order.date_last_updated.from') ?? '');
      const hour = Math.floor(from / 3_600_000) * 3_600_000;
      const results = [...orders.values()].filter(
        ({ status, last_updated, seller: of }) =>
          status !== 'cancelled' &&
          Date.parse(String(last_updated)) >= hour &&
          String((of as Json).id) === query.get('seller'),
      );
      return [200, { results: page(results, query), paging: { total: results.length } }];
    }
    if (path === '/missed_feeds') return [200, { messages: page(missed, query) }];
    if (path === '/post-purchase/v1/claims/search') return [200, { data: page([...claims.values()], query) }];
    if (path.startsWith('/post-purchase/v1/claims/')) return found(claims.get(path.split('/').at(-1) ?? ''));
    if (kind === 'collections') return found(payments.get(id));
    if (kind === 'packs') return found(packs.get(id));
    if (kind === 'orders' && more === 'shipments') {
      const list = [...shipments.entries()].filter(([, shipment]) => shipment.orders.includes(id));
      if (list.length === 0) return [204, undefined];
      return [200, list.map(([own, { direction = 'forward' }]) => ({ id: Number(own), type: direction }))];
    }
    if (kind === 'orders') return found(orders.get(id));
    if (kind === 'shipments') {
      const shipment = shipments.get(id);
      if (!shipment) return [404, {}];
      const { orders: own, history, direction: _, ...told } = shipment;
      if (more === 'orders') return [200, own.map((order) => ({ order_id: Number(order) }))];
      if (more === 'history') return found(history);
      return [200, { id: Number(id), ...told }];
    }
    return [404, {}];
  }

  function reply(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}) {
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
    response.end(status === 204 ? undefined : JSON.stringify(body));
  }

  function takeFault(line: string): Fault | undefined {
    const fault = faults.find(({ on }) => line.includes(on));
    if (fault) {
      fault.times = (fault.times ?? 1) - 1;
      if (fault.times <= 0) faults = faults.filter((one) => one !== fault);
    }
    return fault;
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method, headers } = request;
    const url = new URL(request.url ?? '/', 'http://api');
    const line = `${method} ${url.pathname}${url.search}`;
    requests.push({ line, headers });
    const text = await bodyOf(request);
    const fault = takeFault(line);
    await fault?.meanwhile?.();
    if (fault && !fault.afterwards && fault.hangs) return;
    if (fault?.status !== undefined && !fault.afterwards && fault.status !== 206)
      return reply(response, fault.status, { error: 'fault' }, fault.headers);
    if (url.pathname === '/oauth/token') {
      const [status, body] = answerTokens(new URLSearchParams(text));
      if (fault?.hangs) return;
      return reply(response, fault?.status ?? status, body);
    }
    const token = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1] ?? '';
    if ((access.get(token) ?? 0) <= now()) return reply(response, 401, { error: 'unauthorized' });
    const [status, body] = answer(url.pathname, url.searchParams, headers);
    return reply(response, fault?.status ?? status, body ?? [], fault?.headers);
  }

  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  atEnd(stop);

  return {
    ...{ orders, shipments, packs, claims, payments, missed, requests },
    url: `http://127.0.0.1:${port}`,
    stop,
    plant: (...more: Fault[]) => void faults.push(...more),
    /** The requests for a path. */
    asked: (part: string) => requests.filter(({ line }) => line.includes(part)).length,
    /** Tokens are good for so many seconds from now on. */
    setLifetime: (seconds: number) => void (lifetime = seconds),
    /** A page of a list holds so many at most, whatever is asked for. */
    shortenPages: (length: number) => void (longestPage = length),
    /** No token that was given works any more. */
    revoke(kind: 'access' | 'all') {
      access.clear();
      if (kind === 'all') refresh.clear();
    },
    /** How many pairs of tokens were given. */
    pairs: () => pairs,
    /** What the seller does at the address that asks for the leave. @returns where the browser is led back to */
    giveLeave(address: string): string {
      const { searchParams: query } = new URL(address);
      const code = `TG-code-${randomUUID()}`;
      const redirect = query.get('redirect_uri') ?? '';
      codes.set(code, { challenge: query.get('code_challenge') ?? '', redirect });
      return `${redirect}?${new URLSearchParams({ code, state: query.get('state') ?? '' })}`;
    },
  };
}

export type PlayedMercadoLibre = Awaited<ReturnType<typeof startMercadoLibre>>;

/** A notification as it is sent. */
export const aNotification = (resource: string, more: object = {}) => ({
  ...{ _id: randomUUID(), resource, user_id: seller, topic: 'orders_v2', application_id: Number(application.clientId) },
  ...{ attempts: 1, sent: new Date().toISOString(), received: new Date().toISOString() },
  ...more,
});
