/** The columns of an event that rules read. */
export interface EventColumns {
  business: string;
  id: string;
  action: string;
  session: string | null;
  tracked_at: number;
  received_at: string;
  page_url: string | null;
  user_id: string | null;
  user_source: string | null;
  observed_by: string | null;
  trusted: boolean;
  /** As JSON. */
  event: string;
}

export interface User {
  source: string;
  id: string;
}

/** A place in the order in which things happened: by time, then by the visitor's clock, as the page has counted, and by id. */
export interface Moment {
  /** Unix seconds. */
  at: number;
  tie: string;
}

/** An event as rules see it. */
export interface Fact extends Moment {
  business: string;
  id: string;
  action: string;
  session: string | null;
  /** Whom it names. */
  user: User | null;
  /** Unix seconds. */
  received: number;
  page: string | null;
  /** It was told by a rule, of the collector or of a page. */
  isOfRule: boolean;
  isTrusted: boolean;
  /** The visitor has taken the consent back. */
  isWithdrawal: boolean;
  body: Record<string, unknown>;
  /** Of whom it is beside its own session and user, as far as that is known: all sessions and users of the person. */
  of?: Circle;
}

/** The sessions and the users of one person. */
export interface Circle {
  sessions: ReadonlySet<string>;
  /** As `nameOfUser` writes them. */
  users: ReadonlySet<string>;
}

const names = new WeakMap<User, string>();

/** A text for each user, to compare and to collect. */
export function nameOfUser(user: User): string {
  let name = names.get(user);
  if (name === undefined) {
    name = JSON.stringify([user.source, user.id]);
    names.set(user, name);
  }
  return name;
}

const compareTies = (one: Moment, other: Moment): number => (one.tie < other.tie ? -1 : one.tie > other.tie ? 1 : 0);

/** Negative if the first was earlier. */
export const compare = (one: Moment, other: Moment): number => one.at - other.at || compareTies(one, other);

/** By so much, in seconds, a clock of the collector may be behind without the visitor's clock being wrong. */
const tolerance = 15;

/** By how many seconds the visitor's clock was ahead of the collector's, so that the time that counts is the one of receipt. */
const leadOf = ({ at, tie }: Moment): number => Math.round(Number(tie.slice(0, 16)) - at * 1000) / 1000;

/**
 * Times of one session that the visitor's clock can put in order: those of a clock that was ahead at each, and those of a clock that
 * was right as far as can be known. Where it was far ahead at one and not at another, it was put right between.
 */
const groups: ((lead: number) => boolean)[] = [(lead) => lead > 0, (lead) => lead <= tolerance];

/** A step of a session, of an event that is to be followed or of one that was. */
interface Step extends Moment {
  session: string | null;
  fact?: Fact;
}

/**
 * Events in the order in which they are followed. A clock of the collector that is behind may have received a repeat of an earlier
 * event of a session after a later one: the earlier one did not happen after the later one was received.
 *
 * @param known the latest steps that were followed before
 */
export function inOrder(facts: Fact[], known: { session: string | null; changed: Moment }[]): Fact[] {
  const earliest = groups.map(() => new Map<string, number>());
  const steps: Step[] = [
    ...facts.map((fact) => ({ session: fact.session, at: fact.at, tie: fact.tie, fact })),
    ...known.map(({ session, changed }) => ({ session, ...changed })),
  ];
  const placed: Fact[] = [];
  for (const step of steps.sort((one, other) => compareTies(other, one))) {
    const { session, fact } = step;
    let { at } = step;
    if (session !== null) {
      const lead = leadOf(step);
      const own = earliest.filter((_, index) => groups[index]?.(lead));
      at = Math.min(at, ...own.map((times) => times.get(session) ?? at));
      for (const times of own) times.set(session, at);
    }
    if (fact) placed.push(at === fact.at ? fact : { ...fact, at });
  }
  return placed.sort(compare);
}

/**
 * Whether something that speaks against telling was done at the latest step or after it: by the time that counts, or in one session by
 * the visitor's clock.
 */
export function isSince(fact: Fact, { changed, session }: { changed: Moment; session: string | null }): boolean {
  if (compare(fact, changed) >= 0) return true;
  if (fact.session === null || fact.session !== session || fact.tie < changed.tie) return false;
  const leads = [leadOf(fact), leadOf(changed)];
  return groups.some((has) => leads.every(has));
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const objectOf = (value: unknown): Record<string, unknown> => (isObject(value) ? value : {});

/** Consent that is denied stands in every event of a page that is not to be followed any more. */
export const deniesConsent = (event: string): boolean => event.includes('"consent":"denied"');

function parse(text: string): Record<string, unknown> {
  try {
    return objectOf(JSON.parse(text));
  } catch {
    // What a program puts into a store by itself need not be JSON.
    return {};
  }
}

/**
 * @param user whom it names, if that can be somebody
 * @param withdrawal the action that takes the consent back
 */
export function readFact(event: EventColumns, user: User | null, withdrawal: string): Fact {
  const { business, id, action, session, tracked_at, received_at, page_url, observed_by, trusted } = event;
  const body = parse(event.event);
  const received = Date.parse(received_at) / 1000;
  const seq = typeof body.seq === 'number' && Number.isFinite(body.seq) ? Math.max(0, Math.round(body.seq)) : 0;
  return {
    ...{ business, id, action, session, user, received, body },
    // Nothing happens after it was received, whatever the visitor's clock says.
    at: Math.min(tracked_at, received),
    // Each page counts from the beginning, so what several pages did before it was received is told apart by their clock.
    tie: `${Math.round(tracked_at * 1000)
      .toString()
      .padStart(16, '0')} ${String(seq).padStart(12, '0')} ${id}`,
    page: page_url,
    isOfRule: observed_by === 'rule',
    isTrusted: trusted,
    isWithdrawal: action === withdrawal || body.consent === 'denied',
  };
}
