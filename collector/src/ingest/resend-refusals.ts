import { isRefusal } from '../http/answers.js';
import type { Options } from '../options/collector-options.js';
import type {
  RefusalFilter,
  RefusalNote,
  ResendableRefusal,
  ResendOutcome,
  SkippedRefusals,
} from '../store/refusals.js';
import { type Store, type StoredStatus, StoreRefused } from '../store/store.js';
import type { Admit } from './admission.js';
import type { Arrival, BatchReader, CheckedBatch } from './check-batch.js';
import type { FindBusiness } from './receive-batch.js';
import { createEventNotes, describeErrors } from './refusal-notes.js';

/** Refusals that are sent again at a time: they share commits. */
const portion = 50;

/** What became of the events. */
export interface ResendCounts {
  received: number;
  duplicate: number;
  rejected: number;
  /** Refusals that were named and not sent. */
  skipped: SkippedRefusals;
}

export interface ResenderParts {
  store: Pick<Store, 'resendableRefusals' | 'skippedRefusals' | 'settleRefusals' | 'keepRefusals'>;
  options: Pick<Options, 'refusals'>;
  reader: BatchReader;
  /** Takes what was accepted of a batch; resolves when it is durable. Erasures since its arrival reach what has waited. */
  keep: (batch: CheckedBatch, hasWaited: boolean) => Promise<StoredStatus[]>;
  admit: Admit;
  findBusiness: FindBusiness;
}

interface Resent {
  outcome: ResendOutcome;
  statuses: StoredStatus[];
  /** What is still wrong, with each event for itself. */
  notes: RefusalNote[];
}

export type Resend = (which: RefusalFilter & { numbers?: number[] }) => Promise<ResendCounts>;

/**
 * Sends refusals again: through the same check and to the same place as what comes from outside, with what was known when it came. An
 * event keeps its id, so that it is stored once however often it is sent.
 */
export function createResender({ store, options, reader, keep, admit, findBusiness }: ResenderParts): Resend {
  async function resendOne({ number, business, text, arrival: known }: ResendableRefusal): Promise<Resent> {
    const refused = (why: Pick<RefusalNote, 'reason' | 'description'>): Resent => ({
      outcome: { number, isStored: false, ...why },
      statuses: [],
      notes: [],
    });
    const account = findBusiness(business);
    if (!account || account.off) {
      const description = `The business "${business}" is ${account ? 'switched off' : 'not known here any more'}.`;
      return refused({ reason: account ? 'switched_off:b' : 'not_allowed:b', description });
    }
    const arrival = { ...known, business } as Arrival;
    try {
      const { batch, judged } = reader.check(Buffer.from(text), arrival);
      const wrong = judged.filter(({ errors }) => errors.length > 0);
      if (batch.accepted.length === 0 && wrong[0]) return refused(describeErrors(wrong[0].errors));
      const statuses = batch.accepted.length === 0 ? [] : await keep(batch, true);
      const notes = wrong.map(createEventNotes(arrival, batch.envelope));
      return { outcome: { number, isStored: true }, statuses, notes };
    } catch (cause) {
      if (cause instanceof StoreRefused) {
        return refused({ reason: 'unavailable:store', description: 'The database refuses the event.' });
      }
      if (!isRefusal(cause) || cause.statusCode >= 500) throw cause;
      return refused(describeErrors(cause.errors));
    }
  }

  return async function resend(which) {
    const skipped = await store.skippedRefusals(which);
    const counts: ResendCounts = { received: 0, duplicate: 0, rejected: 0, skipped };
    for (let after = 0; ;) {
      const some = await store.resendableRefusals(which, { after, limit: portion });
      if (some.length === 0) return counts;
      for (const business of new Set(some.map((one) => one.business))) admit(business);
      const resent = await Promise.all(some.map(resendOne));
      const { rows, bytes } = options.refusals;
      await store.keepRefusals(
        resent.flatMap(({ notes }) => notes),
        { rows, bytes },
      );
      await store.settleRefusals(resent.map(({ outcome }) => outcome));
      for (const { outcome, statuses, notes } of resent) {
        for (const status of statuses) counts[status]++;
        counts.rejected += outcome.isStored ? notes.length : 1;
      }
      after = some.at(-1)?.number ?? after;
    }
  };
}
