import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { refusal } from '../http/answers.js';
import type { Erasure } from '../store/privacy.js';
import type { Store } from '../store/store.js';
import { downloadPerson } from './person-download.js';
import { invalid, type Query, text } from './read-query.js';
import { type Keeping, receiptOf } from './receipt.js';

/**
 * Whose data a request is about.
 *
 * @throws {Refusal} 400 where nobody is named, or more than one
 */
function whomOf({ query: given }: FastifyRequest, names: ('session' | 'user' | 'order')[]): Erasure {
  const query = given as Query;
  const found = names.filter((name) => text(query, name) !== undefined);
  const [name, other] = found;
  if (name === undefined || other !== undefined) {
    const choice = names.map((one) => `?${one}=…`).join(' or ');
    throw invalid(other ?? 'session', `Name whose data is meant, by one of ${choice}.`);
  }
  return {
    [name]: text(query, name),
    // An empty source means users without one, and no source those of all platforms.
    source: name === 'user' && query.source !== undefined ? (text(query, 'source') ?? '') : undefined,
    business: text(query, 'business'),
  };
}

const ambiguous = (parameter: string, description: string) =>
  refusal(409, { type: 'ambiguous_parameter', parameter, description });

/**
 * Refuses what several people may be meant by: two shops may well have a customer 7 each, and so may two platforms of a shop.
 *
 * @returns the platform of a user, if there is one
 * @throws {Refusal} 409
 */
export async function insistOnOne(store: Store, whom: Erasure): Promise<string[]> {
  const { businesses, sources } = await store.erasable(whom);
  if (businesses.length > 1) {
    const description = `Several businesses have something of it: ${businesses.join(', ')}; choose one by &business=….`;
    throw ambiguous('business', description);
  }
  if (sources.length > 1) {
    const all = sources.map((source) => JSON.stringify(source)).join(', ');
    throw ambiguous('source', `Several platforms have a user with that id: ${all}; choose one by &source=….`);
  }
  return sources;
}

/** Where the same name is known, for somebody who has found nothing by a name that may be misspelled. */
async function findElsewhere(
  store: Store,
  { business: _business, source: _source, ...name }: Erasure,
): Promise<string> {
  const { businesses, sources } = await store.erasable(name);
  const places = [
    ...businesses.map((business) => `&business=${business}`),
    ...(name.user === undefined ? [] : sources.map((source) => `&source=${source}`)),
  ];
  return places.join(', ');
}

/** Erasure, and a person's data as a download. */
export function addPrivacyApi(app: FastifyInstance, store: Store, keeping: Keeping): void {
  app.delete('/events', async (request) => {
    if (request.headers['x-vitrina'] !== 'erase') {
      const description = 'Erasure needs the header X-Vitrina: erase, which a page elsewhere cannot send.';
      throw refusal(403, { type: 'not_allowed', parameter: 'x-vitrina', description });
    }
    const whom = whomOf(request, ['session', 'user', 'order']);
    await insistOnOne(store, whom);
    const receipt = await store.erase(whom);
    const elsewhere = receipt.erased === 0 ? await findElsewhere(store, whom) : '';
    return { about: whom, ...receiptOf(receipt, keeping, elsewhere) };
  });

  app.get('/person', async (request, reply) => {
    const whom = whomOf(request, ['session', 'user']);
    await insistOnOne(store, whom);
    const document = await downloadPerson(store, whom, keeping.streamDays > 0);
    return reply
      .header('Content-Disposition', `attachment; filename="person-${new Date().toISOString().slice(0, 10)}.json"`)
      .type('application/json; charset=utf-8')
      .send(Readable.from(document));
  });
}
