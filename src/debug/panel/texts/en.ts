import type { Causes } from './causes/en.js';
import { causes } from './causes/en.js';

/** The panel in English. `{name}` stands for a value; a list is one or several. */
export const en = {
  panel: 'Vitrina: what this page reports',
  events: 'Events',
  observed: 'Observed',
  visitor: 'Visitor',
  noEvents: 'Nothing was reported yet. Look at a product, or put one into the cart.',
  noSights: 'Nothing was observed yet. Only vitrina.storefront.js observes a shop by itself.',
  fold: 'Fold the panel',
  unfold: 'Unfold the panel',
  close: 'Close the panel',
  move: 'Move to another corner',
  copy: 'Copy',
  copied: 'Copied',
  notCopied: 'Not copied: this page does not allow it',
  clear: 'Clear',
  retry: 'Try again',
  language: 'Language',

  // Beside the name, in this order: how many events are in which state.
  sentCount: '{count} sent',
  waitingCount: '{count} waiting',
  droppedCount: '{count} not sent',

  waiting: 'waiting',
  sent: 'sent',
  faulty: 'sent, with mistakes',
  preview: 'preview',
  dropped: 'not sent',
  refused: 'refused',
  seen: 'seen',
  held: 'held',
  known: 'known already',
  reported: 'reported',

  by: 'by {source}',
  sources: {
    manual: 'the shop’s code',
    page: 'the page view',
    mark: 'a marked element',
    form: 'a form',
    rule: 'a rule of the shop',
    ga4: 'Google’s data layer',
    ua: 'Google’s older data layer',
    'json-ld': 'the product page',
  } as Record<string, string>,

  // Why something that was observed is not reported, or not yet.
  otherReports: '{source} reports it',
  whys: {
    'reported before': 'It was reported before.',
    refused: 'The shop has refused it.',
    'an order may follow': 'An order may follow.',
    'a better source may follow': 'A better source may follow.',
    incomplete: 'It is not complete yet.',
  } as Record<string, string>,

  fields: 'What was reported',
  call: 'What the shop’s code said',
  answer: 'What the collector answered',
  noAnswer: 'No answer yet.',
  mistakes: 'What is wrong',

  reasons: {
    refused: 'The collector has refused it.',
    too_large: 'It is too large.',
    queue_full: 'Too many events were waiting, and others were more important.',
    expired: 'It could not be sent for too long.',
    consent: 'The visitor has denied consent.',
    reset: 'The shop’s code has called reset.',
    transform: 'The shop’s function “transform” has removed it.',
    switched_off: 'The business is switched off.',
    unknown: 'It may have arrived, and would count twice if it were sent again.',
  } as Record<string, string>,

  refusals: {
    action: 'A name is “object.verb” in lower case, such as order.placed. “{name}” is none.',
    reserved: 'user.identified is not for track: call identify.',
    userId: 'identify needs your own id of the customer as a text or a number.',
    props: 'What is passed must be an object of plain values, without functions and page elements.',
    traits: 'What is said of the customer must be an object of plain values.',
    consent: 'The visitor has denied consent, so nothing is reported.',
    initialize: 'Too many calls wait for the start or for consent.',
    reset: 'reset was called before it could be sent.',
  } as Record<string, string>,
  callWaiting: 'Waits for the start or for consent.',

  problems: {
    object: 'object is missing: the id of the form.',
    subject: 'It does not say of what: object or object_parameters is missing.',
    field: '{field} is missing.',
    empty: 'There are no items in it.',
    description: 'object_parameters is no object.',
    amount: 'The amount is no number.',
    negative: 'The amount is below 0.',
    currencyAlone: 'There is a currency, and no amount as a number.',
    currency: 'The currency is unknown: it must be a code such as UYU.',
    noCurrency: 'The amount has no currency.',
    money: '{field} must be like { amount: 89.9, currency: "UYU" }.',
    list: '{field} must be a list.',
    item: '{field} must be an object.',
    quantity: '{field} must be a number.',
  },

  business: 'Business id',
  consent: 'Consent',
  consents: {
    granted: 'granted',
    denied: 'denied',
    pending: 'not answered yet',
    unknown: 'not asked yet',
  },
  session: 'Browser id',
  nobody: 'none yet',
  customer: 'Customer',
  notIdentified: 'not identified',
  platform: 'Platform',
  noPlatform: 'none recognised',
  lastProduct: 'Last product',
  cart: 'Cart',
  products: ['{count} product', '{count} products'] as const,
  collector: 'Collector',
  library: 'Version',

  causes,

  /** Translations of what an option may be; English needs none. */
  allowed: {} as Record<string, string>,
};

/** What each language has. */
export type Texts = Omit<typeof en, 'causes' | 'products'> & {
  causes: Causes;
  products: readonly [string, string];
};
