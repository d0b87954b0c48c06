import type { JsMsg } from '@nats-io/jetstream';
import { type BatchReader, recordsOf } from '../ingest/check-batch.js';
import type { Complain } from '../log/complain.js';
import type { Logger } from '../options/collector-options.js';
import { type EventRecord, type Store, StoreRefused } from '../store/store.js';
import { knownOf, readMessage } from './message.js';
import { businessOf } from './stream-config.js';

/** What became of a message. */
export type Outcome = 'stored' | 'dead' | 'delayed';

export interface HandlerParts {
  store: Pick<Store, 'put' | 'keepDeadLetter'>;
  reader: BatchReader;
  logger: Logger;
  /** Told when the database takes nothing. */
  complain: Complain;
  /** Why nothing may be stored at the moment; undefined where it may. */
  obstacle: () => string | undefined;
}

/** Milliseconds until a message that could not be stored comes again. */
const again = 2000;

/** A message is given up after so many failures that speak against it, and not against the database. */
const mostRefusals = 3;
const mostFailures = 10;

interface Failures {
  times: number;
  /** How many messages had been stored at the latest one. */
  storedBefore: number;
}

const textOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));

/**
 * Stores what a message holds, and acknowledges it after the commit. A message that cannot be read or stored although the database
 * works is noted as a dead letter; while the database is away all messages stay in the stream.
 */
export function createMessageHandler({ store, reader, logger, complain, obstacle }: HandlerParts) {
  const failed = new Map<number, Failures>();
  let stored = 0;

  /** @returns 'delayed' where the note could not be made, so that the message has to come again */
  async function bury(message: JsMsg, reason: string): Promise<Outcome> {
    const { seq, subject, data, info } = message;
    const business = businessOf(subject);
    const letter = {
      message: `${seq}@${info.timestampNanos}`,
      business,
      reason,
      headers: knownOf(message),
      body: data,
    };
    try {
      await store.keepDeadLetter(letter);
    } catch (cause) {
      complain('A message that cannot be stored could not be noted either, and stays in the stream.', cause);
      message.nak(again);
      return 'delayed';
    }
    // Without a reason: servers before 2.11 do not know one, and would deliver the message again (2.9.10, 2026-11).
    message.term();
    failed.delete(seq);
    logger.error({ business, bytes: data.length }, `A message of the stream became a dead letter: ${reason}`);
    return 'dead';
  }

  /** Whether a failure speaks against the message: the database refuses it, or has stored others since its last failure. */
  function isHopeless(seq: number, cause: unknown): boolean {
    const { times, storedBefore } = failed.get(seq) ?? { times: 0, storedBefore: stored };
    const isRefused = cause instanceof StoreRefused;
    const counted = isRefused || stored > storedBefore ? times + 1 : times;
    failed.set(seq, { times: counted, storedBefore: stored });
    return counted >= (isRefused ? mostRefusals : mostFailures);
  }

  return async function handle(message: JsMsg): Promise<Outcome> {
    let records: EventRecord[];
    try {
      records = recordsOf(readMessage(message, reader));
    } catch (cause) {
      return bury(message, `The message cannot be read: ${textOf(cause)}`);
    }
    try {
      const problem = obstacle();
      if (problem !== undefined) throw new Error(problem);
      await store.put(records, 'stream');
    } catch (cause) {
      if (isHopeless(message.seq, cause)) return bury(message, `The events cannot be stored: ${textOf(cause)}`);
      complain('Events of the stream could not be stored, and stay in it.', cause);
      message.nak(again);
      return 'delayed';
    }
    message.ack();
    stored++;
    failed.delete(message.seq);
    return 'stored';
  };
}
