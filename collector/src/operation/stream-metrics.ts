import { Counter, Gauge, type Registry } from 'prom-client';
import type { Outcome } from '../stream/handle-message.js';

/** What waits to be stored, and what never will be. */
export interface BacklogFigures {
  messages: number;
  bytes: number;
  /** Age of the oldest message, 0 where nothing waits. */
  oldest_seconds: number;
  dead_letters: number;
}

/**
 * Figures of the stream in front of the database.
 *
 * @returns counts what became of a message
 */
export function addStreamMetrics(
  registry: Registry,
  { isUp, backlog }: { isUp: () => boolean; backlog: () => BacklogFigures },
): (outcome: Outcome) => void {
  const registers = [registry];
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  gauge('vitrina_stream_up', 'Whether the stream can be reached: 1 or 0.', () => Number(isUp()));
  gauge('vitrina_stream_messages', 'Batches that wait in the stream to be stored.', () => backlog().messages);
  gauge('vitrina_stream_bytes', 'Bytes that the stream takes.', () => backlog().bytes);
  gauge('vitrina_stream_oldest_seconds', 'Age of the oldest batch that waits.', () => backlog().oldest_seconds);
  gauge('vitrina_dead_letters', 'Batches that could not be stored.', () => backlog().dead_letters);
  const handled = new Counter({
    name: 'vitrina_stream_handled_total',
    help: 'Batches that this process took out of the stream, by what became of them: stored, delayed or dead.',
    labelNames: ['outcome'],
    registers,
  });
  return (outcome) => handled.inc({ outcome });
}
