import type { StreamInfo } from '@nats-io/jetstream';
import { millis } from '@nats-io/transport-node';
import type { WantedStream } from './stream-config.js';

/** Others go on sending between the look at the stream and its change, so a lower limit needs so much room at most. */
const mostRoom = 16_000_000;

/** The engine writes 0 or -1 where there is no limit. */
const isLower = (wanted: number, actual: number): boolean => actual <= 0 || wanted < actual;

/**
 * The wanted shape of a stream without what would cost accepted events: where a limit is lowered, the engine drops the oldest messages
 * at once, although the stream refuses new ones when it is full (nats-server 2.9.10, 2026-11). Such a limit stays as it is until less
 * waits in the stream.
 *
 * @returns the shape to ask for, and a sentence for each limit that stays
 */
export function withoutLoss(
  wanted: WantedStream,
  { config, state }: Pick<StreamInfo, 'config' | 'state'>,
): { safe: WantedStream; kept: string[] } {
  const safe = { ...wanted };
  const kept: string[] = [];
  if (state.messages === 0) return { safe, kept };
  const advice = 'the engine would drop accepted events. Start a collector again when the writers have caught up.';

  const room = Math.min(mostRoom, wanted.max_bytes / 2);
  if (isLower(wanted.max_bytes, config.max_bytes) && state.bytes + room > wanted.max_bytes) {
    safe.max_bytes = config.max_bytes;
    kept.push(
      `The stream keeps its limit of ${config.max_bytes} bytes and is not lowered to ${wanted.max_bytes}: ${state.bytes} bytes wait in it, and ${advice}`,
    );
  }

  // Our clock may be behind the engine's. At half of the time the collector warns that events wait for too long.
  const now = Math.max(Date.now(), Date.parse(state.last_ts));
  const age = now - Date.parse(state.first_ts);
  if (isLower(wanted.max_age, config.max_age) && age > millis(wanted.max_age) / 2) {
    safe.max_age = config.max_age;
    const [has, want, oldest] = [millis(config.max_age), millis(wanted.max_age), age].map((time) =>
      Math.round(time / 1000),
    );
    kept.push(
      `The stream keeps its events for ${has} seconds and not for ${want}: the oldest has waited for ${oldest} seconds, and ${advice}`,
    );
  }
  return { safe, kept };
}
