import { onTestFinished, vi } from 'vitest';
import type { Response as Outcome, TrackerOptions, Vitrina } from '../../src/types/tracker.ts';
import { ENDPOINT } from './harness.ts';
import type { SentBatch, SentEvent } from './harness.ts';
import { readBatch } from './read-batch.ts';

/** A network that takes everything, and what it was sent. */
export const fakeNetwork = (answer: (batch: SentBatch, count: number) => unknown = () => new Response(null)) => {
  const sent: SentBatch[] = [];
  const addresses: string[] = [];
  vi.stubGlobal('fetch', async (url: string, { body }: { body: string }) => {
    addresses.push(String(url));
    sent.push(readBatch(body));
    return answer(sent[sent.length - 1] as SentBatch, sent.length);
  });
  const events = (): SentEvent[] => sent.flatMap((batch) => batch.events);
  return { sent, addresses, events };
};

/** The page's own tracker as a page gets it: imported anew, in the real page, with nothing but the network replaced. */
export const openPage = async (answer?: Parameters<typeof fakeNetwork>[0]) => {
  vi.resetModules();
  const network = fakeNetwork(answer);
  const { default: vitrina } = await import('../../src/index.ts');
  onTestFinished(() => vitrina.stop());
  const initialize = (options: Partial<TrackerOptions> = {}, businessId = 'xy76ks') =>
    vitrina.initialize(businessId, { endpoint: ENDPOINT, ...options });
  const track = vitrina.track as (action: unknown, props?: unknown) => Promise<Outcome>;
  return { vitrina: vitrina as Vitrina, initialize, track, ...network };
};

/** What a promise was rejected with, as a sentence. */
export const rejection = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'was not rejected',
    (error: unknown) => String(error),
  );
