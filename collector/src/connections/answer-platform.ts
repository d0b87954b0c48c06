import type { FastifyInstance } from 'fastify';
import { isRefusal, refusal, retryAfter } from '../http/answers.js';
import type { Complain } from '../log/complain.js';

/** Waits no longer than that. */
export function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new Error(`the database took longer than ${milliseconds} milliseconds`)),
      milliseconds,
    );
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/**
 * Prepares routes that a platform calls: what could not be stored is answered with 503, so that the platform sends it again.
 *
 * @param sentence for the log, if that happens
 */
export function answerPlatform(app: FastifyInstance, sentence: string, complain: Complain): void {
  app.addHook('onRequest', async (_request, reply) => void reply.header('Cache-Control', 'no-store'));
  app.setErrorHandler((error) => {
    if (isRefusal(error) || Number((error as { statusCode?: number }).statusCode ?? 500) < 500) throw error;
    complain(sentence, error);
    const description = 'The database does not answer at the moment; send it again later.';
    throw refusal(503, { type: 'unavailable', parameter: 'store', description }, retryAfter(5));
  });
}
