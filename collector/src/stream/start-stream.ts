import type { BatchReader, CheckedBatch } from '../ingest/check-batch.js';
import { createComplaints } from '../log/complain.js';
import type { Options } from '../options/collector-options.js';
import type { Store, StoredStatus } from '../store/store.js';
import { type Backlog, readBacklog } from './backlog.js';
import { connectStream } from './connect-stream.js';
import { createMessageHandler, type Outcome } from './handle-message.js';
import { keepFindingStrays } from './keep-finding-strays.js';
import { keepWriting } from './keep-writing.js';
import { createPublisher } from './publish.js';

export interface StreamParts {
  options: Pick<Options, 'stream' | 'streamLimits' | 'logger'>;
  reader: BatchReader;
  /** Bytes that a batch can have. */
  largestBody: number;
}

export interface WriterParts {
  store: Pick<Store, 'put' | 'keepDeadLetter'>;
  /** Why nothing may be stored at the moment; undefined where it may. */
  obstacle: () => string | undefined;
  onHandled: (outcome: Outcome) => void;
}

export interface Stream {
  /** Puts a checked batch into the stream; resolves when the engine has it. */
  publish(batch: CheckedBatch): Promise<StoredStatus[]>;
  /** Begins to store what is in the stream; returns what ends it, after the batches that are being worked on. */
  write(parts: WriterParts): () => Promise<void>;
  /** Why nothing can be put in or taken out; undefined where it works. */
  problem(): string | undefined;
  /** @throws where the engine is away */
  backlog(): Promise<Backlog>;
  close(): Promise<void>;
}

/** A stream of NATS JetStream between those who accept events and those who store them. */
export async function startStream({ options, reader, largestBody }: StreamParts): Promise<Stream> {
  const { logger } = options;
  const connection = await connectStream(options, largestBody);
  return {
    publish: createPublisher(connection, createComplaints(logger)),
    write({ store, obstacle, onHandled }) {
      const complain = createComplaints(logger);
      const handle = createMessageHandler({ store, reader, logger, complain, obstacle });
      const stopWriting = keepWriting({ connection, handle, onHandled, complain: createComplaints(logger) });
      const stopFinding = keepFindingStrays(connection, logger);
      return async () => {
        stopFinding();
        await stopWriting();
      };
    },
    problem: () => (connection.engine() ? undefined : 'The stream is away.'),
    backlog: () => readBacklog(connection),
    close: connection.close,
  };
}
