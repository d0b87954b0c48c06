import type { Kysely } from 'kysely';
import { storable } from '../insert.js';
import type { Tables } from '../tables.js';
import { endDeliveries } from './end-deliveries.js';
import { nameOf } from './take-deliveries.js';
import type { DeliveryOutcome } from './types.js';

/** Characters of a reason. */
const longestReason = 300;

const asReason = (text: string | null): string | null =>
  text === null ? null : String(storable(text)).slice(0, longestReason);

/** Notes what came of an attempt. Of an attempt that was given up, and taken by somebody else, only a success counts. */
async function settleOne(db: Kysely<Tables>, outcome: DeliveryOutcome): Promise<void> {
  const { number, attempt, state, at, nextAt, status, error } = outcome;
  const settled = db
    .updateTable('outbox')
    .set({
      state,
      next_at: state === 'waiting' ? nextAt : null,
      lease_until: null,
      last_at: at,
      last_status: status,
      last_error: asReason(error),
    })
    .where('number', '=', number);
  // What was withdrawn amid its attempt is not tried again; if the attempt has reached the receiver, that is what is noted.
  const isFinal = state === 'delivered';
  await (isFinal ? settled : settled.where('attempts', '=', attempt).where('state', '=', 'waiting')).execute();
}

/** The latest outcome of each endpoint, with the longest wait that was asked for. */
function lastOfEach(outcomes: DeliveryOutcome[]): DeliveryOutcome[] {
  const latest = new Map<string, DeliveryOutcome>();
  for (const outcome of outcomes) {
    const before = latest.get(nameOf(outcome));
    const last = before && before.at > outcome.at ? before : outcome;
    const holds = [before?.holdUntil, outcome.holdUntil].filter((hold) => typeof hold === 'number');
    latest.set(nameOf(outcome), {
      ...last,
      holdUntil: holds.length > 0 ? Math.max(...holds) : null,
      offReason: before?.offReason ?? outcome.offReason,
    });
  }
  return [...latest.values()];
}

async function noteEndpoint(db: Kysely<Tables>, outcome: DeliveryOutcome): Promise<void> {
  const { business, endpoint, address, at, holdUntil, offReason, status, error } = outcome;
  const noted = {
    address,
    hold_until: holdUntil,
    off_at: offReason === null ? null : at,
    off_reason: offReason,
    last_at: at,
    last_status: status,
    last_error: asReason(error),
  };
  const { off_at: _, off_reason: __, ...others } = noted;
  const known = await db
    .selectFrom('outbox_endpoints')
    .select(['address', 'off_at'])
    .where('business', '=', business)
    .where('endpoint', '=', endpoint)
    .executeTakeFirst();
  // Another attempt that ends after the endpoint was switched off does not switch it on again.
  const stays = known?.address === address && known.off_at !== null;
  await db
    .insertInto('outbox_endpoints')
    .values({ business, endpoint, ...noted })
    .onConflict((conflict) => conflict.columns(['business', 'endpoint']).doUpdateSet(stays ? others : noted))
    .execute();
  if (offReason !== null && !stays) await endDeliveries(db, [outcome], asReason(offReason) ?? '');
}

/** Notes what came of attempts, and what that says about their endpoints. */
export async function settleDeliveries(db: Kysely<Tables>, outcomes: DeliveryOutcome[]): Promise<void> {
  for (const outcome of outcomes) await settleOne(db, outcome);
  for (const outcome of lastOfEach(outcomes)) await noteEndpoint(db, outcome);
}
