import type { FastifyInstance, FastifyRequest } from 'fastify';
import { refusal } from '../../http/answers.js';
import { createBodyReader } from '../../http/read-body.js';
import type { PushedShop } from '../../options/connection-options.js';
import type { ConnectionStore } from '../../store/connections/types.js';
import type { PrivacyStore } from '../../store/privacy.js';
import { answerPlatform, within } from '../answer-platform.js';
import type { Connector } from '../platform.js';
import { createPrivacy, type PrivacyTopic } from '../privacy.js';
import { parseJson } from '../read-json.js';
import { isSigned } from '../signature.js';
import type { ShopOrder } from './shop-order.js';
import { toChange } from './to-change.js';

const day = 86_400_000;

/** A platform whose webhooks hold the orders themselves, and which the collector asks nothing. */
export interface PushedPlatform {
  kind: string;
  name: string;
  /** Its headers, in small letters. */
  headers: { signature: string; topic: string; shop: string };
  /** Milliseconds after which a webhook is answered in any case. */
  answerAfter: number;
  /** How its header and the options name one shop alike. */
  nameOf(shop: string): string;
  /** The topics that hold an order. */
  isOrder(topic: string): boolean;
  privacyTopics: Record<string, PrivacyTopic>;
  readOrder(body: unknown, now: number): ShopOrder | undefined;
  /** Whether it is sent, without a signature, to try the address. */
  isTrial?(body: Buffer): boolean;
}

export interface PushedParts {
  shops: PushedShop[];
  store: ConnectionStore & Pick<PrivacyStore, 'erase'>;
  now: () => number;
  /** Days that events are kept; 0 for ever. */
  retentionDays: () => number;
  /** Whether a business is there and not switched off. */
  isOn: (business: string) => boolean;
}

/** Takes the webhooks of the shops that the options name. */
export function createPushedShops(platform: PushedPlatform, parts: PushedParts): Connector {
  const { kind, name, headers: names, answerAfter, nameOf } = platform;
  const { shops, store, now, retentionDays, isOn } = parts;
  const demand = createPrivacy({ kind, store, now });
  const path = `/connections/${kind}/webhooks`;

  const unsigned = () => {
    const description = `The signature is not that of this body, or the shop is not in the options: the header ${names.signature} holds the HMAC of the body as it was sent, in base64, by the shop's secret.`;
    return refusal(401, { type: 'not_allowed', parameter: names.signature, description });
  };

  /** The shop that has signed. */
  function signerOf({ headers }: FastifyRequest, body: Buffer): PushedShop {
    const named = headers[names.shop];
    const shop = shops.find((one) => typeof named === 'string' && nameOf(one.shop) === nameOf(named));
    const given = headers[names.signature];
    if (!shop || !isSigned(body, { given, secret: shop.secret, encoding: 'base64' })) throw unsigned();
    return shop;
  }

  async function keep({ shop, business }: PushedShop, body: Buffer): Promise<void> {
    let given: unknown;
    try {
      given = parseJson(body.toString('utf8'));
    } catch {
      throw refusal(400, { type: 'parameter_invalid', parameter: 'body', description: 'The body is not JSON.' });
    }
    const order = platform.readOrder(given, now());
    const account = nameOf(shop);
    const since = retentionDays() === 0 ? -Infinity : now() - retentionDays() * day;
    const changes = order ? [toChange(order, { source: kind, business, account, now: now(), since })] : [];
    await store.keepOrders({ kind, account, business }, changes, now());
  }

  return {
    platform: { kind, name, path: kind },
    notifications: path,

    addRoutes(app: FastifyInstance, { complain }) {
      const readBody = createBodyReader({ limit: 4 * 1024 * 1024, timeout: answerAfter });
      answerPlatform(app, `What ${name} has said could not be stored; it says it again.`, complain);
      app.post(path, async (request, reply) => {
        const body = await readBody(request.raw);
        if (body === undefined) return reply.hijack();
        if (platform.isTrial?.(body)) return reply.code(200).send({});
        const shop = signerOf(request, body);
        const topic = String(request.headers[names.topic] ?? '');
        const asked = Object.hasOwn(platform.privacyTopics, topic) ? platform.privacyTopics[topic] : undefined;
        if (asked) await within(answerAfter, demand(asked, nameOf(shop.shop), body));
        // What is of no interest is answered alike: otherwise the platform would take the webhook away.
        else if (platform.isOrder(topic) && isOn(shop.business)) await within(answerAfter, keep(shop, body));
        return reply.code(200).send({});
      });
    },

    /** There is nothing to fetch. */
    handle: async () => ({ orders: [] }),

    /** Shows the shops of the options, and none that is not there any more. */
    async start() {
      const accounts = new Set(shops.map(({ shop }) => nameOf(shop)));
      for (const known of await store.connections())
        if (known.kind === kind && !accounts.has(known.account)) await store.disconnect(known);
      for (const { shop, business } of shops) {
        const connection = { kind, account: nameOf(shop), business, tokens: '', expires_at: null };
        const before = await store.connection(connection);
        if (before && before.business !== business) await store.disconnect(before);
        await store.keepConnection(connection, [], now());
      }
    },

    stop: async () => {},
  };
}
