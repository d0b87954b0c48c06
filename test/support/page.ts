import { onTestFinished, vi } from 'vitest';
import type { Response as Outcome, TrackerOptions, Vitrina } from '../../src/types/tracker.ts';
import { ENDPOINT } from './harness.ts';
import type { SentBatch, SentEvent } from './harness.ts';
import { readBatch } from './read-batch.ts';

/** Replaces `fetch`, and records what is sent. By default every batch is accepted. */
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

/** Imports the page's tracker anew, as a page does. Only the network is replaced. */
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

/** Returns the reason of a rejected promise as text. */
export const rejection = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'was not rejected',
    (error: unknown) => String(error),
  );
