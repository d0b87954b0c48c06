import type { FastifyInstance, FastifyRequest } from 'fastify';
import { refusal } from '../http/answers.js';
import { createBodyReader } from '../http/read-body.js';
import type { Resend } from '../ingest/resend-refusals.js';
import type { RefusalFilter } from '../store/refusals.js';
import type { Store } from '../store/store.js';
import { invalid, type Query, storable, text, whole } from './read-query.js';

const anyRow = { least: 0, most: Number.MAX_SAFE_INTEGER };

/** Refusals that one request can name. */
const mostNumbers = 1000;

const queryOf = (request: FastifyRequest) => request.query as Query;

const asText = (value: unknown, name: string): string => {
  if (typeof value === 'string' && value !== '') return storable(value, name);
  throw invalid(
    name,
    `Give { "numbers": [1, 2] }, or { "reason": "…" } for all with that reason, with "business" for one shop.`,
  );
};

/** Which refusals the body of a request names. */
function readWhich(body: Buffer | undefined): RefusalFilter & { numbers?: number[] } {
  let given: { numbers?: unknown; business?: unknown; reason?: unknown };
  try {
    given = Object(JSON.parse(body?.toString('utf8') ?? '')) as typeof given;
  } catch {
    throw invalid('body', 'The body is not JSON; name the refusals that are to be sent again.');
  }
  const { numbers, business, reason } = given;
  if (numbers === undefined) {
    const one = business === undefined ? {} : { business: asText(business, 'business') };
    return { ...one, reason: asText(reason, 'reason') };
  }
  const isRight =
    Array.isArray(numbers) && numbers.length <= mostNumbers && numbers.every((number) => Number.isSafeInteger(number));
  if (!isRight)
    throw invalid('numbers', `The field numbers is not right; give a list of up to ${mostNumbers} numbers.`);
  return { numbers: numbers as number[] };
}

/** What the inspector asks about refusals, below /inspector/api/. The error handler of the API holds here, too. */
export function addRefusalsApi(app: FastifyInstance, store: Store, resend: Resend): void {
  const readBody = createBodyReader({ limit: 64 * 1024, timeout: 5000 });

  app.get('/refusals', (request) => {
    const query = queryOf(request);
    return store.refusals({
      limit: whole(query, 'limit', { least: 1, most: 200 }),
      before: whole(query, 'before', anyRow),
      business: text(query, 'business'),
      reason: text(query, 'reason'),
    });
  });

  app.get('/refusals/reasons', async (request) => ({
    reasons: await store.refusalReasons(text(queryOf(request), 'business')),
  }));

  app.post('/refusals/resend', async (request) => {
    if (request.headers['x-vitrina'] !== 'resend') {
      const description = 'Sending again needs the header X-Vitrina: resend, which a page elsewhere cannot send.';
      throw refusal(403, { type: 'not_allowed', parameter: 'x-vitrina', description });
    }
    return resend(readWhich(await readBody(request.raw)));
  });
}
