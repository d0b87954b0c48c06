/** A message of the stream that cannot be read or stored, although the database answers. */
export interface DeadLetter {
  /** The message's number and time in its stream, so that it is noted once. */
  message: string;
  business: string;
  reason: string;
  /** What the server knew about the batch. */
  headers: Record<string, string>;
  body: Uint8Array;
}

export interface DeadLetterSummary {
  number: number;
  business: string;
  /** ISO 8601. */
  died_at: string;
  reason: string;
  headers: Record<string, string>;
  bytes: number;
  /** The beginning of the batch. */
  text: string;
}

export interface DeadLetterPage {
  limit?: number;
  /** Only those with a smaller number. */
  before?: number;
}

/** A dead letter that can be tried once more. */
export type StuckLetter = Pick<DeadLetter, 'business' | 'headers' | 'body'> & { number: number };

/** What the store does with such messages. */
export interface DeadLetterStore {
  /** Notes a message that cannot be stored; once, however often it is told. */
  keepDeadLetter(letter: DeadLetter): Promise<void>;
  /** Those of these numbers that still have a content, oldest first. */
  stuckLetters(numbers: number[]): Promise<StuckLetter[]>;
  /** Removes a letter whose events are stored by now; one that could not be stored again keeps the new reason. */
  settleDeadLetter(number: number, failure?: string): Promise<void>;
  /** Newest first. */
  deadLetters(page?: DeadLetterPage): Promise<{ deadLetters: DeadLetterSummary[]; next: number | null; total: number }>;
}
