import type { FastifyInstance, FastifyRequest } from 'fastify';
import { refusal } from '../../http/answers.js';
import { createBodyReader } from '../../http/read-body.js';
import { isToken } from '../../http/token.js';
import type { Complain } from '../../log/complain.js';
import { answerPlatform, within } from '../answer-platform.js';
import { answerReturn } from '../answer-return.js';
import { textOf } from '../read-json.js';
import type { MercadoLibre } from './mercado-libre.js';

const bodyLimit = 64 * 1024;
/** Milliseconds for a notification to arrive. */
const bodyTimeout = 5000;

/** Milliseconds after which a notification is answered in any case; Mercado Libre gives up after 500 (2026-09-14). */
const answerAfter = 400;

const path = '/connections/mercado-libre';

const notFound = () =>
  refusal(404, { type: 'not_found', parameter: 'path', description: 'There is nothing at this address.' });

export interface MercadoLibreRoutesParts {
  mercadoLibre: Pick<MercadoLibre, 'notify' | 'finish' | 'secret'>;
  /** Something is due. */
  wake: () => void;
  complain: Complain;
}

/** What Mercado Libre and people who come from there ask for. */
export function addMercadoLibreRoutes(
  app: FastifyInstance,
  { mercadoLibre, wake, complain }: MercadoLibreRoutesParts,
): void {
  const { notify, finish, secret } = mercadoLibre;
  const readBody = createBodyReader({ limit: bodyLimit, timeout: bodyTimeout });
  answerPlatform(app, 'What Mercado Libre has said could not be stored; it says it again within the hour.', complain);

  app.post(`${path}/notifications/:secret`, async (request, reply) => {
    const { secret: given } = request.params as { secret: string };
    if (!isToken(given, secret)) throw notFound();
    const body = await readBody(request.raw);
    if (body === undefined) return reply.hijack();
    const noted = await within(answerAfter, notify(body.toString('utf8')));
    if (noted === 'unreadable') {
      throw refusal(400, { type: 'parameter_invalid', parameter: 'body', description: 'The body is not JSON.' });
    }
    if (noted === 'foreign') {
      const description = 'The notification is not for the application of this collector.';
      throw refusal(403, { type: 'not_allowed', parameter: 'application_id', description });
    }
    if (noted === 'noted') wake();
    // What is of no interest is answered alike: otherwise it would be sent again, and the topics switched off in the end.
    return reply.code(200).send({});
  });

  app.get(`${path}/callback`, async ({ query }: FastifyRequest, reply) => {
    const { state, code } = query as Record<string, unknown>;
    const outcome = await finish({ state: textOf(state), code: textOf(code) });
    if (outcome.isConnected) wake();
    return answerReturn(reply, outcome);
  });
}
