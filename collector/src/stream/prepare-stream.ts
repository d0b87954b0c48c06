import { JetStreamApiError, type JetStreamManager, type StreamConfig } from '@nats-io/jetstream';
import type { ServerInfo } from '@nats-io/transport-node';
import type { Logger, StreamLimits } from '../options/collector-options.js';
import { withoutLoss } from './keep-limits.js';
import { consumerName, streamName, wantedConsumer, type WantedStream, wantedStream } from './stream-config.js';

const isMissing = (error: unknown): boolean => error instanceof JetStreamApiError && error.status === 404;

const orMissing = <T>(asking: Promise<T>): Promise<T | undefined> =>
  asking.catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw error;
  });

/** Fields in which the server's configuration differs from the wanted one, as words. */
function differences(wanted: Partial<StreamConfig>, actual: Partial<StreamConfig>): string[] {
  return (Object.keys(wanted) as (keyof StreamConfig)[]).flatMap((name) => {
    const [want, has] = [JSON.stringify(wanted[name]), JSON.stringify(actual[name])];
    return want === has ? [] : [`${name} is ${has} instead of ${want}`];
  });
}

/** @returns the shape that the stream was asked to have, and the one it has */
async function ensureStream(
  manager: JetStreamManager,
  wanted: WantedStream,
  logger: Logger,
): Promise<{ asked: WantedStream; config: StreamConfig }> {
  const known = await orMissing(manager.streams.info(streamName));
  if (!known) return { asked: wanted, config: (await manager.streams.add(wanted)).config };
  const { safe, kept } = withoutLoss(wanted, known);
  for (const sentence of kept) logger.warn(sentence);
  const changes = differences(safe, known.config);
  if (changes.length === 0) return { asked: safe, config: known.config };
  // Storage and retention of a stream stay what they were; the server refuses an update of them.
  const { name, ...changeable } = safe;
  const { config } = await manager.streams.update(name, changeable);
  logger.info(
    `The stream "${name}" was changed: ${changes.join('; ')}. Give all its collectors the same limits, since the last to start sets them.`,
  );
  return { asked: safe, config };
}

async function ensureConsumer(manager: JetStreamManager): Promise<void> {
  const known = await orMissing(manager.consumers.info(streamName, consumerName));
  if (!known) await manager.consumers.add(streamName, wantedConsumer);
  else if (differences(wantedConsumer as object, known.config as object).length > 0) {
    await manager.consumers.update(streamName, consumerName, wantedConsumer);
  }
}

/**
 * Brings stream and consumer into their shape, and logs where they are not as wanted. Servers before 2.12 ignore what they do not
 * know without a word, so what they answer is compared (nats-server 2.9.10, 2026-11).
 *
 * @throws where the server cannot do so now
 */
export async function prepareStream(manager: JetStreamManager, limits: StreamLimits, logger: Logger): Promise<void> {
  const wanted = wantedStream(limits);
  const { asked, config } = await ensureStream(manager, wanted, logger);
  const differing = differences(asked, config);
  if (differing.length > 0) {
    logger.warn(`The stream "${streamName}" is not as this collector wants it: ${differing.join('; ')}.`);
  }
  await ensureConsumer(manager);
}

/** Bytes of a message beside its body: the headers of the largest batch. */
export const headerRoom = 8192;

/** What the operator should know about the server: how durable its acknowledgement is, and whether a batch fits. */
export function logAboutServer(
  { version, max_payload }: Pick<ServerInfo, 'version' | 'max_payload'>,
  { largestBody, logger }: { largestBody: number; logger: Logger },
): void {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < 2 || (major === 2 && minor < 10)) {
    logger.warn(
      `nats-server ${version} acknowledges before it syncs to the disk, and knows no "sync_interval": a power cut can lose up to a minute of accepted events. Use version 2.10 or newer with sync_interval: always.`,
    );
  } else {
    logger.info(
      `nats-server ${version} does not tell whether it syncs to the disk before it acknowledges: set sync_interval: always in the jetstream block of its configuration, or a power cut can lose accepted events.`,
    );
  }
  if (max_payload < largestBody + headerRoom) {
    logger.warn(
      `nats-server takes messages of ${max_payload} bytes at most, a batch can have ${largestBody + headerRoom}: larger batches are refused with 413 until max_payload is raised in its configuration.`,
    );
  }
}
