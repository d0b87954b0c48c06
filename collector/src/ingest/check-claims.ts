import type { AnswerError } from '../http/answers.js';
import type { BatchEvent } from './batch.js';

/** Whether an action of a business is believed only of a sender with a private key. */
export type IsReserved = (business: string, action: string) => boolean;

/** UUIDs of version 8 are derived from what they stand for, so that strangers can work them out, too. */
const isDerived = (id: string): boolean => id[14] === '8';

const notAllowed = (parameter: string, description: string): AnswerError => ({
  type: 'not_allowed',
  parameter,
  description,
});

/**
 * What an event says that is believed only of a sender with a private key. Anybody may send for a business, because its id stands
 * in the pages of the shop: nobody may thereby tell what the shop's servers tell, or take the id of what they will tell.
 */
export function findClaims({ id, action, observed_by }: BatchEvent, business: string, isReserved: IsReserved) {
  const found: AnswerError[] = [];
  if (isReserved(business, action)) {
    found.push(
      notAllowed('action', `The action "${action}" is taken only from a server with a private key of "${business}".`),
    );
  }
  if (isDerived(id)) {
    const sentence = `The id ${id} is a UUID of version 8, which is taken only from a server with a private key; give one of another version.`;
    found.push(notAllowed('id', sentence));
  }
  if (observed_by === 'server') {
    const sentence = 'The field "observed_by" is "server", which is taken only with a private key; leave it out.';
    found.push(notAllowed('observed_by', sentence));
  }
  return found;
}
