import type { FastifyBaseLogger } from 'fastify';
import type { Automation } from './automation-options.js';
import type { ConnectionOptions } from './connection-options.js';

/** Pino's, or one like it. */
export type Logger = FastifyBaseLogger;

/** A shop that may send. */
export interface Business {
  name: string;
  /**
   * Exact origins (`https://shop.example`), `http://localhost:*` or `http://127.0.0.1:*` for any port, `null` for senders
   * without one, `*` for all.
   */
  origins: string[];
  /** Switched off: its senders are told to be quiet for a day. */
  off?: boolean;
  /**
   * Domain for which the session cookie that the browser has sent is written again with each answer to one of the named
   * origins on it; `host` for the endpoint's own host alone. Without it no cookie is written.
   */
  renewSession?: string;
  /** What the business may send in a day (UTC); what is beyond it is refused with 429 until the next day. Without it no limit. */
  quota?: Quota;
  /**
   * Hashes (`sha256:…`) of the private keys of the shop's own servers, two at most, so that a new key can be used before the old
   * one is taken out. `vitrina-collector key` makes them.
   */
  keys?: string[];
  /**
   * Actions that are taken only from a sender with a private key, such as `order.confirmed` or `refund.*`. By default those that
   * only servers know, if the business has keys.
   */
  trustedOnly?: string[];
  /** Addresses of the shop's own that are told of events as they are stored. */
  webhooks?: Webhook[];
  /** Hellotext is told of what no browser has sent. */
  hellotext?: HellotextAccount;
  /** Rules by which the collector tells events of its own, such as `cart.abandoned`, by their ids. */
  automations?: Record<string, Automation>;
}

/** An address that gets events, signed by the Standard Webhooks specification. */
export interface Webhook {
  /** Names the endpoint for as long as it lives; 1 to 64 letters, digits, `_` or `-`. */
  id: string;
  /** https, unless the option `localReceivers` says otherwise. */
  url: string;
  /** One secret (`whsec_…`), or two while one is replaced: all of them sign. `vitrina-collector secret` makes one. */
  secrets: string[];
  /** What it gets: actions such as `cart.abandoned`, `order.*` for all of an object, `*` for everything. */
  actions: string[];
  /** false: nothing is queued for it and nothing is sent. */
  enabled?: boolean;
}

/** An account of Hellotext. */
export interface HellotextAccount {
  /** The private token of the account. */
  token: string;
  /** As in `Webhook`; events that came from browsers are never sent, because the browsers tell Hellotext themselves. */
  actions: string[];
  /** The account's public id: with it, sessions that Hellotext does not know yet are announced. */
  business?: string;
  /** Address of the API, `https://api.hellotext.com/v1` by default. */
  apiRoot?: string;
  /**
   * Whether to send an event again when it is not known if it has arrived. The API has no ids of events, so with `true` it may count
   * some twice, and with `false`, the default, some may be lost. The steps of an order are always sent again, because the API
   * stores them once.
   */
  resend?: boolean;
  enabled?: boolean;
}

export interface Quota {
  /** Events a day. */
  events?: number;
  /** Bytes of stored events a day. */
  bytes?: number;
}

/** What of a sender's address is stored: IPv4 without its last byte and IPv6 by its first 48 bits, nothing, or all of it. */
export type AddressPolicy = 'truncated' | 'none' | 'full';

export interface DiskLimits {
  /** Bytes that have to stay free on the disk of the database, 256 MiB by default. */
  free: number;
  /** Bytes that the database may take, without limit by default. */
  database: number;
}

/** What is kept of refused events and requests. */
export interface RefusalLimits {
  /** Days that a refusal is kept, 7 by default and never longer than events; 0 keeps none. */
  days: number;
  /** Refusals of each business, 10,000 by default; the oldest make room for new ones. */
  rows: number;
  /** Characters of the refusals of each business, 10,000,000 by default. */
  bytes: number;
}

/**
 * What a process does of the work that a stream divides: `collector` accepts events and puts them into the stream, `writer` takes
 * them out and stores them, `all` does both.
 */
export type Role = 'all' | 'collector' | 'writer';

export interface StreamLimits {
  /** Bytes that may wait in the stream, 1 GiB by default; what is beyond them is refused with 503. */
  bytes: number;
  /** Days after which the stream forgets what nobody has stored, 7 by default. */
  days: number;
  /** Servers of a cluster that keep each message, 1 by default; 3 or 5 where there are so many. */
  replicas: number;
}

export interface CollectorOptions {
  /** 0, the default, is any free port. */
  port?: number;
  /** 127.0.0.1 by default. */
  host?: string;
  /** A taken port is replaced by the next free one. */
  nextPort?: boolean;
  /** Path of a file, ':memory:' (the default), or the address of a PostgreSQL database. */
  database?: string;
  businesses?: Record<string, Business>;
  /** Fault switches for tests; only on an address of this machine alone. */
  faults?: boolean;
  /** Opens the inspector; by default one that the database keeps, made by chance at the first start. */
  token?: string;
  /** 90 by default; 0 keeps events for ever. */
  retentionDays?: number;
  /** The sender is the last entry of `X-Forwarded-For`; only behind a proxy that adds it. */
  trustProxy?: boolean;
  /** Requests from one address, 1,200 a minute by default. */
  rateLimit?: { perMinute: number };
  /** 'truncated' by default. */
  ipAddresses?: AddressPolicy;
  disk?: Partial<DiskLimits>;
  refusals?: Partial<RefusalLimits>;
  /** Address of a NATS server with JetStream (`nats://host:port`, several with commas): events go through its stream. */
  stream?: string;
  streamLimits?: Partial<StreamLimits>;
  /** 'all' by default; only with `stream`. */
  role?: Role;
  connections?: ConnectionOptions;
  /** Folder whose scripts are served; those of this package by default. */
  scriptFolder?: string;
  /** Seconds that a browser keeps a script, 300 by default. */
  scriptMaxAge?: number;
  /**
   * Folder that keeps the scripts of each version, for pages that name one; `scripts` beside a database in a file, `false` (none)
   * for others.
   */
  scriptVersions?: string | false;
  /** Milliseconds for a body to arrive, 10,000 by default. */
  bodyTimeout?: number;
  /** Webhooks may lead to this machine and to private networks, and may be http: for tests, and where the receiver is next door. */
  localReceivers?: boolean;
  /** Gets what the operator should know; silent by default. */
  logger?: Logger;
}

export type Options = Required<Omit<CollectorOptions, 'logger' | 'disk' | 'refusals' | 'streamLimits'>> & {
  logger: Logger;
  disk: DiskLimits;
  refusals: RefusalLimits;
  streamLimits: StreamLimits;
};
