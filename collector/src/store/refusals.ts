/** An event, or a request as a whole, that was refused although its business is known. */
export interface RefusalNote {
  business: string;
  /** ISO 8601. */
  received_at: string;
  /** Type and parameter of the first error, such as 'parameter_invalid:tracked_at'. */
  reason: string;
  /** The sentences of all errors. */
  description: string;
  /** The following as far as they can be read. */
  action: string | null;
  id: string | null;
  session: string | null;
  user_id: string | null;
  /** What the server knew about the request, by the names of `ingest`. */
  arrival: Record<string, unknown>;
  /** Of what was refused. */
  bytes: number;
  /** Whether `text` is all of it, so that it can be sent again. */
  isWhole: boolean;
  /** A body that can be sent, or the beginning of one. */
  text: string;
}

export interface RefusalSummary extends Omit<RefusalNote, 'session' | 'user_id' | 'arrival' | 'isWhole'> {
  number: number;
  /** The sender's address, truncated unless the options say otherwise. */
  ip: string | null;
  is_whole: boolean;
  /** When it was sent again with success; its text is empty since then. */
  resent_at: string | null;
}

/** A refusal that can be sent again. */
export type ResendableRefusal = Pick<RefusalNote, 'business' | 'text' | 'arrival'> & { number: number };

export interface RefusalFilter {
  business?: string;
  reason?: string;
}

export interface RefusalPage extends RefusalFilter {
  limit?: number;
  /** Only those with a smaller number. */
  before?: number;
}

/** What is kept of each business; the oldest refusals make room for new ones. */
export interface RefusalBounds {
  rows: number;
  /** Characters. */
  bytes: number;
}

/** What came of a refusal that was sent again: stored, or refused once more, for this reason. */
export type ResendOutcome = { number: number } & (
  { isStored: true } | ({ isStored: false } & Pick<RefusalNote, 'reason' | 'description'>)
);

/** How many refusals are not sent again, by what speaks against it. */
export interface SkippedRefusals {
  /** They were sent again and taken before. */
  sent_before: number;
  /** They were too long to be kept as a whole, or were not read at all. */
  not_whole: number;
  /** No refusal has that number any more, or had it ever. */
  unknown: number;
}

/** What a store does about refusals. */
export interface RefusalStore {
  /** Notes refusals; one that is like another that is noted already changes nothing. */
  keepRefusals(notes: RefusalNote[], bounds: RefusalBounds): Promise<void>;
  /** Newest first. */
  refusals(page?: RefusalPage): Promise<{ refusals: RefusalSummary[]; next: number | null; total: number }>;
  /** How many refusals wait to be sent again or to expire, by their reason, the most frequent first. */
  refusalReasons(business?: string): Promise<{ reason: string; count: number }[]>;
  /** Refusals that can be sent again, oldest first, from the first number above `after`. */
  resendableRefusals(
    which: RefusalFilter & { numbers?: number[] },
    page: { after: number; limit: number },
  ): Promise<ResendableRefusal[]>;
  /** What cannot be sent again, of the refusals with these numbers or this reason. */
  skippedRefusals(which: RefusalFilter & { numbers?: number[] }): Promise<SkippedRefusals>;
  /** Notes what came of refusals that were sent again. */
  settleRefusals(outcomes: ResendOutcome[]): Promise<void>;
  /** Removes refusals that are older than so many days. */
  sweepRefusals(days: number): Promise<void>;
}
