import type { IncomingMessage, ServerResponse } from 'node:http';

/** A sender that goes on after it was refused is listened to for so long, so that it gets to read the answer. */
const lingering = 2000;

const isStillSending = ({ complete, headers }: IncomingMessage): boolean =>
  !complete && (Number(headers['content-length'] ?? 0) > 0 || headers['transfer-encoding'] !== undefined);

/**
 * Closing at once would reset the connection, and a browser that is still sending would never see the answer. So what it
 * sends is thrown away for a moment, before the line is cut.
 */
export function lingerFor(request: IncomingMessage, response: ServerResponse): void {
  if (!isStillSending(request)) return;
  const { socket } = request;
  const wantsClose = !response.shouldKeepAlive;
  response.shouldKeepAlive = true;
  request.resume();
  const timer = setTimeout(() => socket.destroy(), lingering).unref();
  request.once('end', () => {
    clearTimeout(timer);
    if (wantsClose) socket.end();
  });
}
