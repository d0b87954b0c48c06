import { consumerName, streamName } from './stream-config.js';
import type { StreamConnection } from './connect-stream.js';

/** What waits in the stream to be stored. */
export interface Backlog {
  messages: number;
  bytes: number;
  /** Milliseconds since 1970 at which the oldest of it arrived; undefined where nothing waits. */
  oldestAt: number | undefined;
}

/**
 * Asks the engine what waits in the stream.
 *
 * @throws where the engine is away
 */
export async function readBacklog(connection: StreamConnection): Promise<Backlog> {
  const engine = connection.engine();
  if (!engine) throw new Error('The stream is away.');
  const [{ state }, { num_pending, num_ack_pending }] = await Promise.all([
    engine.manager.streams.info(streamName),
    engine.manager.consumers.info(streamName, consumerName),
  ]);
  const messages = num_pending + num_ack_pending;
  return { messages, bytes: state.bytes, oldestAt: messages > 0 ? new Date(state.first_ts).getTime() : undefined };
}
