import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Store } from '../store/store.js';
import { invalid, type Query, text, whole } from './read-query.js';

/** @throws {Refusal} 400 where no business is named */
function businessOf(query: Query): string {
  const business = text(query, 'business');
  if (business === undefined) throw invalid('business', 'Name the business whose automations are meant: ?business=….');
  return business;
}

/** What the inspector asks about automations: how they stand, and what waits. */
export function addAutomationsApi(app: FastifyInstance, store: Store): void {
  app.get('/automations', async (request: FastifyRequest) => ({
    automations: await store.automations(businessOf(request.query as Query)),
  }));

  app.get('/automations/waiting', async (request: FastifyRequest) => {
    const query = request.query as Query;
    const limit = whole(query, 'limit', { least: 1, most: 500 });
    return {
      waiting: await store.waitingTimers({ business: businessOf(query), rule: text(query, 'rule'), limit }),
    };
  });
}
