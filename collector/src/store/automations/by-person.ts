import { nameOfUser, type User } from '../../automations/fact.js';
import type { Person } from './circles.js';

interface Owned {
  business: string;
  session: string | null;
  user: User | null;
}

/**
 * Sorts things by the sessions and users that they are of, once for all persons: to look through all of them for each person takes a time
 * that grows with the square of their number.
 *
 * @returns what is a person's, in the order in which it was given
 */
export function createByPerson<Item extends Owned>(
  items: Iterable<Item>,
): (business: string, person: Person) => Item[] {
  const places = new Map<Item, number>();
  const bySession = new Map<string, Item[]>();
  const byUser = new Map<string, Item[]>();
  const add = (to: Map<string, Item[]>, name: string, item: Item) => {
    const known = to.get(name);
    if (known) known.push(item);
    else to.set(name, [item]);
  };
  for (const item of items) {
    places.set(item, places.size);
    if (item.session !== null) add(bySession, item.session, item);
    if (item.user !== null) add(byUser, nameOfUser(item.user), item);
  }
  return (business, { sessions, users }) => {
    const found = new Set<Item>();
    const take = (some: Item[] = []) => some.forEach((item) => item.business === business && found.add(item));
    for (const session of sessions) take(bySession.get(session));
    for (const user of users) take(byUser.get(user));
    return [...found].sort((one, other) => (places.get(one) ?? 0) - (places.get(other) ?? 0));
  };
}
