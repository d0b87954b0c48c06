import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, vi } from 'vitest';
import { type Collector, type CollectorOptions, startCollector } from '../../../collector/src/index.ts';
import type { MercadoLibreOptions } from '../../../collector/src/options/connection-options.ts';
import { collectorProcess } from './collector-process.ts';
import { atEnd, business, shop } from './collector-harness.ts';
import { databaseFile } from './database-file.ts';
import { aNotification, application, type PlayedMercadoLibre, seller, startMercadoLibre } from './mercado-libre.ts';

export const key = randomBytes(32).toString('base64');

/** Where Mercado Libre leads back to; behind it is the collector. */
const redirect = 'https://events.shop.example/connections/mercado-libre/callback';

/** A clock that tests move; it goes on by itself, too. */
export function aClock() {
  let ahead = 0;
  return {
    now: () => Date.now() + ahead,
    move: (milliseconds: number) => void (ahead += milliseconds),
  };
}

export interface Playing {
  played: PlayedMercadoLibre;
  clock: ReturnType<typeof aClock>;
}

export async function play(): Promise<Playing> {
  const clock = aClock();
  return { clock, played: await startMercadoLibre({ now: clock.now }) };
}

/** The option `connections` for the server that plays the API. */
export const connectionsTo = ({ url }: PlayedMercadoLibre, more: Partial<MercadoLibreOptions> = {}) => ({
  key,
  mercadoLibre: { ...application, redirect, site: 'MLU', api: url, authorization: url, ...more },
});

/** Starts a collector for accounts at the server that plays the API. */
export async function startFor(
  { played, clock }: Playing,
  { mercadoLibre = {}, ...options }: CollectorOptions & { mercadoLibre?: Partial<MercadoLibreOptions> } = {},
): Promise<Collector> {
  const collector = await startCollector(
    {
      businesses: { [business]: { name: 'Demo', origins: [shop] } },
      ...{ scriptVersions: false, connections: connectionsTo(played, mercadoLibre), ...options },
    },
    { now: clock.now, chance: () => 0 },
  );
  atEnd(collector.close);
  return collector;
}

/** The same in a process of its own, which can be killed. */
export async function processFor({ played }: Pick<Playing, 'played'>) {
  const database = await databaseFile();
  const config = join(dirname(database), 'collector.json');
  const businesses = { [business]: { name: 'Demo', origins: [shop] } };
  await writeFile(config, JSON.stringify({ businesses, connections: connectionsTo(played) }));
  const process = await collectorProcess(['--config', config, '--database', database]);
  const token = new URL(process.inspectorUrl).searchParams.get('token') ?? '';
  return { database, process: { ...process, token } };
}

interface ShownConnection {
  business: string;
  kind: string;
  account: string;
  state: string;
  problem: string | null;
  waiting: number;
  last_notified_at: string | null;
  last_fetched_at: string | null;
  connect: string;
}

/** A collector in this process or in another. */
type Reachable = Pick<Collector, 'url' | 'token'>;

/** What the inspector shows of connections. */
export async function shownConnections({ url, token }: Reachable, query = '') {
  const headers = { Authorization: `Bearer ${token}` };
  const response = await fetch(`${url}/inspector/api/connections${query}`, { headers });
  expect(response.status).toBe(200);
  return (await response.json()) as {
    connections: ShownConnection[];
    platforms: { kind: string; name: string; connect: string; notifications: string }[];
  };
}

/** Begins to connect an account in the inspector. @returns where the browser is sent to */
export async function beginConnecting({ url, token }: Reachable, path = `?business=${business}`): Promise<string> {
  const response = await fetch(`${url}/inspector/connections/mercado-libre/start${path}`, {
    headers: { Authorization: `Bearer ${token}` },
    redirect: 'manual',
  });
  expect(response.status).toBe(303);
  return response.headers.get('location') ?? '';
}

/** Comes back from Mercado Libre to the collector behind the registered address. */
export async function comeBack({ url }: Pick<Collector, 'url'>, address: string) {
  const { pathname, search } = new URL(address);
  const response = await fetch(url + pathname + search);
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** Connects the seller's account, as a person does. */
export async function connect(collector: Collector, { played }: Playing): Promise<void> {
  const { status, text } = await comeBack(collector, played.giveLeave(await beginConnecting(collector)));
  expect([status, text]).toEqual([200, expect.stringContaining('is connected')]);
  // Its routines have run once, so that they do not run into what a test does.
  await reconciledAfter(collector, 0);
}

/** A collector with a connected account. */
export async function connectedCollector(playing: Playing, options?: Parameters<typeof startFor>[1]) {
  const collector = await startFor(playing, options);
  await connect(collector, playing);
  return collector;
}

export async function notificationsPath(collector: Reachable): Promise<string> {
  return (await shownConnections(collector)).platforms[0]?.notifications ?? '';
}

/** Sends a notification, as Mercado Libre does. */
export async function notify(collector: Reachable, resource: string, more: object = {}): Promise<number> {
  const { status } = await fetch(collector.url + (await notificationsPath(collector)), {
    ...{ method: 'POST', headers: { 'Content-Type': 'application/json' } },
    body: JSON.stringify(aNotification(resource, more)),
  });
  return status;
}

/** Waits until nothing is due any more. */
export async function settled({ store }: Collector): Promise<void> {
  await vi.waitFor(async () => expect((await store.connections()).map(({ waiting }) => waiting)).toEqual([0]), {
    ...{ timeout: 15_000, interval: 20 },
  });
}

/** Waits until all that had changed at a time is known. */
export async function reconciledAfter(collector: Collector, time: number): Promise<void> {
  const account = { kind: 'mercadolibre', account: String(seller) };
  await vi.waitFor(
    async () => expect((await collector.store.connection(account))?.reconciled_at).toBeGreaterThan(time),
    { timeout: 15_000, interval: 20 },
  );
  await settled(collector);
}

/** Notifies, and waits until all that came of it is told. */
export async function told(collector: Collector, ...resources: string[]): Promise<void> {
  for (const resource of resources) expect(await notify(collector, resource)).toBe(200);
  await settled(collector);
}

/** What was told, in the order of its arrival. */
export const actionsIn = async ({ store }: Collector) => (await store.events()).map(({ action }) => action);
