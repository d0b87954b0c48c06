import type { FastifyInstance } from 'fastify';
import type { Store } from '../store/store.js';
import type { ResendDeadLetters } from '../stream/resend-dead-letters.js';
import { type Query, whole } from './read-query.js';
import { createResendReader, numbersOf } from './read-resend.js';

/** What the inspector asks about dead letters, below /inspector/api/. The error handler of the API holds here, too. */
export function addDeadLettersApi(app: FastifyInstance, store: Store, resend: ResendDeadLetters): void {
  const read = createResendReader();

  app.get('/dead-letters', (request) => {
    const query = request.query as Query;
    return store.deadLetters({
      limit: whole(query, 'limit', { least: 1, most: 500 }),
      before: whole(query, 'before', { least: 0, most: Number.MAX_SAFE_INTEGER }),
    });
  });

  app.post('/dead-letters/resend', async (request) => resend(numbersOf((await read(request)).numbers)));
}
