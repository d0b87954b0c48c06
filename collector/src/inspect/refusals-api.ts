import type { FastifyInstance, FastifyRequest } from 'fastify';
import { refusal } from '../http/answers.js';
import type { Resend } from '../ingest/resend-refusals.js';
import type { RefusalFilter } from '../store/refusals.js';
import type { Store } from '../store/store.js';
import { invalid, type Query, storable, text, whole } from './read-query.js';
import { createResendReader, numbersOf } from './read-resend.js';

const anyRow = { least: 0, most: Number.MAX_SAFE_INTEGER };

const queryOf = (request: FastifyRequest) => request.query as Query;

const asText = (value: unknown, name: string): string => {
  if (typeof value === 'string' && value !== '') return storable(value, name);
  throw invalid(
    name,
    `Give { "numbers": [1, 2] }, or { "reason": "…" } for all with that reason, with "business" for one shop.`,
  );
};

/** Which refusals the body of a request names. */
function readWhich({ numbers, business, reason }: Record<string, unknown>): RefusalFilter & { numbers?: number[] } {
  if (numbers !== undefined) return { numbers: numbersOf(numbers) };
  const one = business === undefined ? {} : { business: asText(business, 'business') };
  return { ...one, reason: asText(reason, 'reason') };
}

/** What the inspector asks about refusals, below /inspector/api/. The error handler of the API holds here, too. */
export function addRefusalsApi(app: FastifyInstance, store: Store, resend: Resend): void {
  const read = createResendReader();

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
    const which = readWhich(await read(request));
    const { numbers, business, reason } = which;
    if (numbers === undefined && (await store.refusals({ business, reason, limit: 1 })).total === 0) {
      const ofBusiness = business === undefined ? '' : ` of the business "${business}"`;
      const description = `No refusal${ofBusiness} has the reason "${reason}"; GET /inspector/api/refusals/reasons lists those that there are.`;
      throw refusal(404, { type: 'not_found', parameter: 'reason', description });
    }
    return resend(which);
  });
}
