import type { Row } from '../event-record.js';

/**
 * waiting: an attempt is to come. delivered: the receiver has confirmed it. dead: no attempt is to come, unless somebody asks for it.
 * withdrawn: what it tells is not true any more, and it was not delivered before that.
 */
export type DeliveryState = 'waiting' | 'delivered' | 'dead' | 'withdrawn';

export interface EndpointKey {
  business: string;
  endpoint: string;
}

/** An endpoint, as the store has to know it. */
export interface KnownEndpoint extends EndpointKey {
  /** A digest of its address. */
  address: string;
}

/** A delivery whose attempt belongs to this process until its lease ends. */
export interface ClaimedDelivery extends EndpointKey {
  number: number;
  /** Counts the attempts, this one included. */
  attempt: number;
  /** An earlier attempt was begun and nobody knows what came of it. */
  isRepeat: boolean;
  event: Row;
}

/** What came of an attempt. */
export interface DeliveryOutcome extends KnownEndpoint {
  number: number;
  attempt: number;
  state: Exclude<DeliveryState, 'withdrawn'>;
  /** Milliseconds since 1970, as all times here. */
  at: number;
  /** When the next attempt is due, of one that waits. */
  nextAt: number | null;
  status: number | null;
  error: string | null;
  /** Until when nothing is to be sent to the endpoint. */
  holdUntil: number | null;
  /** Why the endpoint is to be switched off. */
  offReason: string | null;
}

export interface EndpointState extends EndpointKey {
  waiting: number;
  dead: number;
  /** ISO 8601, as all times that are shown. */
  off_at: string | null;
  off_reason: string | null;
  last_at: string | null;
  last_status: number | null;
  last_error: string | null;
  /** When the next attempt is due. */
  next_at: string | null;
}

export interface DeliverySummary extends EndpointKey {
  number: number;
  event_id: string;
  action: string;
  state: DeliveryState;
  attempts: number;
  created_at: string;
  next_at: string | null;
  last_at: string | null;
  last_status: number | null;
  last_error: string | null;
}

export interface DeliveryPage {
  business?: string;
  endpoint?: string;
  state?: DeliveryState;
  limit?: number;
  /** Only those with a smaller number. */
  before?: number;
}

export type PersonDelivery = Pick<
  DeliverySummary,
  'number' | 'business' | 'endpoint' | 'event_id' | 'action' | 'state' | 'created_at' | 'last_at'
>;

/** What a store does about deliveries. */
export interface OutboxStore {
  /**
   * Notes what came of attempts, and takes those that are due, in one transaction. Of each endpoint no more are under way at once
   * than `most`, over all processes.
   *
   * @param now milliseconds since 1970
   */
  turnOutbox(turn: {
    outcomes: DeliveryOutcome[];
    endpoints: KnownEndpoint[];
    now: number;
    most: number;
    /** Milliseconds after which an attempt without an outcome is due again. */
    lease: number;
  }): Promise<ClaimedDelivery[]>;
  /**
   * Ends what waits for endpoints that the configuration switches off; it is dead then, and can be sent again.
   *
   * @param reason is shown
   * @returns how many there were
   */
  endDeliveries(endpoints: EndpointKey[], reason: string): Promise<number>;
  /** When the next attempt to one of the endpoints is due; undefined where nothing waits. */
  nextDelivery(endpoints: KnownEndpoint[]): Promise<number | undefined>;
  endpointStates(endpoints: KnownEndpoint[]): Promise<EndpointState[]>;
  /** Newest first. */
  deliveries(page?: DeliveryPage): Promise<{ deliveries: DeliverySummary[]; next: number | null; total: number }>;
  /**
   * Makes deliveries wait again, with all their attempts.
   *
   * @param which numbers of deliveries that are dead or delivered, or an endpoint whose dead ones are meant
   * @returns how many there are
   */
  resendDeliveries(which: { numbers: number[] } | EndpointKey, now: number): Promise<number>;
  /**
   * Switches an endpoint on again.
   *
   * @returns whether it was off
   */
  switchOnEndpoint(endpoint: EndpointKey): Promise<boolean>;
  /** Removes what is too old to be of use. */
  sweepDeliveries(now: number): Promise<void>;
}
