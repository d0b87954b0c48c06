import type { FastifyInstance, FastifyRequest } from 'fastify';
import { refusal } from '../http/answers.js';
import type { ProfileKey } from '../store/identity/types.js';
import type { Store } from '../store/store.js';
import { insistOnOne } from './privacy-api.js';
import { invalid, type Query, text, whole } from './read-query.js';

const queryOf = (request: FastifyRequest) => request.query as Query;

/**
 * The profile that a request names; without a source, that of the one platform that knows the id.
 *
 * @throws {Refusal} 400 where it names none, 409 where it may mean several
 */
async function profileOf(store: Store, query: Query): Promise<ProfileKey> {
  const [business, user_id] = [text(query, 'business'), text(query, 'user')];
  if (user_id === undefined) throw invalid('user', 'Name the user: ?user=…, and &source=… where there is one.');
  // Two shops may well have a customer 7 each.
  if (business === undefined) throw invalid('business', 'Name the business whose user is meant: &business=….');
  if (query.source !== undefined) return { business, source: text(query, 'source') ?? '', user_id };
  const [source = ''] = await insistOnOne(store, { business, user: user_id });
  return { business, source, user_id };
}

/** What the inspector asks about people: lists of profiles, one profile, and the story of a session or a person. */
export function addProfilesApi(app: FastifyInstance, store: Store): void {
  app.get('/profiles', async (request) => {
    const query = queryOf(request);
    const limit = whole(query, 'limit', { least: 1, most: 500 });
    return { profiles: await store.profiles({ business: text(query, 'business'), q: text(query, 'q'), limit }) };
  });

  app.get('/profile', async (request) => {
    const key = await profileOf(store, queryOf(request));
    const profile = await store.profile(key);
    if (profile) return profile;
    const description = `The business "${key.business}" has no user ${JSON.stringify(key.user_id)} with that source.`;
    throw refusal(404, { type: 'not_found', parameter: 'user', description });
  });

  app.get('/timeline', async (request) => {
    const query = queryOf(request);
    const session = text(query, 'session');
    if (session !== undefined) return { session, ...(await store.timeline(session, text(query, 'business'))) };
    if (text(query, 'user') === undefined) {
      throw invalid('session', 'Name the session or the user whose timeline is wanted: ?session=… or ?user=….');
    }
    const key = await profileOf(store, query);
    return { ...key, ...(await store.timeline(key)) };
  });
}
