import type { FastifyInstance } from 'fastify';
import { refusal } from '../http/answers.js';
import type { Alias, AliasRefusal } from '../store/identity/types.js';
import {
  invalid,
  type KeyedParts,
  keyedRoute,
  parameterOf,
  prepareKeyed,
  readUser,
  shownUser,
} from './keyed-request.js';

const path = '/v1/aliases';

const refusals: Record<AliasRefusal, string> = {
  taken: '"from" is an alias of another profile already, which is told in "to"; remove that alias first.',
  chain: '"to" is an alias itself, of the profile that is told in "to"; name that one.',
  target: 'Another profile is an alias of "from", and aliases have one level; make both aliases of "to".',
};

const shown = ({ from, to, created_at }: Alias) => ({ from: shownUser(from), to: shownUser(to), created_at });

/** `POST` and `DELETE /v1/aliases`: a server of the shop says that two profiles are one person, and takes it back. */
export function addAliasesRoute(app: FastifyInstance, parts: KeyedParts): void {
  const { judge, read } = prepareKeyed(app, parts);
  const { store } = parts;

  app.post(path, keyedRoute(parts), async (request, reply) => {
    const business = judge(request);
    const body = await read(request);
    if (body === undefined) return reply.hijack();
    const [from, to] = [readUser(business, body.from, 'from'), readUser(business, body.to, 'to')];
    if (from.source === to.source && from.user_id === to.user_id) {
      throw invalid('to', 'Both are the same profile; name two.');
    }
    const { created, refused, alias } = await store.addAlias(from, to);
    if (refused !== undefined) {
      const error = {
        type: 'conflict',
        parameter: refused === 'chain' ? 'to' : 'from',
        description: refusals[refused],
      };
      throw refusal(409, error, { fields: shown(alias) });
    }
    return reply.code(created ? 201 : 200).send({ ...shown(alias), created });
  });

  app.delete(path, keyedRoute(parts), async (request) => {
    const business = judge(request);
    const user = { id: parameterOf(request, 'user'), source: parameterOf(request, 'source') };
    const alias = await store.removeAlias(readUser(business, user, 'user'));
    if (alias) return { ...shown(alias), removed: true };
    const description = 'That profile is no alias; name the one that was given as "from", by user and source.';
    throw refusal(404, { type: 'not_found', parameter: 'user', description });
  });
}
