import type { Answer } from '../../src/base/env.ts';

/** How an event is always refused: by its result, with 400 or 422 for its batch, or with 403 by a filter before the server. */
export type Poison = 'named' | 'silent' | 'filtered';

export interface SentEvent {
  id: string;
  action: string;
  poison?: Poison;
  session?: string;
}

export interface SentBatch {
  session: string;
  events: SentEvent[];
}

const HTML = undefined;
const answer = (status: number, body: Answer['body'], retryAfter?: number): Answer => ({ status, body, retryAfter });
const noAnswer = answer(0, null);

/** All faults, by their words in a trace. Each gets functions that store the batch; `undefined` means no answer. */
const FAULTS = {
  'is accepted': (store: () => Answer) => store(),
  'is accepted, with a wait of 40 s': (store: () => Answer) => {
    const { status, body } = store();
    return answer(status, { ...body, retry_after: 40 });
  },
  'is stored, but the answer gets lost': (store: () => Answer) => (store(), noAnswer),
  'is stored, but never answered': (store: () => Answer) => (store(), HTML),
  'is never answered': () => undefined,
  'ends in a network error': () => noAnswer,
  'is answered 503': () => answer(503, null),
  'is answered 500 with HTML': () => answer(500, HTML),
  'is answered 408': () => answer(408, {}),
  'is answered 503, Retry-After 20 s': () => answer(503, null, 20_000),
  'is answered 429, Retry-After 10 min': () => answer(429, null, 600_000),
  'is answered 429, "retry_after": 5 h': () => answer(429, { retry_after: 18_000 }),
  'is answered 413': () => answer(413, null),
  'is answered 400': () => answer(400, null),
  'is answered 422 with HTML': () => answer(422, HTML),
  'is answered 403': () => answer(403, null),
  'is answered 401': () => answer(401, {}),
  'is answered 404 with HTML': () => answer(404, HTML),
  'is answered 200 with HTML': () => answer(200, HTML),
  'is redirected': () => answer(302, null),
  'is answered 410': () => answer(410, null),
  'is answered 410, off': () => answer(410, { off: true }),
  'is accepted but for every other event': (_store: () => Answer, storeHalf: () => Answer) => storeHalf(),
} satisfies Record<string, (store: () => Answer, storeHalf: () => Answer) => Answer | undefined>;

export type Fault = keyof typeof FAULTS;
export const HEALTHY: Fault = 'is accepted';
export const EVERY_FAULT = Object.keys(FAULTS) as Fault[];

/** A server that knows which ids it has stored. `onStore` checks each event that it stores. */
export const createServer = (
  random: () => number,
  largestBody: number,
  onStore: (event: SentEvent, batch: SentBatch, isKnown: boolean) => void,
) => {
  const stored = new Set<string>();
  let planned: { fault: Fault; delay: number }[] = [];
  let usual: Fault = HEALTHY;

  /** Stores a batch as a healthy server does. */
  const store = (batch: SentBatch, bytes: number, isDisliked: (event: SentEvent, index: number) => boolean): Answer => {
    const { events } = batch;
    if (bytes > largestBody) return answer(413, null);
    if (events.some(({ poison }) => poison === 'filtered')) return answer(403, HTML);
    if (events.some(({ poison }) => poison === 'silent')) return answer(random() < 0.5 ? 400 : 422, null);
    const results = events.map((event, index) => {
      const { id } = event;
      if (event.poison || isDisliked(event, index)) return { id, status: 'rejected', errors: [{ type: 'bad' }] };
      const isKnown = stored.has(id);
      stored.add(id);
      onStore(event, batch, isKnown);
      return { id, status: isKnown ? 'duplicate' : 'received' };
    });
    // Results may have any order, may leave out received events, and may name unknown ids.
    const isTerse = random() < 0.5;
    const said = results.filter(({ status }) => !isTerse || status === 'rejected').sort(() => random() - 0.5);
    if (!said.length) return answer(random() < 0.5 ? 204 : 200, random() < 0.5 ? null : {});
    const isPartial = random() < 0.3 && said.every(({ status }) => status === 'rejected');
    return answer(isPartial ? 422 : 200, { results: [{ id: 'of-somebody-else', status: 'rejected' }, ...said] });
  };

  return {
    stored,
    /** Plans the fault of the next request that has no plan yet. */
    plan: (fault: Fault, delay: number) => void planned.push({ fault, delay }),
    /** Sets the fault of all requests without a plan. */
    become: (fault: Fault) => void (usual = fault),
    calm() {
      planned = [];
      usual = HEALTHY;
    },
    /** Returns the fault of the request that is being sent, and its delay in ms. */
    next: () => planned.shift() ?? { fault: usual, delay: 20 + Math.floor(random() * 200) },
    /** Receives a request and returns the answer; `undefined` if it is never answered. */
    receive: (fault: Fault, batch: SentBatch, bytes: number): Answer | undefined =>
      FAULTS[fault](
        () => store(batch, bytes, () => false),
        () => store(batch, bytes, (_, index) => index % 2 === 1),
      ),
  };
};

export type FakeServer = ReturnType<typeof createServer>;
