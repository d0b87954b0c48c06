import type { Answer } from '../base/env.js';
import { stringify } from '../base/json.js';
import { log } from '../base/log.js';
import type { ProblemReport } from '../types/tracker.js';

const MAX_REASON_CHARACTERS = 300;

/** Tells the developer of a server once that key, address or business id is wrong, with the reason that the endpoint gave last. */
export const createServerComplaint = (endpoint: string, businessId: string) => {
  let reason = '';
  let hasComplained = false;
  return {
    /** Keeps the reason in an answer. */
    hear({ body }: Answer) {
      const errors: unknown = body?.errors;
      const first = (Array.isArray(errors) ? errors[0] : undefined) as Partial<ProblemReport> | null | undefined;
      const text: unknown = first?.description;
      // Anything may answer at a wrong address. As JSON the text is one line.
      reason = typeof text === 'string' ? `; it says ${stringify(text.slice(0, MAX_REASON_CHARACTERS))}` : '';
    },
    onWrong(status: number) {
      if (hasComplained) return;
      hasComplained = true;
      log(
        `${endpoint} answered ${status}: check private key, address and business id "${businessId}"; events are kept${reason}`,
      );
    },
  };
};
