import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ScriptManifest } from '../http/script-manifest.js';
import { isRefusal, refusal, retryAfter } from '../http/answers.js';
import type { Complain } from '../log/complain.js';
import { type Store, StoreUnavailable } from '../store/store.js';
import { addProfilesApi } from './profiles-api.js';
import { invalid, type Query, storable, text, whole } from './read-query.js';

const anyRow = { least: 0, most: Number.MAX_SAFE_INTEGER };

const queryOf = (request: FastifyRequest) => request.query as Query;

/** What the tag of a shop needs: the scripts of this release, the seconds that a browser keeps those at plain addresses, and whose shop it is. */
export interface ServedScripts {
  manifest: ScriptManifest | undefined;
  maxAge: () => number;
  /** The id of the business; null where there are several. */
  business: () => string | null;
  /** Who may send. */
  businesses: () => { id: string; name: string }[];
}

/** What the inspector page asks for, below /inspector/api/. */
export function addApi(app: FastifyInstance, store: Store, scripts: ServedScripts, complain: Complain): void {
  // All that these routes do is to ask the database, so what is neither a refusal nor the framework's comes from there.
  app.setErrorHandler((error) => {
    if (isRefusal(error) || Number((error as { statusCode?: number }).statusCode ?? 500) < 500) throw error;
    complain('The inspector could not ask the database.', error);
    const isKnown = error instanceof StoreUnavailable;
    const description = isKnown ? error.message : 'The database does not answer at the moment; ask again later.';
    throw refusal(503, { type: 'unavailable', parameter: 'store', description }, retryAfter(5));
  });

  addProfilesApi(app, store);

  app.get('/events', (request) => {
    const query = queryOf(request);
    return store.page({
      limit: whole(query, 'limit', { least: 1, most: 1000 }),
      before: whole(query, 'before', anyRow),
      business: text(query, 'business'),
      session: text(query, 'session'),
      action: text(query, 'action'),
    });
  });

  app.get('/events/:business/:id', async (request) => {
    const { business, id } = request.params as { business: string; id: string };
    const row = await store.event(storable(business, 'business'), storable(id, 'id').toLowerCase());
    if (row) return row;
    throw refusal(404, { type: 'not_found', parameter: 'id', description: `There is no event ${id} of ${business}.` });
  });

  app.get('/actions', async (request) => ({ actions: await store.actions(text(queryOf(request), 'business')) }));

  app.get('/sessions', async (request) => {
    const query = queryOf(request);
    const limit = whole(query, 'limit', { least: 1, most: 500 }) ?? 50;
    return { sessions: await store.sessions(limit, text(query, 'business')) };
  });

  app.get('/counts', (request) => {
    const query = queryOf(request);
    return store.counts({
      minutes: whole(query, 'minutes', { least: 1, most: 60 * 24 * 400 }) ?? 60,
      buckets: whole(query, 'buckets', { least: 1, most: 500 }) ?? 60,
      action: text(query, 'action'),
      business: text(query, 'business'),
    });
  });

  app.get('/scripts', async () => ({
    version: null,
    files: {},
    ...scripts.manifest,
    max_age: scripts.maxAge(),
    business: scripts.business(),
  }));
  app.get('/businesses', async () => ({ businesses: scripts.businesses() }));
  app.get('/dead-letters', (request) => {
    const query = queryOf(request);
    return store.deadLetters({
      limit: whole(query, 'limit', { least: 1, most: 500 }),
      before: whole(query, 'before', anyRow),
    });
  });

  app.delete('/events', async (request) => {
    const query = queryOf(request);
    if (request.headers['x-vitrina'] !== 'erase') {
      const description = 'Erasure needs the header X-Vitrina: erase, which a page elsewhere cannot send.';
      throw refusal(403, { type: 'not_allowed', parameter: 'x-vitrina', description });
    }
    const erasure = { session: text(query, 'session'), user: text(query, 'user'), business: text(query, 'business') };
    if (erasure.session === undefined && erasure.user === undefined) {
      throw invalid('session', 'Name whose events are to be erased: ?session=… or ?user=….');
    }
    // Two shops may well have a customer 7 each.
    const businesses = await store.erasable(erasure);
    if (businesses.length > 1) {
      const description = `Several businesses have such events: ${businesses.join(', ')}; choose one by &business=….`;
      throw refusal(409, { type: 'ambiguous_parameter', parameter: 'business', description });
    }
    return store.erase(erasure);
  });
}
