import { idOf, objectOf, parseJson, textOf } from '../read-json.js';
import type { PrivacyTopic } from '../privacy.js';
import { check, reconcile } from './routines.js';

/** What a webhook names: `{"store_id": 123, "event": "order/paid", "id": 987}` (resources/webhook, 2025-03). */
export interface Notice {
  account: string;
  /** What has to be looked at; missing where it is of no interest. */
  resource?: string;
}

/** The application's own fate is looked up, too: webhooks come in any order, so that one of them proves nothing. */
const fates: Record<string, string> = {
  'app/uninstalled': check,
  'app/suspended': check,
  'app/resumed': reconcile,
};

/** @returns undefined where it is none */
export function readNotice(body: Buffer): Notice | undefined {
  let given: Record<string, unknown>;
  try {
    given = objectOf(parseJson(body.toString('utf8')));
  } catch {
    return undefined;
  }
  const [account, event, id] = [idOf(given.store_id), textOf(given.event), idOf(given.id)];
  if (account === undefined || event === undefined) return undefined;
  const isOrder = event.startsWith('order/') && id !== undefined;
  return { account, resource: isOrder ? `/orders/${id}` : fates[event] };
}

/** The addresses of the application's settings that the law demands, and what is asked there. */
export const privacyTopics: Record<string, PrivacyTopic> = {
  'store-redact': 'store_redact',
  'customers-redact': 'customer_redact',
  'customers-data-request': 'data_request',
};

/** The store that a demand is about; undefined where it names none. */
export function readStore(body: Buffer): string | undefined {
  try {
    return idOf(objectOf(parseJson(body.toString('utf8'))).store_id);
  } catch {
    return undefined;
  }
}
