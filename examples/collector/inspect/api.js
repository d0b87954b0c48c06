import { jsonAnswer, refusal } from '../http/answers.js';

/** @import { IncomingMessage } from 'node:http' */
/** @import { Answer } from '../http/answers.js' */
/** @import { Store } from '../types.d.ts' */

/** @param {string} parameter @param {string} description */
const invalid = (parameter, description) => refusal(400, { type: 'parameter_invalid', parameter, description });

/** @param {URLSearchParams} query @param {string} name @returns {string | undefined} */
const text = (query, name) => query.get(name) || undefined;

/** @param {URLSearchParams} query @param {string} name @param {{ least: number, most: number }} range */
function whole(query, name, { least, most }) {
  const given = text(query, name);
  if (given === undefined) return undefined;
  const value = Number(given);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw invalid(
    name,
    `The parameter ${name} is ${JSON.stringify(given)}; give a whole number from ${least} to ${most}.`,
  );
}

const anyRow = { least: 0, most: Number.MAX_SAFE_INTEGER };

/**
 * What the inspector page asks for. Answers undefined where there is nothing at the path.
 * @param {Store} store
 */
export function createApi(store) {
  /** @type {Record<string, (query: URLSearchParams) => Promise<unknown>>} */
  const questions = {
    events: (query) =>
      store.page({
        limit: whole(query, 'limit', { least: 1, most: 1000 }),
        before: whole(query, 'before', anyRow),
        business: text(query, 'business'),
        session: text(query, 'session'),
        action: text(query, 'action'),
      }),
    actions: async (query) => ({ actions: await store.actions(text(query, 'business')) }),
    sessions: async (query) => ({
      sessions: await store.sessions(whole(query, 'limit', { least: 1, most: 500 }) ?? 50, text(query, 'business')),
    }),
    timeline: async (query) => {
      const session = text(query, 'session');
      if (session === undefined) throw invalid('session', 'Name the session whose timeline is wanted: ?session=….');
      return { session, events: await store.timeline(session, text(query, 'business')) };
    },
    counts: (query) =>
      store.counts({
        minutes: whole(query, 'minutes', { least: 1, most: 60 * 24 * 400 }) ?? 60,
        buckets: whole(query, 'buckets', { least: 1, most: 500 }) ?? 60,
        action: text(query, 'action'),
        business: text(query, 'business'),
      }),
  };

  /** @param {IncomingMessage} request @param {URLSearchParams} query */
  async function erase(request, query) {
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
    return jsonAnswer(200, { erased: await store.erase(erasure) });
  }

  /** @param {string[]} names @returns {Promise<Answer | undefined>} */
  async function oneEvent([business, id]) {
    const row = await store.event(String(business), String(id).toLowerCase());
    return row && jsonAnswer(200, row);
  }

  /**
   * @param {IncomingMessage} request @param {URL} url @param {string} path below /inspector/api/
   * @returns {Promise<Answer | undefined>}
   */
  return async function answerApi(request, url, path) {
    const [name = '', ...rest] = path.split('/');
    if (request.method === 'DELETE' && path === 'events') return erase(request, url.searchParams);
    if (request.method !== 'GET') {
      const error = {
        type: 'not_allowed',
        parameter: 'method',
        description: `${request.method} is not possible here.`,
      };
      throw refusal(405, error, { headers: { Allow: path === 'events' ? 'GET, DELETE' : 'GET' } });
    }
    if (name === 'events' && rest.length === 2) return oneEvent(rest.map(decode));
    const question = rest.length === 0 && Object.hasOwn(questions, name) ? questions[name] : undefined;
    return question && jsonAnswer(200, await question(url.searchParams));
  };
}

/** @param {string} part */
function decode(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    throw invalid('path', `The path holds ${JSON.stringify(part)}, which is not percent-encoded UTF-8.`);
  }
}
