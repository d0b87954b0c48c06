import type { Logger } from '../options/collector-options.js';
import type { StreamConnection } from './connect-stream.js';
import { consumerName, streamName } from './stream-config.js';

/** Milliseconds. A message that is just being removed is no stray, so it has to be seen twice. */
const lookEvery = 4000;

/**
 * Finds messages that the engine keeps although they were acknowledged: nats-server 2.9.10 leaves some after a crash, delivers them no
 * more, and would count them against the limit of the stream until they expire (seen 2026-11). A new consumer is given all messages
 * again; those that were stored are duplicates for the store, and then leave the stream.
 *
 * @returns what ends it
 */
export function keepFindingStrays(connection: StreamConnection, logger: Logger): () => void {
  let suspected: number | undefined;

  async function look(): Promise<void> {
    const engine = connection.engine();
    if (!engine) return;
    const [{ state }, { ack_floor }] = await Promise.all([
      engine.manager.streams.info(streamName),
      engine.manager.consumers.info(streamName, consumerName),
    ]);
    const isStray = state.messages > 0 && state.first_seq <= ack_floor.stream_seq;
    const wasSeen = isStray && suspected === state.first_seq;
    suspected = isStray ? state.first_seq : undefined;
    if (!wasSeen) return;
    suspected = undefined;
    logger.warn('The stream holds messages that it delivers no more; all that it holds is delivered again.');
    await engine.manager.consumers.delete(streamName, consumerName);
    connection.doubt();
  }

  // Where the engine is away, the next look tries again.
  const timer = setInterval(() => void look().catch(() => {}), lookEvery);
  timer.unref();
  return () => clearInterval(timer);
}
