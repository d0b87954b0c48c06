import { beforeEach, expect, it, vi } from 'vitest';
import type { Answer } from '../../src/base/env.ts';
import { createTransport } from '../../src/browser/transport.ts';
import { createApiTransport } from '../../src/hellotext/transport.ts';
import { advance, ENDPOINT, useClock } from '../support/harness.ts';

beforeEach(() => void useClock());

const never = <T>() => new Promise<T>(() => {});

const transports: [name: string, begin: () => Promise<Answer> | undefined][] = [
  ['the endpoint', () => createTransport(ENDPOINT, false).send('{}')],
  ['Hellotext', () => createApiTransport('https://api.example/v1', 'xy76ks')('/track/events', {})?.answer],
];

it.each(transports)(
  'a request to %s that never ends, not even when it is aborted, counts as timed out',
  async (...given) => {
    const [, begin] = given;
    const signals: (AbortSignal | null | undefined)[] = [];
    vi.stubGlobal('fetch', (_url: string, { signal }: RequestInit) => (signals.push(signal), never<Response>()));
    const answer = begin();
    await advance(11_000);
    expect(signals.map((signal) => signal?.aborted)).toEqual([true]);
    await expect(Promise.race([answer, Promise.resolve('pending')])).resolves.toMatchObject({
      status: 0,
      timedOut: true,
    });
  },
);

const ends: [name: string, fetch: () => Promise<Response>][] = [
  ['was answered', async () => new Response('{}')],
  ['has failed', () => Promise.reject(new TypeError('network'))],
];

it.each(transports.flatMap(([name, begin]) => ends.map(([end, fetch]) => ({ name, end, begin, fetch }))))(
  'no timer is left of a request to $name that $end',
  async ({ begin, fetch }) => {
    vi.stubGlobal('fetch', fetch);
    const answer = begin();
    expect(vi.getTimerCount()).toBe(1);
    await answer;
    expect(vi.getTimerCount()).toBe(0);
  },
);

it('an answer of Hellotext whose body never ends counts by its status', async () => {
  vi.stubGlobal('fetch', async () => ({ status: 200, headers: new Headers(), text: () => never<string>() }));
  const request = createApiTransport('https://api.example/v1', 'xy76ks')('/track/events', {});
  await advance(11_000);
  await expect(Promise.race([request?.answer, Promise.resolve('pending')])).resolves.toMatchObject({ status: 200 });
});
