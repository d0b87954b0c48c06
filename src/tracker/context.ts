import type { Env } from '../base/env.js';
import type { SignalBox } from '../base/signals.js';
import type { Consent, TrackerOptions } from '../types/tracker.js';
import type { GivenSessions } from '../visitor/identity.js';
import type { PendingResponses } from './pending-responses.js';

/** The objects that the parts of a tracker share. */
export interface SharedParts {
  env: Env;
  uuid: (kind?: 'secret') => string;
  signals: SignalBox;
  responses: PendingResponses;
  given: GivenSessions;
  /** Writes a note to the console if the option `debug` is set. */
  warn: (message: unknown) => void;
}

/** What the parts share once the tracker is initialized. */
export interface Context extends SharedParts {
  businessId: string;
  options: TrackerOptions;
  /** Returns the visitor's own answer; `undefined` if the shop only assumes one. */
  answered: () => Consent | undefined;
}
