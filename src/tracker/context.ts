import type { Env } from '../base/env.js';
import type { SignalBox } from '../base/signals.js';
import type { Consent, TrackerOptions } from '../types/tracker.js';
import type { GivenSessions } from '../visitor/identity.js';
import type { PendingResponses } from './pending-responses.js';

/** The objects that the parts of a tracker share. */
export interface Context {
  businessId: string;
  options: TrackerOptions;
  env: Env;
  uuid: (kind?: 'secret') => string;
  signals: SignalBox;
  responses: PendingResponses;
  /** Returns the visitor's own answer; `undefined` if the shop only assumes one. */
  answered: () => Consent | undefined;
  given: GivenSessions;
  /** Writes a note to the console if the option `debug` is set. */
  warn: (message: unknown) => void;
}
