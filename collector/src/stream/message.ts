import { createHash } from 'node:crypto';
import { headers, type MsgHdrs } from '@nats-io/transport-node';
import type { BatchReader, CheckedBatch } from '../ingest/check-batch.js';
import { businessPattern } from '../options/check-businesses.js';
import type { StuckLetter } from '../store/dead-letters.js';
import { businessOf, subjectOf } from './stream-config.js';

/** Names of the headers: what the server knows about a batch. The body is the batch as it came. */
const names = {
  version: 'Vitrina-Version',
  received: 'Vitrina-Received',
  ip: 'Vitrina-Ip',
  trusted: 'Vitrina-Trusted',
  refused: 'Vitrina-Refused',
};

const version = '1';

/** The same for the identical batch, so that the engine filters its repetition. */
export function messageId({ business, accepted }: CheckedBatch): string {
  const hash = createHash('sha256').update(business);
  for (const { fields } of accepted) hash.update(` ${String(fields.id).toLowerCase()}`);
  return hash.digest('base64url');
}

export function toHeaders({ receivedAt, ip, trusted, refused }: CheckedBatch): MsgHdrs {
  const all = headers();
  all.set(names.version, version);
  all.set(names.received, String(receivedAt));
  if (ip !== null) all.set(names.ip, ip);
  if (trusted) all.set(names.trusted, '1');
  if (refused.length > 0) all.set(names.refused, refused.join(','));
  return all;
}

export interface StreamMessage {
  subject: string;
  headers?: MsgHdrs;
  data: Uint8Array;
}

/** What the server knew, for a dead letter. */
export const knownOf = ({ headers: all }: StreamMessage): Record<string, string> =>
  Object.fromEntries(Object.values(names).flatMap((name) => (all?.has(name) ? [[name, all.get(name)]] : [])));

/** A dead letter as the message that it was. */
export function fromDeadLetter({ business, headers: known, body }: StuckLetter): StreamMessage {
  const all = headers();
  for (const [name, value] of Object.entries(known)) all.set(name, value);
  return { subject: subjectOf(business), headers: all, data: body };
}

/**
 * Reads a message back into the batch that was checked.
 *
 * @throws where it is no message of a collector
 */
export function readMessage(message: StreamMessage, reader: BatchReader): CheckedBatch {
  const { subject, headers: all, data } = message;
  if (all?.get(names.version) !== version) {
    throw new Error(`The message has version "${all?.get(names.version) ?? ''}"; this writer reads ${version}.`);
  }
  const business = businessOf(subject);
  if (!businessPattern.test(business)) throw new Error('The subject of the message names no business.');
  const receivedAt = Number(all.get(names.received));
  if (!Number.isSafeInteger(receivedAt) || receivedAt <= 0) throw new Error('The message does not say when it came.');
  const refused = all.get(names.refused);
  const trusted = all.get(names.trusted) === '1';
  const arrival = { business, receivedAt, ip: all.get(names.ip) || null, trusted };
  return reader.readChecked(data, arrival, refused === '' ? [] : refused.split(',').map(Number));
}
