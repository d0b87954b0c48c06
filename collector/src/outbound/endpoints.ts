import { createHash } from 'node:crypto';
import { covers } from '../options/action-list.js';
import { hellotextId } from '../options/check-webhooks.js';
import type { Business, HellotextAccount, Options, Webhook } from '../options/collector-options.js';
import type { KnownEndpoint } from '../store/outbox/types.js';
import type { EventRecord } from '../store/store.js';

const hellotextApi = 'https://api.hellotext.com/v1';

/** Where events are sent to. */
export interface Endpoint extends KnownEndpoint {
  url: string;
  actions: readonly string[];
  isEnabled: boolean;
  target: { type: 'webhook'; secrets: readonly string[] } | { type: 'hellotext'; account: HellotextAccount };
}

const digest = (text: string): string => createHash('sha256').update(text).digest('base64url');

/** An address without what may be a password or a token. */
export function shownUrl(address: string): string {
  const url = new URL(address);
  return `${url.origin}${url.pathname}${url.search === '' ? '' : '?…'}`;
}

const toWebhook = (business: string, { id, url, secrets, actions, enabled = true }: Webhook): Endpoint => ({
  ...{ business, endpoint: id, address: digest(url), url, actions, isEnabled: enabled },
  target: { type: 'webhook', secrets },
});

function toHellotext(business: string, account: HellotextAccount): Endpoint {
  const { apiRoot = hellotextApi, actions, enabled = true } = account;
  const url = apiRoot.replace(/\/+$/, '');
  return {
    ...{ business, endpoint: hellotextId, address: digest(url), url, actions, isEnabled: enabled },
    target: { type: 'hellotext', account },
  };
}

const ofBusiness = ([id, { webhooks = [], hellotext, off }]: [string, Business]): Endpoint[] =>
  [...webhooks.map((webhook) => toWebhook(id, webhook)), ...(hellotext ? [toHellotext(id, hellotext)] : [])].map(
    (endpoint) => (off ? { ...endpoint, isEnabled: false } : endpoint),
  );

/** What browsers see they tell Hellotext themselves, and its API would count it twice. */
const isFor = ({ target, actions }: Endpoint, { action, trusted }: EventRecord): boolean =>
  (target.type === 'webhook' || trusted) && actions.some((listed) => covers(listed, action));

const none: readonly Endpoint[] = [];

/** The endpoints of the configuration as it is at the moment. */
export function createEndpoints(options: Pick<Options, 'businesses'>) {
  let read: Options['businesses'] | undefined;
  let all: Endpoint[] = [];
  let enabled = new Map<string, Endpoint[]>();

  /** A reload replaces the businesses as a whole. */
  function update(): void {
    if (read === options.businesses) return;
    read = options.businesses;
    all = Object.entries(read).flatMap(ofBusiness);
    enabled = new Map();
    for (const endpoint of all.filter(({ isEnabled }) => isEnabled)) {
      enabled.set(endpoint.business, [...(enabled.get(endpoint.business) ?? []), endpoint]);
    }
  }

  return {
    list(): readonly Endpoint[] {
      update();
      return all;
    },

    /** The endpoints that want an event. */
    forEvent(event: EventRecord): readonly Endpoint[] {
      update();
      const endpoints = enabled.get(event.business);
      if (!endpoints) return none;
      return endpoints.filter((endpoint) => isFor(endpoint, event));
    },
  };
}

export type Endpoints = ReturnType<typeof createEndpoints>;
