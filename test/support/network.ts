import { onTestFinished, vi } from 'vitest';
import { createTracker } from '../../src/tracker/create-tracker.ts';
import type { TrackerOptions } from '../../src/types/tracker.ts';
import { ENDPOINT } from './harness.ts';

/** Starts a tracker in the test's page, with the page's storage and requests. Only `fetch` and `sendBeacon` are replaced. */
export const startInPage = (
  fetch: (url: string, init: RequestInit) => unknown,
  options: Partial<TrackerOptions> = {},
  sendBeacon: unknown = () => true,
) => {
  const spy = vi.fn(fetch);
  vi.stubGlobal('fetch', spy);
  const beacon = typeof sendBeacon === 'function' ? vi.fn(sendBeacon as (url: string, body: string) => boolean) : null;
  Object.defineProperty(navigator, 'sendBeacon', { configurable: true, value: beacon ?? undefined });
  const tracker = createTracker('xy76ks', { endpoint: ENDPOINT, ...options });
  onTestFinished(() => tracker.stop());
  const stored = () => Object.keys(localStorage).filter((key) => /^vitrina:1:xy76ks:[^~]/.test(key));
  return { tracker, spy, beacons: () => beacon?.mock.calls ?? [], stored };
};

export const answer = (code: number, body: string | null = null, headers = {}) =>
  new Response(body, { status: code, headers });

/** Creates props of about that many bytes. */
export const large = (size: number) => ({ metadata: { text: 'x'.repeat(size) } });
