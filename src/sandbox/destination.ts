import type { Env } from '../base/env.js';
import type { Delivery } from '../delivery/delivery.js';
import type { UtmParams } from '../types/tracker.js';
import type { AsyncArea } from './async-storage.js';
import type { VisitorStore } from './visitor.js';

/** What a sandbox passes to its destination. The visitor has given consent. */
export interface SandboxContext {
  env: Env;
  businessId: string;
  /** Storage as the sandbox offers it; `env.storage` is a copy of it. */
  area: AsyncArea;
  /** Resolves when all that was set in the copy is stored. */
  drained: () => Promise<void>;
  /** Reads events and records again, which other tabs may have changed. */
  reload: () => Promise<void>;
  /** Whether the visitor has withdrawn consent, so that nothing may be sent. */
  isClosed: () => boolean;
  /** As `SandboxDestination.visitor` returned it. */
  visitor: VisitorStore;
  session: string;
  /** The session that was stored before this page, if any. */
  knownSession: string | undefined;
  /** Returns the UTM parameters of the last campaign; `undefined` if there are none. */
  utm: () => UtmParams | undefined;
}

/** Where the events of a sandbox go in place of an endpoint. */
export interface SandboxDestination {
  /** Prefix of the names of the visitor's records and of query parameters. */
  prefix: string;
  /** Returns a store of the same records, with the names and formats of the destination. */
  visitor: (store: VisitorStore) => VisitorStore;
  /** Names of further records in storage, for the stored events of those ids. */
  records: (ids: string[]) => string[];
  createDelivery: (context: SandboxContext) => Promise<Delivery>;
}

/**
 * Creates a destination from the settings of the pixel or app.
 * @throws TypeError whose message names the setting and what is allowed
 */
export type CreateSandboxDestination = (settings: object) => SandboxDestination;
