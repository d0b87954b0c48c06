import { createHmac, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, vi } from 'vitest';
import { type Collector, type CollectorOptions, startCollector } from '../../../collector/src/index.ts';
import type { TiendanubeOptions } from '../../../collector/src/options/connection-options.ts';
import { atEnd, business, shop } from './collector-harness.ts';
import { aClock, comeBack, key, shownConnections } from './connected-collector.ts';

export const app = { appId: '2044', clientSecret: 'the-secret-of-the-app', contact: 'it@shop.example' };
export const storeId = 123456;

type Json = Record<string, unknown>;

/** What happens to the next request, in place of its answer. */
interface Fault {
  /** A part of `METHOD path?query`. */
  on: string;
  status: number;
  headers?: Record<string, string>;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}

/**
 * Plays the API of Tiendanube and the merchant who installs the application, with the traps of the public documentation
 * (https://tiendanube.github.io/api-documentation, version 2025-03, as it was collected on 2026-11-29): the header Authentication, the
 * User-Agent without which it answers 400, pages beyond the last that are not found, a token that a newer one ends.
 */
export async function startTiendanube() {
  const orders = new Map<string, Json>();
  const webhooks: Json[] = [];
  const requests: { line: string; body: string }[] = [];
  const codes = new Set<string>();
  let faults: Fault[] = [];
  let token = '';

  function answer(method: string, url: URL, body: string, headers: IncomingMessage['headers']): [number, unknown] {
    if (!/^.+ \(.+\)$/.test(headers['user-agent'] ?? '')) return [400, { error: 'User-Agent is missing' }];
    if (url.pathname === '/apps/authorize/token') {
      const { client_id, client_secret, code } = JSON.parse(body) as Record<string, string>;
      const isRight = client_id === app.appId && client_secret === app.clientSecret && codes.delete(code ?? '');
      // What is wrong is told with 200.
      if (!isRight) return [200, { error: 'invalid_grant', error_description: 'The authorization code is over' }];
      token = randomUUID();
      return [200, { access_token: token, token_type: 'bearer', scope: 'read_orders', user_id: storeId }];
    }
    if (headers.authentication !== `bearer ${token}`) return [401, { code: 401, message: 'Unauthorized' }];
    const path = url.pathname.replace(`/2025-03/${storeId}`, '');
    if (path === '/store') return [200, { id: storeId }];
    if (path === '/webhooks' && method === 'POST') {
      webhooks.push(JSON.parse(body) as Json);
      return [201, webhooks.at(-1)];
    }
    if (path === '/webhooks') return [200, webhooks];
    if (path === '/orders') {
      const from = Date.parse(url.searchParams.get('updated_at_min') ?? '');
      const found = [...orders.values()].filter(({ updated_at }) => Date.parse(String(updated_at)) >= from);
      const [page, size] = [url.searchParams.get('page'), url.searchParams.get('per_page')].map(Number) as [
        number,
        number,
      ];
      const part = found.slice((page - 1) * size, page * size);
      return part.length === 0 ? [404, { description: 'Last page is 0' }] : [200, part.map(({ id }) => ({ id }))];
    }
    const order = orders.get(path.replace('/orders/', ''));
    return order ? [200, order] : [404, { code: 404, message: 'Not Found' }];
  }

  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const { method = 'GET', headers } = request;
      const line = `${method} ${request.url}`;
      requests.push({ line, body });
      const fault = faults.find(({ on }) => line.includes(on));
      faults = faults.filter((one) => one !== fault);
      const [status, given] = fault
        ? [fault.status, { message: 'fault' }]
        : answer(method, new URL(request.url ?? '/', 'http://api'), body, headers);
      response.writeHead(status, { 'Content-Type': 'application/json', ...fault?.headers });
      response.end(JSON.stringify(given));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  atEnd(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );

  return {
    ...{ orders, webhooks, requests },
    url: `http://127.0.0.1:${port}`,
    plant: (...more: Fault[]) => void faults.push(...more),
    asked: (part: string) => requests.filter(({ line }) => line.includes(part)).length,
    uninstall: () => void (token = ''),
    /** What the merchant does at the address of the application. @returns where the browser is led back to */
    install(address: string): string {
      const code = randomUUID();
      codes.add(code);
      const state = new URL(address).searchParams.get('state') ?? '';
      return `https://events.shop.example/connections/tiendanube/callback?${new URLSearchParams({ code, state })}`;
    },
  };
}

export type PlayedTiendanube = Awaited<ReturnType<typeof startTiendanube>>;

export interface Playing {
  played: PlayedTiendanube;
  clock: ReturnType<typeof aClock>;
}

export async function startFor(
  { played, clock }: Playing,
  {
    tiendanube = {},
    connections = {},
    ...options
  }: CollectorOptions & { tiendanube?: Partial<TiendanubeOptions> } = {},
): Promise<Collector> {
  const own = { ...app, api: `${played.url}/2025-03`, authorization: played.url, ...tiendanube };
  const collector = await startCollector(
    {
      businesses: { [business]: { name: 'Demo', origins: [shop] } },
      ...{ scriptVersions: false, connections: { key, tiendanube: own, ...connections }, ...options },
    },
    { now: clock.now, chance: () => 0 },
  );
  atEnd(collector.close);
  return collector;
}

/** Begins to connect a store in the inspector. @returns where the browser is sent to */
export async function beginConnecting({ url, token }: Collector): Promise<string> {
  const response = await fetch(`${url}/inspector/connections/tiendanube/start?business=${business}`, {
    headers: { Authorization: `Bearer ${token}` },
    redirect: 'manual',
  });
  return response.headers.get('location') ?? '';
}

/** Waits until nothing is due any more, and the first look at all is over. */
export async function settled(collector: Collector): Promise<void> {
  const wait = { timeout: 15_000, interval: 20 };
  const account = { kind: 'tiendanube', account: String(storeId) };
  await vi.waitFor(async () => {
    expect((await shownConnections(collector)).connections.map(({ waiting }) => waiting)).toEqual([0]);
    expect((await collector.store.connection(account))?.reconciled_at).toBeGreaterThan(0);
  }, wait);
}

export async function connected(options?: Parameters<typeof startFor>[1]): Promise<Playing & { collector: Collector }> {
  const playing = { played: await startTiendanube(), clock: aClock() };
  const collector = await startFor(playing, options);
  const { status } = await comeBack(collector, playing.played.install(await beginConnecting(collector)));
  expect(status).toBe(200);
  await settled(collector);
  return { ...playing, collector };
}

export const signatureOf = (body: string, encoding: 'hex' | 'base64' = 'hex') =>
  createHmac('sha256', app.clientSecret).update(body).digest(encoding);

/** Posts as Tiendanube does. */
export async function post(
  { url }: Collector,
  { body, signature = signatureOf(body), path = 'webhooks' }: { body: string; signature?: string; path?: string },
): Promise<Response> {
  const headers = { 'Content-Type': 'application/json', 'x-linkedstore-hmac-sha256': signature };
  return fetch(`${url}/connections/tiendanube/${path}`, { method: 'POST', headers, body });
}

/** A webhook as it is sent. */
export const webhook = (event: string, id?: number, store_id = storeId) => JSON.stringify({ store_id, event, id });

/** Sends webhooks, and waits until all that came of them is told. */
export async function told(collector: Collector, ...events: [event: string, id?: number][]): Promise<void> {
  for (const [event, id] of events) expect((await post(collector, { body: webhook(event, id) })).status).toBe(200);
  await settled(collector);
}
