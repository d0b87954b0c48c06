import type { Row } from '../store/store.js';

type Fields = Record<string, unknown>;

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const step = /^order\.(placed|confirmed|cancelled|shipped|delivered)$/;

/** Whether the API stores an event once however often it is sent: the steps of an order that has a reference. All others it counts each time. */
export function isIdempotent({ action, event }: Pick<Row, 'action' | 'event'>): boolean {
  const { object, object_parameters: about } = event;
  return step.test(action) && Boolean(object ?? (isObject(about) ? about.reference : undefined));
}

/** What the API takes of an event beside its action (`POST /attribution/events`). */
const taken = ['object', 'object_type', 'object_parameters', 'metadata'] as const;

/** By what Hellotext knows whom an event is about; the API takes one of them. */
export type Whom = { session: string } | { profile: string };

/** The body of `POST /attribution/events`. */
export function toHellotextBody({ action, event, tracked_at, amount, currency, page_url }: Row, whom: Whom): Fields {
  // A currency without an amount is refused with 422.
  const money = amount === null ? {} : { amount, ...(currency === null ? {} : { currency }) };
  const told = Object.fromEntries(taken.filter((name) => name in event).map((name) => [name, event[name]]));
  return {
    ...whom,
    action,
    ...told,
    ...money,
    // Each description of the API allows whole seconds.
    tracked_at: Math.floor(tracked_at),
    ...(page_url === null ? {} : { url: page_url }),
  };
}

const asText = (value: unknown): string => (typeof value === 'string' ? value : '');

/**
 * What is wrong, by the API: type and parameter of each error, without its sentence, which may quote what was sent. The API has three
 * shapes: a list of `errors`, a single `error`, and none.
 */
export function readProblems(text: string): string {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return '';
  }
  if (!isObject(body)) return '';
  const found = body.errors ?? body.error;
  const problems = (Array.isArray(found) ? found : [found])
    .filter(isObject)
    .map(({ type, parameter }) => [asText(type), asText(parameter)].filter(Boolean).join(':'))
    .filter(Boolean);
  return problems.length > 0 ? ` (${problems.join(', ')})` : '';
}
