import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ScriptManifest } from '../http/script-manifest.js';
import { isRefusal, refusal, retryAfter } from '../http/answers.js';
import type { Complain } from '../log/complain.js';
import { type Store, StoreUnavailable } from '../store/store.js';
import { addAutomationsApi } from './automations-api.js';
import { addPrivacyApi } from './privacy-api.js';
import type { Keeping } from './receipt.js';
import { filterOf, minutesOf, rangeOf } from './read-filter.js';
import { addProfilesApi } from './profiles-api.js';
import { type Query, storable, text, whole } from './read-query.js';

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

export interface ApiParts {
  store: Store;
  scripts: ServedScripts;
  keeping: Keeping;
  complain: Complain;
}

/** What the inspector page asks for, below /inspector/api/. */
export function addApi(app: FastifyInstance, { store, scripts, keeping, complain }: ApiParts): void {
  // All that these routes do is to ask the database, so what is neither a refusal nor the framework's comes from there.
  app.setErrorHandler((error) => {
    if (isRefusal(error) || Number((error as { statusCode?: number }).statusCode ?? 500) < 500) throw error;
    complain('The inspector could not ask the database.', error);
    const isKnown = error instanceof StoreUnavailable;
    const description = isKnown ? error.message : 'The database does not answer at the moment; ask again later.';
    throw refusal(503, { type: 'unavailable', parameter: 'store', description }, retryAfter(5));
  });

  addProfilesApi(app, store);
  addPrivacyApi(app, store, keeping);
  addAutomationsApi(app, store);

  app.get('/events', (request) => {
    const query = queryOf(request);
    return store.page({
      limit: whole(query, 'limit', { least: 1, most: 1000 }),
      before: whole(query, 'before', anyRow),
      ...filterOf(query),
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
      ...filterOf(query),
      ...rangeOf(query),
      minutes: minutesOf(query),
      buckets: whole(query, 'buckets', { least: 1, most: 500 }) ?? 60,
    });
  });

  const rangedOf = (query: Query) => {
    const now = Date.now() / 1000;
    const range = rangeOf(query) ?? { from: now - minutesOf(query) * 60, to: now };
    return { ...filterOf(query), ...range };
  };
  app.get('/figures', (request) => store.figures(rangedOf(queryOf(request))));
  app.get('/funnel', (request) => {
    const query = queryOf(request);
    return store.funnel({ ...rangedOf(query), campaign: text(query, 'campaign') });
  });

  app.get('/scripts', async () => ({
    version: null,
    files: {},
    ...scripts.manifest,
    max_age: scripts.maxAge(),
    business: scripts.business(),
  }));
  app.get('/businesses', async () => ({ businesses: scripts.businesses() }));
}
