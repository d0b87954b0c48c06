import { stringify } from '../../../base/json.js';
import type { Consent } from '../../../types/tracker.js';
import type { en } from '../texts/en.js';
import type { Probe } from './probe.js';
import type { Violation } from './violations.js';

/** What keeps events from arriving, with the values for its sentences. */
export interface Cause {
  code: keyof typeof en.causes;
  /** `bad` needs a person; `wait` ends by itself or by the visitor; `note` is no failure; `fine` is success. */
  kind: 'bad' | 'wait' | 'note' | 'fine';
  values: Record<string, string | number>;
}

/** What is known of one business. */
export interface Situation {
  id: string;
  consent?: Consent;
  isPreview: boolean;
  /** Absolute; absent where events go to Hellotext. */
  endpoint?: string;
  /** Events have waited for longer than an answer takes. */
  isStuck: boolean;
  /** An event of this page was accepted. */
  hasDelivered: boolean;
  isOnline: boolean;
  /** Address of the page. */
  page: { protocol: string; origin: string };
  violation?: Violation;
  probe?: Probe;
}

const cause = (code: Cause['code'], kind: Cause['kind'], values: Cause['values'] = {}): Cause => ({
  code,
  kind,
  values,
});

const LOCAL = /^http:\/\/(localhost|127\.|\[::1\])/;

/** Explains why a start was refused, by the message of its TypeError. */
export const explainStart = (message: string, id?: unknown): Cause => {
  const [, name = '', allowed = '', got = ''] = /^([\w ]+) must be (.+); got (.*)$/.exec(message) ?? [];
  if (!name) return cause('not-started', 'bad', { message });
  if (name === 'businessId') return cause('wrong-id', 'bad', { got: id === undefined ? got : stringify(id) });
  if (name === 'endpoint' && got === 'null') return cause('no-endpoint', 'bad');
  return cause('wrong-option', 'bad', { name, allowed, got });
};

/** Explains an answer of the endpoint; `undefined` if it is as it should be. */
const explainProbe = (asked: Probe, { id, endpoint = '', page, isStuck }: Situation): Cause | undefined => {
  const host = endpoint && new URL(endpoint).origin;
  if (asked.kind === 'closed') return cause('no-collector', 'bad', { endpoint });
  if (asked.kind === 'blocked') return cause('blocked', 'bad');
  if (asked.kind === 'silent') return cause('unreachable', 'wait', { host });
  const { status, parameter } = asked;
  const values = { id, endpoint, status, origin: page.origin };
  if (status === 401 && parameter) return cause('unknown-business', 'bad', values);
  if (status === 403 && parameter === 'origin') return cause('other-origin', 'bad', values);
  if (status === 404) return cause('not-found', 'bad', values);
  if (status === 410) return cause('switched-off', 'bad', values);
  if (status > 499 || [408, 425, 429].includes(status)) return cause('busy', 'wait', values);
  // A server that speaks the protocol may refuse a batch without events.
  if (status > 299 && ![400, 422].includes(status)) return cause('odd', 'bad', values);
  return isStuck ? cause('recovering', 'wait') : undefined;
};

/** Finds what keeps the events of a business from arriving; `undefined` if there is nothing to say. */
export const findCause = (situation: Situation): Cause | undefined => {
  const { consent, isPreview, endpoint, isStuck, isOnline, page, violation, probe } = situation;
  if (consent === 'denied') return cause('consent-denied', 'wait');
  if (consent === 'pending') return cause('consent-pending', 'wait');
  if (isPreview) return cause('preview', 'note');
  if (page.protocol === 'https:' && endpoint && /^http:/.test(endpoint) && !LOCAL.test(endpoint))
    return cause('mixed', 'bad', { endpoint });
  if (violation) return cause('csp', 'bad', { host: violation.host, directive: violation.directive });
  if (isStuck && !isOnline) return cause('offline', 'wait');
  const asked = probe && explainProbe(probe, situation);
  if (asked) return asked;
  if (!situation.hasDelivered || isStuck) return undefined;
  return cause('fine', 'fine', { host: endpoint ? new URL(endpoint).host : 'Hellotext' });
};
