import type { IncomingMessage } from 'node:http';
import { refusal, retryAfter } from './answers.js';

/** All bodies in memory together; slow senders in great number must not exhaust it. */
const memoryLimit = 64 * 1024 * 1024;

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
      const chunks: Buffer[] = [];
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
        held -= size;
        size = 0;
        request.off('data', take).off('end', finish).off('close', leave).off('error', leave);
        // A broken connection reports itself once more after this.
        request.on('error', () => {});
      };
      const take = (chunk: Buffer) => {
        chunks.push(chunk);
        size += chunk.length;
        held += chunk.length;
        if (size > limit) fail(tooLarge());
        else if (held > memoryLimit) {
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
        resolve(Buffer.concat(chunks));
      };
      const fail = (reason: Error) => {
        stop();
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
