import type { FastifyInstance, FastifyRequest } from 'fastify';
import { refusal } from '../../http/answers.js';
import { createBodyReader } from '../../http/read-body.js';
import type { Complain } from '../../log/complain.js';
import { answerPlatform, within } from '../answer-platform.js';
import { answerReturn } from '../answer-return.js';
import { textOf } from '../read-json.js';
import { isSigned } from '../signature.js';
import { privacyTopics, readNotice, readStore } from './notice.js';
import { type Tiendanube, webhooksPath } from './tiendanube.js';

/** Milliseconds after which a webhook is answered in any case; Tiendanube gives up after 3,000 (2025-03). */
const answerAfter = 2500;

const unsigned = () => {
  const description =
    'The signature is not that of this body: the header x-linkedstore-hmac-sha256 holds the hexadecimal HMAC of the body as it was sent, by the secret of the application.';
  return refusal(401, { type: 'not_allowed', parameter: 'x-linkedstore-hmac-sha256', description });
};

const unreadable = (description: string) => refusal(400, { type: 'parameter_invalid', parameter: 'body', description });

export interface TiendanubeRoutesParts {
  tiendanube: Pick<Tiendanube, 'notify' | 'finish' | 'secret' | 'demand'>;
  /** Something is due. */
  wake: () => void;
  complain: Complain;
}

/** What Tiendanube and people who come from there ask for. */
export function addTiendanubeRoutes(
  app: FastifyInstance,
  { tiendanube: { notify, finish, secret, demand }, wake, complain }: TiendanubeRoutesParts,
): void {
  const readBody = createBodyReader({ limit: 256 * 1024, timeout: answerAfter });
  answerPlatform(app, 'What Tiendanube has said could not be stored; it says it again.', complain);

  /** @returns undefined if the sender went away */
  async function readSigned({ raw, headers }: FastifyRequest): Promise<Buffer | undefined> {
    const body = await readBody(raw);
    const given = headers['x-linkedstore-hmac-sha256'];
    if (body !== undefined && !isSigned(body, { given, secret, encoding: 'hex' })) throw unsigned();
    return body;
  }

  app.post(webhooksPath, async (request, reply) => {
    const body = await readSigned(request);
    if (body === undefined) return reply.hijack();
    const notice = readNotice(body);
    if (!notice) throw unreadable('The body does not say which store and which event is meant.');
    await within(answerAfter, notify(notice));
    wake();
    // What is of no interest is answered alike: otherwise it would be sent again for two days.
    return reply.code(200).send({});
  });

  app.post('/connections/tiendanube/privacy/:topic', async (request, reply) => {
    const { topic: name } = request.params as { topic: string };
    const topic = Object.hasOwn(privacyTopics, name) ? privacyTopics[name] : undefined;
    if (!topic)
      throw refusal(404, { type: 'not_found', parameter: 'path', description: 'There is nothing at this address.' });
    const body = await readSigned(request);
    if (body === undefined) return reply.hijack();
    const account = readStore(body);
    if (account === undefined) throw unreadable('The body does not say which store is meant.');
    // What takes longer goes on, and the answer of a later repeat says that it is done.
    await within(answerAfter, demand(topic, account, body));
    return reply.code(200).send({});
  });

  app.get('/connections/tiendanube/callback', async ({ query }: FastifyRequest, reply) => {
    const { state, code } = query as Record<string, unknown>;
    const outcome = await finish({ state: textOf(state), code: textOf(code) });
    if (outcome.isConnected) wake();
    return answerReturn(reply, outcome);
  });
}
