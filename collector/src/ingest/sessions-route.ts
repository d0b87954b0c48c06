import type { FastifyInstance } from 'fastify';
import { refusal } from '../http/answers.js';
import { invalid, type KeyedParts, keyedRoute, prepareKeyed, readUser, shownUser } from './keyed-request.js';

/** Characters, as the schema of the batch allows. */
const longestSession = 200;

/** `PATCH /v1/sessions/:session`: a server of the shop says whose browser a session is. */
export function addSessionsRoute(app: FastifyInstance, parts: KeyedParts): void {
  const { judge, read } = prepareKeyed(app, parts);

  app.patch('/v1/sessions/:session', keyedRoute(parts), async (request, reply) => {
    const business = judge(request);
    const { session } = request.params as { session: string };
    if (session.includes('\0')) throw invalid('session', 'The session holds the character U+0000, which none has.');
    if (session.length > longestSession) {
      throw invalid('session', `The session has ${session.length} characters; none has more than ${longestSession}.`);
    }
    const body = await read(request);
    if (body === undefined) return reply.hijack();
    const user = readUser(business, body.user, 'user');
    const { attached, isOther, isKnown, holder } = await parts.store.attach(user, session);
    if (isOther) {
      const description = `The session is attached to another user of "${business}" and stays with that one, who is told in "user".`;
      const { attached_at, attached_until } = holder;
      throw refusal(
        409,
        { type: 'conflict', parameter: 'user', description },
        { fields: { session, user: shownUser(holder), attached: false, attached_at, attached_until } },
      );
    }
    // Of a session that is not known yet this is remembered: the server may be quicker than the browser's first batch.
    return reply.code(isKnown ? 200 : 202).send({ session, user: shownUser(holder), attached });
  });
}
