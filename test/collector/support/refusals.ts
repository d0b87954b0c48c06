import { expect } from 'vitest';
import type { Collector } from '../../../collector/src/index.ts';
import type { RefusalNote, RefusalSummary } from '../../../collector/src/store/refusals.ts';
import { ask, business } from './collector-harness.ts';

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

/** A body that was refused, as a collector notes it. */
export function aNote(body: object, arrival: { receivedAt?: number; ip?: string | null } = {}): RefusalNote {
  const { receivedAt = Date.now(), ip = null } = arrival;
  const text = JSON.stringify(body);
  return {
    business,
    received_at: new Date(receivedAt).toISOString(),
    reason: 'not_allowed:action',
    description: 'The action is not known yet.',
    action: null,
    id: null,
    session: null,
    user_id: null,
    arrival: { receivedAt, ip },
    bytes: text.length,
    isWhole: true,
    text,
  };
}
