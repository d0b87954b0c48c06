import {
  AckPolicy,
  type ConsumerConfig,
  DiscardPolicy,
  RetentionPolicy,
  StorageType,
  type StreamConfig,
} from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';
import type { StreamLimits } from '../options/collector-options.js';

export const streamName = 'vitrina';
export const consumerName = 'writers';

const day = 86_400_000;

/** A batch that is repeated within this time is filtered by the engine; later ones are found by the store's index. Milliseconds. */
const duplicateWindow = 5 * 60_000;

/** A message that a writer has taken and does not report on for so long goes to another one. Milliseconds. */
export const ackWait = 10_000;

/** Messages that all writers together work on; each may have a megabyte. */
export const mostAtWork = 64;

/** A business id has no character that means something in a subject. */
export const subjectOf = (business: string): string => `${streamName}.${business}.events`;

export const businessOf = (subject: string): string => subject.split('.')[1] ?? '';

export type WantedStream = Pick<
  StreamConfig,
  | 'name'
  | 'subjects'
  | 'retention'
  | 'storage'
  | 'discard'
  | 'max_bytes'
  | 'max_age'
  | 'num_replicas'
  | 'duplicate_window'
>;

/** The engine takes no fractions. */
const inNanos = (days: number): number => nanos(Math.round(days * day));

/** A full stream refuses what is new, and never drops what it has accepted. */
export const wantedStream = ({ bytes, days, replicas }: StreamLimits): WantedStream => ({
  name: streamName,
  subjects: [subjectOf('*')],
  // What a writer has acknowledged leaves the stream, so that its size is what still waits.
  retention: RetentionPolicy.Workqueue,
  storage: StorageType.File,
  discard: DiscardPolicy.New,
  max_bytes: bytes,
  max_age: inNanos(days),
  num_replicas: replicas,
  duplicate_window: Math.min(nanos(duplicateWindow), inNanos(days)),
});

/** Messages are delivered until they are stored or noted as dead: one whose deliveries were used up would stay unseen. */
export const wantedConsumer: Partial<ConsumerConfig> = {
  durable_name: consumerName,
  ack_policy: AckPolicy.Explicit,
  ack_wait: nanos(ackWait),
  max_deliver: -1,
  max_ack_pending: mostAtWork,
};
