import type { Env } from '../base/env.js';
import type { SignalBox } from '../base/signals.js';
import type { Consent, TrackerOptions } from '../types/tracker.js';
import type { GivenSessions } from '../visitor/identity.js';
import type { PendingResponses } from './pending-responses.js';

/** What the parts of a tracker share. */
export interface Context {
  businessId: string;
  options: TrackerOptions;
  env: Env;
  uuid: (kind?: 'secret') => string;
  signals: SignalBox;
  responses: PendingResponses;
  /** What the visitor has answered; `undefined` for one who was not asked. */
  answered: () => Consent | undefined;
  given: GivenSessions;
  /** Speaks where debugging is on. */
  warn: (message: unknown) => void;
}
