import type { PersonDelivery } from './outbox/types.js';
import type { Timer } from '../automations/timer.js';
import type { RefusalSummary } from './refusals.js';
import type { Alias, AttachedSession, Conflict, ProfileKey, Traits } from './identity/types.js';

/** Whose data is meant: exactly one of session, user and order. */
export interface Erasure {
  session?: string;
  user?: string;
  /** Of the user: the platform that the id belongs to. Users of all platforms where it is not given, those without one where it is empty. */
  source?: string;
  /** The number that the shop shows for an order. */
  order?: string;
  business?: string;
}

/** Where there is something of whom is meant. Where there is more than one, several people may have the same id. */
export interface Erasable {
  businesses: string[];
  /** Of a user: the platforms that the id belongs to. */
  sources: string[];
}

/** How many of each kind were erased. */
export interface ErasedCounts {
  events: number;
  profiles: number;
  sessions: number;
  conflicts: number;
  aliases: number;
  /** Batches that could not be stored; their content is erased, the note about them stays. */
  dead_letters: number;
  refusals: number;
  /** Notes that an event was, or was to be, sent to an endpoint. */
  deliveries: number;
  /** What automations remember, and what waits of it. */
  timers: number;
  /** Orders on marketplaces. */
  marketplace_orders: number;
  /** Questions of platforms for what is known of a customer. */
  privacy_requests: number;
}

export interface ErasureReceipt {
  /** How many events lost their content. */
  erased: number;
  counts: ErasedCounts;
  /** Whether the content is gone from the files, too, and not only from the tables. */
  overwritten: boolean;
  /** ISO 8601. */
  erased_at: string;
}

export type PersonRefusal = Pick<
  RefusalSummary,
  'number' | 'business' | 'received_at' | 'reason' | 'description' | 'text'
>;

/** A conflict as it is told to one of those whom it is about. */
export type PersonConflict = Omit<Conflict, 'source' | 'user_id'> & {
  /** Null where somebody else is meant, as with `holder`. */
  source: string | null;
  user_id: string | null;
};
/** What an automation remembers of a person. */
export type PersonTimer = Pick<
  Timer,
  | 'business'
  | 'rule'
  | 'kind'
  | 'state'
  | 'reason'
  | 'session'
  | 'user'
  | 'started_at'
  | 'due_at'
  | 'fired_at'
  | 'memory'
>;
/** An order on a marketplace, as it was last seen. */
export interface PersonOrder {
  business: string;
  /** The marketplace. */
  kind: string;
  order_id: string;
  pack_id: string | null;
  status: string;
  /** Unix milliseconds. */
  last_updated: number;
}

/** That a platform has asked what is known of a person. */
export interface PersonRequest {
  business: string;
  /** The platform. */
  kind: string;
  customer: string | null;
  /** Unix milliseconds. */
  received_at: number;
}

/** What is stored of a person beside events. */
export interface PersonRecords {
  profiles: (ProfileKey & { first_at: number; last_at: number; traits: Traits })[];
  sessions: (AttachedSession & { traits: Traits })[];
  aliases: Alias[];
  conflicts: PersonConflict[];
  /** Batches that could not be stored and name the person; others may be in them, too. */
  dead_letters: { number: number; died_at: string; bytes: number }[];
  /** What was refused and names the person. */
  refusals: PersonRefusal[];
  /** To which endpoints events of the person were sent, or are to be. */
  deliveries: PersonDelivery[];
  /** What automations remember of the person: carts, products, what waits. */
  timers: PersonTimer[];
  marketplace_orders: PersonOrder[];
  privacy_requests: PersonRequest[];
}

/** What a store does for the privacy of people. */
export interface PrivacyStore {
  erasable(erasure: Erasure): Promise<Erasable>;
  /** Erases what is stored, and remembers the erasure for what was received before it and is stored later. */
  erase(erasure: Erasure): Promise<ErasureReceipt>;
  /** What is stored of a user or a session beside events. */
  personRecords(whom: Erasure): Promise<PersonRecords>;
}
