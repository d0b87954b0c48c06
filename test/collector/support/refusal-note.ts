import type { RefusalNote } from '../../../collector/src/store/refusals.ts';

/** A body that was refused, as a collector notes it. */
export function aNote(body: object, arrival: { receivedAt?: number; ip?: string | null } = {}): RefusalNote {
  const { receivedAt = Date.now(), ip = null } = arrival;
  const text = JSON.stringify(body);
  return {
    business: 'xy76ks',
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
