import type { Consumer, ConsumerMessages, JsMsg } from '@nats-io/jetstream';
import type { Complain } from '../log/complain.js';
import type { StreamConnection } from './connect-stream.js';
import type { Outcome } from './handle-message.js';
import { ackWait, consumerName, mostAtWork, streamName } from './stream-config.js';

/** Milliseconds: how long a request for messages waits, and how soon it is tried again where it failed. */
const fetchWait = 5000;
const tryAgainAfter = 500;

export interface WritingParts {
  connection: StreamConnection;
  handle: (message: JsMsg) => Promise<Outcome>;
  onHandled: (outcome: Outcome) => void;
  complain: Complain;
}

/**
 * Takes messages out of the stream and has them handled, several at a time, so that they share commits. It asks for messages again and
 * again instead of subscribing once, because a request that was lost with a server is then over after some seconds.
 *
 * @returns what ends it, after the messages that are being worked on
 */
export function keepWriting({ connection, handle, onHandled, complain }: WritingParts): () => Promise<void> {
  const atWork = new Map<JsMsg, Promise<void>>();
  let isStopped = false;
  let wake = () => {};
  let fetching: ConsumerMessages | undefined;

  const pause = (milliseconds: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  /** A message that takes long must not go to another writer meanwhile. */
  const reporting = setInterval(() => {
    for (const message of atWork.keys()) message.working();
  }, ackWait / 3);
  reporting.unref();

  function take(message: JsMsg): void {
    const work = handle(message)
      .then(onHandled, (cause: unknown) => complain('A message of the stream could not be handled.', cause))
      .finally(() => atWork.delete(message));
    atWork.set(message, work);
  }

  async function fetchFrom(consumer: Consumer): Promise<void> {
    fetching = await consumer.fetch({ max_messages: mostAtWork - atWork.size, expires: fetchWait });
    if (isStopped) fetching.stop();
    for await (const message of fetching) take(message);
  }

  async function write(): Promise<void> {
    while (!isStopped) {
      const engine = connection.engine();
      if (!engine) {
        await pause(tryAgainAfter);
        continue;
      }
      try {
        const consumer = await engine.client.consumers.get(streamName, consumerName);
        while (!isStopped && connection.engine() === engine) {
          if (atWork.size >= mostAtWork) await Promise.race(atWork.values());
          else await fetchFrom(consumer);
        }
      } catch (cause) {
        if (isStopped) return;
        complain('No messages could be taken from the stream.', cause);
        connection.doubt();
        await pause(tryAgainAfter);
      }
    }
  }

  const writing = write();

  return async () => {
    isStopped = true;
    wake();
    fetching?.stop();
    await writing;
    await Promise.allSettled(atWork.values());
    clearInterval(reporting);
  };
}
