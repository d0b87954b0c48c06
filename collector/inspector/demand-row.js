import { toMilliseconds } from './api.js';
import { element, foreignText } from './dom.js';
import { clip, plural } from './format.js';
import { relativeTime } from './row-view.js';

/** @typedef {import('./connections-api.js').PrivacyRequest} PrivacyRequest */

/** @type {Record<PrivacyRequest['topic'], string>} */
const titles = {
  data_request: 'A customer asks for the data that is kept',
  customer_redact: 'The data of a customer was to be erased',
  store_redact: 'The data of a shop was to be erased',
};

/** @param {PrivacyRequest} request */
const outcomeOf = ({ topic, erased, download, orders }) => {
  if (topic !== 'data_request') {
    return erased === null
      ? 'It is being erased.'
      : `Done: ${plural(erased, 'event')} lost what could name anybody. Who it was is not kept.`;
  }
  if (download !== null) return 'The shop has to hand these data to the customer: download them, and send them on.';
  return orders.length > 0
    ? `The platform names no customer, but orders: ${orders.join(', ')}. Find them by their number in the list of events.`
    : 'The platform names neither a customer nor an order, so nothing can be found.';
};

/**
 * What a platform asked for by the law on its customers' data, and what came of it.
 * @param {PrivacyRequest} request
 * @param {{ name: string, isBusinessShown: boolean }} options
 * @returns {import('./folds.js').Fold}
 */
export const demandFold = (request, { name, isBusinessShown }) => ({
  key: `${request.business}/${request.kind}/${request.request}`,
  state: [request, name, isBusinessShown],
  draw: () => ({
    summary: [
      request.topic === 'data_request'
        ? element('span', { class: 'chip tone-refund shade-0' }, 'To be handed over')
        : element('span', { class: 'chip tone-order shade-0' }, request.erased === null ? 'Being erased' : 'Erased'),
      element(
        'span',
        { class: 'fold-what' },
        element('span', { class: 'fold-title' }, titles[request.topic]),
        element(
          'span',
          { class: 'fold-about' },
          isBusinessShown && element('span', {}, foreignText(request.business), ' · '),
          foreignText(`${name}: account ${clip(request.account, 60)}`),
        ),
      ),
      element('span', { class: 'fold-time' }, relativeTime(toMilliseconds(request.received_at))),
    ],
    detail: [
      element('p', { class: 'fold-why' }, foreignText(clip(outcomeOf(request), 400))),
      request.download !== null &&
        element(
          'p',
          { class: 'fold-foot' },
          element('a', { class: 'button', href: request.download, download: '' }, 'Download the data'),
        ),
    ],
  }),
});
