import type { Answer, Env, Transport } from '../../src/base/env.ts';
import type { DropReason } from '../../src/types/tracker.ts';
import { readBatch } from '../support/read-batch.ts';
import { beginClient } from './client.ts';
import type { Client } from './client.ts';
import type { Clock, Owner } from './fake-clock.ts';
import type { Fault, FakeServer, SentBatch } from './fake-server.ts';
import type { FakeStorage } from './fake-storage.ts';

/** Bytes that all pending keepalive requests of a page may have together. */
const KEEPALIVE_BYTES = 65_536;
const TIMEOUT = 10_000;

export interface Request {
  number: number;
  page: Page;
  batch: SentBatch;
  ids: string[];
  bytes: number;
  /** Sent by an open page, by a hidden or closing page, or as a beacon. */
  way: 'normal' | 'last' | 'beacon';
  keepalive: boolean;
  fault: Fault;
  /** Time of sending, in ms of the clock that never jumps. */
  at: number;
  arrived?: boolean;
  /** The page has ended and the request did not survive that. */
  isLost?: boolean;
}

/** One page, from its load to its end. */
export interface Page extends Owner {
  name: string;
  number: number;
  client: Client;
  /** Starts the client. It must run as a task of the page, because it sets timers. */
  load: () => void;
  session: string;
  isVisible: boolean;
  isStopped: boolean;
  /** Calls to storage and network until the page crashes. */
  callsLeft: number;
  open: Set<Request>;
  lock?: 'asked' | 'held';
  /** Releases the lock, as the browser does when a page ends. */
  unlock: () => void;
}

/** The browser, server and observers that pages share. */
export interface Surroundings {
  clock: Clock;
  storage: FakeStorage;
  server: FakeServer;
  random: () => number;
  isOnline: () => boolean;
  /** The page that holds each lock, by name; `undefined` if the browser has no locks. */
  locks: Map<string, Page> | undefined;
  onCrash: (page: Page) => void;
  onSend: (request: Request) => void;
  /** Called before the page gets the answer. */
  onAnswer: (request: Request, answer: Answer) => void;
  onSettled: (page: Page, id: string, reason: DropReason | undefined) => void;
  report: (problem: string) => void;
  nextRequest: () => number;
}

/** Creates a page without a client; `load` starts its client. */
export const createPage = (around: Surroundings, number: number, name: string): Page => {
  const { clock, storage, server, random, locks } = around;
  const randomBytes = (count: number) => Uint8Array.from({ length: count }, () => random() * 256);
  let pending = 0;

  /** Counts a call to storage or network; returns `false` if the page has crashed. */
  const touch = () => {
    if (!page.gone && page.callsLeft-- <= 0) around.onCrash(page);
    return !page.gone;
  };

  /** Sends a request to the server. It arrives after half of its delay. */
  const launch = (way: Request['way'], body: string, bytes: number, answered?: (answer: Answer) => void) => {
    const batch = readBatch<SentBatch>(body);
    const ids = batch.events.map(({ id }) => id);
    const keepalive = pending + bytes <= KEEPALIVE_BYTES;
    const { fault, delay } = around.isOnline()
      ? server.next()
      : { fault: 'ends in a network error' as const, delay: 2 };
    const request: Request = {
      number: around.nextRequest(),
      page,
      batch,
      ids,
      bytes,
      way,
      keepalive,
      fault,
      at: clock.time(),
    };
    if (keepalive) pending += bytes;
    around.onSend(request);
    let reply: Answer | undefined;
    const settle = (answer: Answer) => {
      if (!page.open.delete(request)) return;
      if (keepalive) pending -= bytes;
      const seen = request.isLost ? { status: 0, body: null } : answer;
      if (answered) around.onAnswer(request, seen);
      answered?.(seen);
    };
    page.open.add(request);
    clock.schedule(undefined, delay / 2, () => {
      if (request.isLost) return;
      request.arrived = true;
      reply = server.receive(fault, batch, bytes);
    });
    clock.schedule(page, delay, () => reply && settle(reply));
    const patience = answered ? TIMEOUT + bytes / 4 : delay;
    clock.schedule(page, patience, () => settle({ status: 0, body: null, timedOut: true }));
  };

  const transport: Transport = {
    send(body, keepalive) {
      if (!touch()) return new Promise(() => {});
      const bytes = Buffer.byteLength(body);
      if (keepalive && pending + bytes > KEEPALIVE_BYTES) return undefined;
      return new Promise((resolve) => launch(keepalive ? 'last' : 'normal', body, bytes, resolve));
    },
    beacon(body) {
      const bytes = Buffer.byteLength(body);
      if (!touch() || pending + bytes > KEEPALIVE_BYTES) return false;
      launch('beacon', body, bytes);
      return true;
    },
  };

  const env: Env = {
    now: clock.now,
    random,
    randomBytes,
    storage: storage.view(name, touch),
    transport: () => transport,
    lock(lockName, task) {
      if (!touch()) return;
      page.lock ??= 'asked';
      clock.schedule(page, 1, () => {
        const isFree = !locks?.has(lockName);
        page.lock = isFree ? 'held' : undefined;
        if (isFree) locks?.set(lockName, page);
        page.unlock = () => {
          page.lock = undefined;
          if (locks?.get(lockName) === page) locks.delete(lockName);
        };
        task(isFree).then(isFree ? page.unlock : undefined, (error) =>
          around.report(`a task under a lock failed: ${String(error)}`),
        );
      });
    },
    online: around.isOnline,
  };

  const page: Page = {
    load() {
      page.client = beginClient(env, transport, page.session, (id, reason) => around.onSettled(page, id, reason));
    },
    name,
    number,
    session: `session-${1 + (number % 3)}`,
    client: undefined as unknown as Client,
    isVisible: true,
    isStopped: false,
    frozen: false,
    gone: false,
    callsLeft: Infinity,
    open: new Set(),
    unlock: () => {},
  };
  return page;
};
