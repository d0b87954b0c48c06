import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Requests of one connection that may wait for their answers. Browsers and proxies send one, programs that pipeline a few. */
const unansweredLimit = 16;

/**
 * Protects the collector from senders that ask and do not take the answers. Node hands out every request of a read of 64 kB,
 * some 1,700 of them, before it pauses the connection (Node 20, 2026-11).
 *
 * @param patience milliseconds in which a sender has to take some bytes of an answer
 * @returns a function to be called for each request; it answers false where the connection was cut off
 */
export function createConnectionGuard(patience: number) {
  const unanswered = new WeakMap<Socket, number>();

  return function guard({ socket }: IncomingMessage, response: ServerResponse): boolean {
    // The rest of what was read before the connection was cut off.
    if (socket.destroyed) return false;
    const count = (unanswered.get(socket) ?? 0) + 1;
    if (count > unansweredLimit) {
      socket.destroy();
      return false;
    }
    unanswered.set(socket, count);
    response.once('close', () => unanswered.set(socket, (unanswered.get(socket) ?? 1) - 1));
    // Node asks only where nothing has moved on the connection; a handler that is slow has nothing to be taken yet.
    response.setTimeout(patience, () => {
      if (socket.writableLength > 0) socket.destroy();
    });
    return true;
  };
}
