import { expect } from 'vitest';
import type { Collector } from '../../../collector/src/index.ts';
import type { RefusalSummary } from '../../../collector/src/store/refusals.ts';
import { ask } from './collector-harness.ts';

export interface Refusals {
  refusals: RefusalSummary[];
  next: number | null;
  total: number;
}

export async function listRefusals(collector: Collector, query = ''): Promise<Refusals> {
  const response = await ask(collector, `refusals${query}`);
  expect(response.status).toBe(200);
  return (await response.json()) as Refusals;
}

/** Sends refusals again, as the inspector does. */
export async function resend(collector: Collector, which: object) {
  const headers = { 'X-Vitrina': 'resend' };
  const response = await ask(collector, 'refusals/resend', { method: 'POST', body: JSON.stringify(which), headers });
  expect(response.status).toBe(200);
  return (await response.json()) as object;
}
