import type { IncomingMessage } from 'node:http';
import { refusal, retryAfter } from './answers.js';

/** All bodies in memory together; slow senders in great number must not exhaust it. */
const memoryLimit = 64 * 1024 * 1024;

/** Bytes that are set aside when a body begins to arrive; doubled whenever they are full. */
const firstRoom = 4096;

/**
 * Reads request bodies within limits. A body that does not arrive whole is not read at all.
 *
 * @param limits bytes and milliseconds
 */
export function createBodyReader({ limit, timeout }: { limit: number; timeout: number }) {
  let held = 0;

  const tooLarge = () =>
    refusal(413, {
      type: 'too_large',
      parameter: 'body',
      description: `The body is larger than ${limit} bytes; send fewer events at a time.`,
    });

  /** @returns undefined if the sender went away */
  return function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
    if (Number(request.headers['content-length'] ?? 0) > limit) return Promise.reject(tooLarge());
    return new Promise((resolve, reject) => {
      // Chunks are copied together: kept one by one, a body in chunks of one byte takes a hundred times its size.
      let body = Buffer.alloc(0);
      let size = 0;
      const timer = setTimeout(
        () =>
          fail(
            refusal(408, {
              type: 'timeout',
              parameter: 'body',
              description: `The body did not arrive within ${timeout / 1000} seconds; send it again.`,
            }),
          ),
        timeout,
      );
      const stop = () => {
        clearTimeout(timer);
        held -= body.length;
        request.off('data', take).off('end', finish).off('close', leave).off('error', leave);
        // A broken connection reports itself once more after this.
        request.on('error', () => {});
      };
      const take = (chunk: Buffer) => {
        const needed = size + chunk.length;
        if (needed > limit) return fail(tooLarge());
        if (needed > body.length) {
          const wider = Buffer.allocUnsafeSlow(Math.min(limit, Math.max(firstRoom, needed, body.length * 2)));
          body.copy(wider, 0, 0, size);
          held += wider.length - body.length;
          body = wider;
        }
        chunk.copy(body, size);
        size = needed;
        if (held > memoryLimit) {
          const error = {
            type: 'busy',
            parameter: 'body',
            description: 'Too many bodies are on their way; send it again.',
          };
          fail(refusal(503, error, retryAfter(1)));
        }
      };
      const finish = () => {
        stop();
        resolve(body.subarray(0, size));
      };
      const fail = (reason: Error) => {
        stop();
        body = Buffer.alloc(0);
        request.resume();
        reject(reason);
      };
      const leave = () => {
        stop();
        resolve(undefined);
      };
      request.on('data', take).on('end', finish).on('close', leave).on('error', leave);
    });
  };
}
