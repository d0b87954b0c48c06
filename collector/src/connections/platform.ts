import type { FastifyInstance } from 'fastify';
import type { Complain } from '../log/complain.js';
import type { FetchJob, Settlement } from '../store/connections/types.js';

/** A marketplace or shop platform whose accounts can be connected. */
export interface Platform {
  kind: string;
  /** What people call it. */
  name: string;
  /** Its part of addresses. */
  path: string;
  /**
   * Begins to connect an account for a business; missing where the options name the accounts.
   *
   * @returns the address at the platform where a person gives the leave
   */
  begin?(business: string): Promise<string>;
}

/** All that the collector does with a platform. */
export interface Connector {
  platform: Platform;
  /** The path of the address that the platform sends to what happens there. */
  notifications: string;
  /** The whole of that address where a person has to enter it at the platform, as far as it is known. */
  toEnter?: string;
  /** Adds what the platform asks for. @param wake to be called when something is due */
  addRoutes(app: FastifyInstance, parts: { wake: () => void; complain: Complain }): void;
  /** Does a job. */
  handle(job: FetchJob): Promise<Settlement>;
  start(): Promise<void>;
  stop(): Promise<void>;
}
