import { randomUUID } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { afterEach, vi } from 'vitest';
import { startCollector } from '../../../collector/src/index.ts';
import type { Collector, CollectorOptions } from '../../../collector/src/index.ts';

export const shop = 'https://shop.example';
export const business = 'xy76ks';

// Real sockets, files and processes are slow on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

const started: (() => unknown)[] = [];

/** Runs a task after the test. Tasks run in the reverse order of their registration. */
export const atEnd = (end: () => unknown) => void started.push(end);

afterEach(async () => {
  for (const end of started.splice(0).reverse()) await end();
});

/** Starts a collector for one test, and closes it after the test. */
export async function collectorFor(options: CollectorOptions = {}): Promise<Collector> {
  const businesses = { [business]: { name: 'Demo', origins: [shop] } };
  // Otherwise the scripts of the last build would be copied beside the database, if there was one.
  const collector = await startCollector({ businesses, scriptVersions: false, ...options });
  atEnd(collector.close);
  return collector;
}

export const anEvent = (more: object = {}) => ({
  id: randomUUID() as string,
  action: 'cart.added',
  tracked_at: Date.now() / 1000,
  ...more,
});

export const aBatch = (events: unknown[], more: object = {}) => ({
  v: 1,
  business,
  library: 'vitrina/1.0.0',
  sent_at: new Date().toISOString(),
  session: '5b1f3c9e-2a77-4d0e-9c43-0f6a1d2b7e11',
  events,
  ...more,
});

export interface Sending {
  origin?: string | null;
  address?: string;
  headers?: Record<string, string>;
  method?: string;
}

/** Sends a request as a page does. A string is sent as it is, anything else as JSON. */
export function send(
  collector: Collector,
  body: unknown,
  { origin = shop, address, headers, method = 'POST' }: Sending = {},
) {
  return fetch(address ?? `${collector.endpoint}?b=${business}`, {
    method,
    headers: { 'Content-Type': 'text/plain;charset=UTF-8', ...(origin === null ? {} : { Origin: origin }), ...headers },
    body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
    redirect: 'manual',
  });
}

export interface Answered {
  results: { id: string | null; status: string; errors?: { type: string; parameter: string; description: string }[] }[];
}

export const resultsOf = async (response: Response) => ((await response.json()) as Answered).results;

export interface RawAnswer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
}

/** Sends a request with headers that `fetch` does not allow, such as `Host`. */
export function rawRequest(url: string, headers: Record<string, string> = {}, method = 'GET'): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    // The path is sent as written, because a URL object would resolve the dots.
    const path = url.slice(new URL(url).origin.length) || '/';
    const request = httpRequest({ hostname, port, path, method, headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
    });
    request.on('error', reject);
    request.end();
  });
}

/** Opens a bare connection, for senders that do not follow the protocol. */
export function bareConnection(collector: Collector) {
  const socket = connect(collector.port, '127.0.0.1');
  let received = '';
  socket.setEncoding('utf8');
  socket.on('data', (chunk) => (received += chunk));
  const closed = new Promise<string>((resolve) => {
    socket.on('error', () => {});
    socket.on('close', () => resolve(received));
  });
  atEnd(() => socket.destroy());
  return { socket, closed };
}

/** The cookie that replaces the token. */
export async function inspectorCookie(collector: Collector) {
  const { headers } = await rawRequest(collector.inspectorUrl);
  return String(headers['set-cookie']).split(';')[0] ?? '';
}

/** Asks the inspector's API as its page does. */
export async function ask(collector: Collector, path: string, more: RequestInit = {}) {
  const headers = { Cookie: await inspectorCookie(collector), ...(more.headers as Record<string, string>) };
  return fetch(`${collector.url}/inspector/api/${path}`, { ...more, headers });
}
