import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isRefusal, refusal, retryAfter } from '../http/answers.js';
import { createBodyReader } from '../http/read-body.js';
import type { Complain } from '../log/complain.js';
import type { Options } from '../options/collector-options.js';
import { refuseUserId } from '../store/identity/user-id.js';
import type { ProfileKey } from '../store/identity/types.js';
import { type Store, StoreUnavailable } from '../store/store.js';
import { isObject, type JsonObject } from './parse-batch.js';
import { judgeKey, type LeakLog } from './private-key.js';
import type { FindBusiness } from './receive-batch.js';
import { createSenderKey } from './sender-key.js';
import { tooManyRequests } from './too-many-requests.js';

/** What these requests say is short. */
const longestBody = 20_000;
const longestSource = 255;

export interface KeyedParts {
  options: Pick<Options, 'bodyTimeout' | 'rateLimit' | 'trustProxy'>;
  store: Store;
  findBusiness: FindBusiness;
  /** Told of private keys in pages. */
  leaks: LeakLog;
  complain: Complain;
}

export const invalid = (parameter: string, description: string) =>
  refusal(400, { type: 'parameter_invalid', parameter, description });

const notAllowed = (parameter: string, description: string) =>
  refusal(401, { type: 'not_allowed', parameter, description });

/** The first value of a parameter of the address. */
export function parameterOf({ query }: FastifyRequest, name: string): string | undefined {
  const value = (query as Record<string, string | string[] | undefined>)[name];
  return Array.isArray(value) ? value[0] : value;
}

/**
 * A user as a request names it.
 *
 * @throws {Refusal} 400 where nobody can be meant
 */
export function readUser(business: string, user: unknown, parameter: string): ProfileKey {
  if (!isObject(user)) throw invalid(parameter, `Name the user as "${parameter}": { "id": …, "source": … }.`);
  const reason = refuseUserId(user.id);
  if (reason !== undefined) throw invalid(`${parameter}.id`, `The field "${parameter}.id" cannot be used: ${reason}.`);
  const source = user.source ?? '';
  if (typeof source !== 'string' || source.length > longestSource) {
    throw invalid(
      `${parameter}.source`,
      `The field "${parameter}.source" is no text of at most ${longestSource} characters; give the name of the platform, or leave it out.`,
    );
  }
  return { business, source, user_id: String(user.id).trim() };
}

/** A user as an answer names it. */
export const shownUser = ({ source, user_id }: Pick<ProfileKey, 'source' | 'user_id'>) => ({
  id: user_id,
  ...(source === '' ? {} : { source }),
});

/** The settings of routes that only servers of a shop use. They get no CORS headers, so that no page can use them. */
export const keyedRoute = ({ options, findBusiness }: KeyedParts) => ({
  config: {
    rateLimit: {
      max: () => options.rateLimit.perMinute,
      timeWindow: 60_000,
      keyGenerator: createSenderKey(findBusiness, options),
      errorResponseBuilder: tooManyRequests,
    },
  },
});

/** What is the same for all requests that need a private key. */
export function prepareKeyed(app: FastifyInstance, { options, findBusiness, leaks, complain }: KeyedParts) {
  const readBody = createBodyReader({ limit: longestBody, timeout: options.bodyTimeout });

  app.addHook('onRequest', async (_request, reply) => void reply.header('Cache-Control', 'no-store'));
  app.setErrorHandler((error) => {
    if (isRefusal(error) || Number((error as { statusCode?: number }).statusCode ?? 500) < 500) throw error;
    complain('What a server of the shop has said could not be stored.', error);
    const description =
      error instanceof StoreUnavailable
        ? error.message
        : 'The database does not answer at the moment; ask again later.';
    throw refusal(503, { type: 'unavailable', parameter: 'store', description }, retryAfter(5));
  });

  return {
    /**
     * The business for which a request speaks.
     *
     * @throws {Refusal} 401, 403 or 410
     */
    judge(request: FastifyRequest): string {
      const id = parameterOf(request, 'b') ?? null;
      const business = findBusiness(id);
      if (id === null || !business) {
        const description = `The business ${JSON.stringify(id)} is not known here; give the id of an account as ?b=….`;
        throw notAllowed('b', description);
      }
      const { authorization, origin } = request.headers;
      if (!judgeKey({ authorization, origin, id, business }, leaks)) {
        const description = `Only servers of "${id}" may do this; send a private key of it as Authorization: Bearer vsk_….`;
        throw notAllowed('authorization', description);
      }
      if (business.off) {
        const description = `The business "${id}" is switched off; send nothing for a day.`;
        throw refusal(410, { type: 'switched_off', parameter: 'b', description }, { fields: { off: true } });
      }
      return id;
    },

    /**
     * The body as a JSON object; undefined if the sender went away.
     *
     * @throws {Refusal} 400, 408 or 413
     */
    async read({ raw }: FastifyRequest): Promise<JsonObject | undefined> {
      const body = await readBody(raw);
      if (body === undefined) return undefined;
      let value: unknown;
      try {
        value = JSON.parse(body.toString('utf8'));
      } catch {
        throw invalid('body', 'The body is not JSON; send an object in UTF-8.');
      }
      if (!isObject(value)) throw invalid('body', 'The body is not a JSON object.');
      return value;
    },
  };
}
