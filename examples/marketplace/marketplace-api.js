import { createHash, randomUUID } from 'node:crypto';
import { numbersOf, SELLER, toOrder, toPayment, toShipment } from './sale.js';

/** @import { IncomingHttpHeaders } from 'node:http' */
/** @import { Book } from './open-book.js' */
/** @typedef {{ clientId: string, clientSecret: string, redirect: string }} Application as it is registered at the marketplace */
/** @typedef {[status: number, body: unknown]} Told */

/** Seconds that an access token works, as at Mercado Libre. */
const LIFETIME = 21_600;

/** Milliseconds that a code works. */
const CODE_LIFETIME = 600_000;

/** @param {unknown} body @returns {Told} */
const found = (body) => (body === undefined ? [404, { error: 'not_found', status: 404 }] : [200, body]);

/** @param {string} text */
const hashOf = (text) => createHash('sha256').update(text).digest('base64url');

/**
 * The leave that a seller gives, and the tokens that follow from it: a code works once, with the proof of PKCE; so does a refresh token.
 *
 * @param {{ book: Book, application: Application }} parts
 */
export const createLeave = ({ book, application }) => {
  /** @type {Map<string, { challenge: string, until: number }>} */
  const codes = new Map();

  /** @returns {Promise<Told>} */
  const givePair = async () => {
    const pair = {
      access: `APP_USR-${randomUUID()}`,
      refresh: `TG-${randomUUID()}`,
      until: Date.now() + LIFETIME * 1000,
    };
    await book.change((state) => void (state.tokens = pair));
    const scope = 'offline_access read';
    const { access: access_token, refresh: refresh_token } = pair;
    return [200, { access_token, refresh_token, token_type: 'bearer', expires_in: LIFETIME, scope, user_id: SELLER }];
  };

  return {
    /** Whether the page that asks for the leave was opened by the application. @param {URLSearchParams} query */
    isAsked: (query) =>
      query.get('response_type') === 'code' &&
      query.get('client_id') === application.clientId &&
      query.get('redirect_uri') === application.redirect &&
      query.get('code_challenge_method') === 'S256' &&
      /^[\w-]{43}$/.test(query.get('code_challenge') ?? ''),

    /** Where the seller is led back to. @param {URLSearchParams} query */
    answer(query) {
      const state = query.get('state') ?? '';
      if (query.get('answer') !== 'yes') {
        return `${application.redirect}?${new URLSearchParams({ error: 'access_denied', state })}`;
      }
      const code = `TG-${randomUUID()}`;
      codes.set(code, { challenge: query.get('code_challenge') ?? '', until: Date.now() + CODE_LIFETIME });
      return `${application.redirect}?${new URLSearchParams({ code, state })}`;
    },

    /** @param {URLSearchParams} form @returns {Promise<Told>} */
    async giveTokens(form) {
      const { clientId, clientSecret, redirect } = application;
      if (form.get('client_id') !== clientId || form.get('client_secret') !== clientSecret) {
        return [400, { error: 'invalid_client', status: 400 }];
      }
      const refused = /** @type {Told} */ ([400, { error: 'invalid_grant', status: 400 }]);
      if (form.get('grant_type') === 'refresh_token') {
        return form.get('refresh_token') === book.state().tokens?.refresh ? givePair() : refused;
      }
      const given = form.get('code') ?? '';
      const code = codes.get(given);
      codes.delete(given);
      const isRight = code?.challenge === hashOf(form.get('code_verifier') ?? '') && code.until > Date.now();
      return isRight && form.get('redirect_uri') === redirect ? givePair() : refused;
    },

    /** @param {string | undefined} header */
    isLet(header) {
      const { tokens } = book.state();
      return tokens !== null && header === `Bearer ${tokens.access}` && tokens.until > Date.now();
    },
  };
};

/** @param {unknown[]} list @param {URLSearchParams} query */
const page = (list, query) => {
  const offset = Number(query.get('offset') ?? 0);
  return list.slice(offset, offset + Math.min(50, Number(query.get('limit') ?? 50)));
};

/**
 * What the API tells of orders, payments and shipments. The headers without which Mercado Libre tells another shape are asked for here, too.
 *
 * @param {Book} book
 * @param {URL} url
 * @param {IncomingHttpHeaders} headers
 * @returns {Told}
 */
export const tell = (book, { pathname, searchParams: query }, headers) => {
  const { sales, missed } = book.state();
  const [, kind = '', id = '', more] = pathname.split('/');
  const sale = sales.find((one) => Object.values(numbersOf(one)).includes(id));
  const way = sale && toShipment(sale);
  if (kind === 'shipments' && more !== 'orders' && headers['x-format-new'] !== 'true') {
    return [400, { error: 'x-format-new is missing' }];
  }
  if (pathname === '/orders/search') {
    const from = Date.parse(query.get('order.date_last_updated.from') ?? '');
    // Its dates have the precision of an hour, and cancelled orders are left out.
    const hour = Math.floor(from / 3_600_000) * 3_600_000;
    const results = sales
      .filter(({ steps }) => steps.every(({ name }) => name !== 'cancel') && Number(steps.at(-1)?.at) >= hour)
      .map(toOrder);
    return [200, { results: page(results, query), paging: { total: results.length } }];
  }
  if (pathname === '/missed_feeds') return [200, { messages: page(missed, query) }];
  if (pathname === '/post-purchase/v1/claims/search') return [200, { data: [] }];
  if (!sale) return found(undefined);
  if (kind === 'collections') return found(toPayment(sale));
  if (kind === 'orders' && more === undefined) return found(toOrder(sale));
  if (kind === 'orders' && more === 'shipments') {
    return way ? [200, [{ id: way.shipment.id, type: 'forward' }]] : [204, undefined];
  }
  if (kind !== 'shipments' || !way) return found(undefined);
  if (more === 'orders') return [200, [{ order_id: Number(numbersOf(sale).order) }]];
  return found(more === 'history' ? way.history : way.shipment);
};
