import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, beforeEach, vi } from 'vitest';
import type { Env } from '../../src/base/env.ts';
import { createIds } from '../../src/events/ids.ts';
import { namesOf, toAddress, toEventJson } from '../../src/events/to-event.ts';
import { hellotext } from '../../src/hellotext/hellotext.ts';
import type { HellotextOptions } from '../../src/hellotext/hellotext.ts';
import type { ProblemReport, UtmParams } from '../../src/types/tracker.ts';
import { createJar } from '../../src/visitor/cookies.ts';
import { fakeEnv, HOME, memoryStorage } from './harness.ts';

export const ROOT = 'https://api.hellotext.com/v1';
export const SESSION = '5b1f3c9e-2a77-4d0e-9c43-0f6a1d2b7e11';
export const EVENTS = '/track/events';
export const ACKS = '/public/acks';
export const IDENTIFICATIONS = '/public/identifications';

/** A request as it was sent. */
export interface Sent {
  path: string;
  headers: Headers;
  body: Record<string, unknown>;
  text: string;
  /** As it was passed to `fetch`; `undefined` if the key was missing. */
  keepalive: boolean | undefined;
  init: RequestInit;
  at: number;
}

type Answer = Response | Promise<Response> | typeof HANG;
/** As an answer: the request is never answered. */
export const HANG = Symbol('hang');
export const received = (): Response => HttpResponse.json({ status: 'received' });
export const broken = (): Response => HttpResponse.error();
export const status = (code: number, body?: object | string, headers: Record<string, string> = {}): Response =>
  typeof body === 'object'
    ? HttpResponse.json(body, { status: code, headers })
    : new HttpResponse(body ?? null, { status: code, headers });

let answer: (sent: Sent, count: number) => Answer = received;
/** All requests since the test began. */
export const sent: Sent[] = [];
/** Sets what the API answers from now on. Sessions are acknowledged, unless `acks` lets `next` answer those requests too. */
export const answerWith = (next: (sent: Sent, count: number) => Answer, acks?: boolean) => {
  let count = 0;
  answer = (request, all) => (request.path === ACKS && !acks ? received() : next(request, acks ? all : ++count));
};

export const to = (path: string): Sent[] => sent.filter((request) => request.path === path);
export const actions = (): unknown[] => to(EVENTS).map(({ body }) => body.action);

let open = 0;
const server = setupServer(
  http.all(`${ROOT}/*`, async () => {
    const request = sent[sent.length - 1] as Sent;
    const given = answer(request, sent.length);
    if (given !== HANG) return given;
    open--;
    return new Promise<never>(() => {});
  }),
);

beforeAll(() => {
  server.listen({ onUnhandledRequest: 'error' });
});
beforeEach(() => {
  answer = received;
  sent.length = open = 0;
  const real = globalThis.fetch;
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    const text = String(init.body);
    sent.push({
      path: url.replace(ROOT, ''),
      headers: new Headers(init.headers),
      body: JSON.parse(text) as Sent['body'],
      text,
      keepalive: init.keepalive,
      init,
      at: Date.now(),
    });
    open++;
    let isOpen = true;
    init.signal?.addEventListener('abort', () => (isOpen = false));
    try {
      return await real(url, init);
    } finally {
      if (isOpen) open--;
    }
  });
});
afterAll(() => server.close());

/** Runs everything that needs hardly any time, until no request is open and no answer is being read. */
export const settle = async () => {
  for (let quiet = 0, turns = 0; quiet < 15 && turns < 1000; turns++) {
    // A timer that is set within a timer is due a millisecond later.
    await vi.advanceTimersByTimeAsync(1);
    await new Promise((resolve) => setImmediate(resolve));
    quiet = open > 0 ? 0 : quiet + 1;
  }
};

/** Advances the clock in steps, so that requests can be answered in between. */
export const advance = async (ms: number, steps = Math.min(40, Math.ceil(ms / 250))) => {
  await settle();
  for (let step = 0; step < steps; step++) {
    await vi.advanceTimersByTimeAsync(ms / steps);
    await settle();
  }
};

export const useClock = () =>
  vi.useFakeTimers({ now: Date.UTC(2026, 10, 21, 12), toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] });

interface Ended {
  id: string;
  action: string;
  status: number;
  data: unknown;
  reason?: string;
  errors: ProblemReport[];
}

interface Surroundings extends HellotextOptions {
  over?: Partial<Env>;
  session?: string;
  known?: string;
  utm?: UtmParams;
  isPreview?: boolean;
}

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

/** Starts the destination as on a page, with real cookies, and storage that pages can share. */
export const startHellotext = ({
  over,
  session = SESSION,
  known = session,
  utm,
  isPreview = false,
  ...options
}: Surroundings = {}) => {
  const { env } = fakeEnv({ storage: memoryStorage(), ...over });
  const uuid = createIds(env);
  const destination = hellotext(options);
  const jar = destination.cookies(createJar({ prefix: destination.prefix }, env.storage));
  const ended: Ended[] = [];
  const wrong: number[] = [];
  const visitor = { session: session as string | undefined };
  const delivery = destination.createDelivery({
    env,
    businessId: 'xy76ks',
    jar,
    session: () => visitor.session,
    knownSession: known || undefined,
    utm: () => utm,
    isPreview,
    onSettled: ({ id, action }, { status, data }, reason, errors = []) =>
      ended.push({ id, action, status, data, reason, errors }),
    onWrong: (code) => wrong.push(code),
  });
  let isOver = false;
  const stop = () => {
    if (!isOver) delivery.stop({ write: true });
    isOver = true;
  };
  stops.push(stop);
  let seq = 0;
  const accept = (action: string, props: object) => {
    const id = uuid();
    const call = {
      id,
      at: env.now(),
      action,
      props: JSON.stringify(props),
      names: namesOf(props),
      observer: 'manual',
    };
    const page = { ...toAddress(`${HOME}p/mate-19`), title: 'Mate de calabaza', referrer: HOME };
    const visit = { id: uuid(), number: 1, started_at: 1 };
    const head = { session: visitor.session, visit, ...(utm && { utm_params: utm }), page };
    delivery.add(
      id,
      action,
      toEventJson(call, ++seq, head, undefined, (url) => url),
    );
    return id;
  };
  return {
    env,
    jar,
    delivery,
    ended,
    wrong,
    visitor,
    stop,
    track: (action: string, props: object = {}) => accept(action, props),
    identify: (id: string | number, traits: object = {}) =>
      accept('user.identified', { user_parameters: { id }, traits }),
    reasons: () => ended.map(({ action, reason }) => [action, reason]),
    stored: () => env.storage.keys().filter((key) => /^vitrina:1:xy76ks:[^~]/.test(key)),
    /** Ends the page without its events. Requests that it has begun go on. Returns the storage that it leaves. */
    crash: () => {
      const left = memoryStorage(new Map((env.storage as ReturnType<typeof memoryStorage>).area));
      env.storage = memoryStorage();
      stop();
      return left;
    },
  };
};

export const order = (reference = '1001') => ({ object_parameters: { reference, items: [] } });
