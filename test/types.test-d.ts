/* Wrong use must not compile: each line below `@ts-expect-error` fails the check if it does. Nothing here is run. */
import vitrina, { createTracker } from '../src/index.ts';
import { hellotext } from '../src/hellotext/index.ts';
import type {
  Action,
  Cart,
  Order,
  Plugin,
  Response,
  TrackedEvent,
  Tracker,
  TrackerOptions,
  Vitrina,
} from '../src/index.ts';

const items = [{ product: 'p-1', quantity: 2 }];

export const rightUse = async (tracker: Vitrina) => {
  const response: Response = await tracker.track('order.placed', { object: 'order-1' });
  const { id, succeeded, failed, queued, stored, status, errors } = response;
  const texts: string[] = errors.map(({ type, parameter, description }) => type + parameter + description);
  void [id, succeeded, failed, queued, stored, status, texts];

  void tracker.track('page.viewed');
  void tracker.track('page.viewed', { url: '/mates' });
  void tracker.track('order.placed', { object_parameters: { reference: '1001', items } });
  void tracker.track('cart.added', {
    amount: 2480.5,
    currency: 'UYU',
    object_parameters: {
      reference: 'cart-771',
      items: [{ product: { name: 'Mate', sku: 'm-1', price: { amount: 89.9, currency: 'UYU' } }, quantity: 1 }],
    },
  });
  void tracker.track('form.completed', { object: 'newsletter' });
  void tracker.track('app.install', { object: 'app-1' });
  void tracker.track('quiz.finished');
  void tracker.track('quiz.finished', { score: 7, metadata: { answers: [1, 2] }, tracked_at: '2026-11-21T12:00:00Z' });
  const action: Action = 'store_locator.opened';
  void tracker.track(action);

  const stop: () => void = tracker.on('event', ({ action: name, page }) => void [name.length, page?.url]);
  tracker.on('dropped', (event, reason, problems) => void [event.id, reason === 'queue_full', problems.length]);
  tracker.on('utm-set', ({ source, observed_at }) => void [source, observed_at]);
  stop();
  const session: string | undefined = tracker.session;
  void session;
};

export const rightOptions = () => {
  const transform = (event: TrackedEvent) => (event.action === 'a.b' ? undefined : event);
  const plugin: Plugin = ({ observe }) => observe('a.b', {}, 'manual');
  const tracker: Tracker = createTracker('xy76ks', { endpoint: '/v1/events', transform, plugins: [plugin] });
  void vitrina.initialize('xy76ks', { endpoint: '/v1/events', pageViews: { hash: true }, redact: ['socio'] });
  const elsewhere: TrackerOptions = { destination: hellotext() };
  createTracker('xy76ks', elsewhere);
  createTracker('xy76ks', { destination: hellotext({ resend: true }), clicks: false });
  void vitrina.initialize('xy76ks', { destination: hellotext() });
  return tracker;
};

export const wrongActions = (tracker: Tracker) => {
  // @ts-expect-error an action has an object and a verb
  void tracker.track('cart');
  // @ts-expect-error an action is a text
  void tracker.track(7);
  // @ts-expect-error there is no track without an action
  void tracker.track();
  // @ts-expect-error reserved for identify
  void tracker.track('user.identified');
  // @ts-expect-error reserved for identify, whatever comes with it
  void tracker.track('user.identified', { user_parameters: { id: '1' } });
};

export const wrongProps = (tracker: Tracker) => {
  // @ts-expect-error an order needs object or object_parameters
  void tracker.track('order.placed');
  // @ts-expect-error neither is there
  void tracker.track('order.placed', { amount: 10, currency: 'UYU' });
  // @ts-expect-error an order has a reference
  void tracker.track('order.placed', { object_parameters: { items } });
  // @ts-expect-error an order has items
  void tracker.track('order.placed', { object_parameters: { reference: '1001' } });
  // @ts-expect-error a line needs a quantity
  void tracker.track('cart.added', { object_parameters: { items: [{ product: 'p-1' }] } });
  // @ts-expect-error a line needs a product
  void tracker.track('cart.added', { object_parameters: { items: [{ quantity: 1 }] } });
  // @ts-expect-error a quantity is a number
  void tracker.track('cart.added', { object_parameters: { items: [{ product: 'p-1', quantity: '2' }] } });
  // @ts-expect-error a price is { amount, currency }
  void tracker.track('cart.added', { object_parameters: { items: [{ product: 'p-1', quantity: 1, price: 89.9 }] } });
  // @ts-expect-error money needs a currency
  void tracker.track('product.viewed', { object_parameters: { name: 'Mate', price: { amount: 89.9 } } });
  // @ts-expect-error a product has a name
  void tracker.track('product.viewed', { object_parameters: { sku: 'm-1' } });
  // @ts-expect-error an amount is a number
  void tracker.track('cart.added', { object: 'cart-1', amount: '12.50' });
  // @ts-expect-error metadata is an object
  void tracker.track('page.viewed', { metadata: 'x' });
  // @ts-expect-error a form is named by object
  void tracker.track('form.completed');
  // @ts-expect-error props are an object
  void tracker.track('quiz.finished', 'props');
  // @ts-expect-error an old name needs what the new one needs
  void tracker.track('app.install');
  // @ts-expect-error a coupon has a code
  void tracker.track('coupon.redeemed', { object_parameters: { description: 'ten off' } });
};

export const wrongObjects = () => {
  // @ts-expect-error a cart has items
  const cart: Cart = { reference: 'cart-1' };
  // @ts-expect-error a delivery is one of two words
  const order: Order = { reference: '1', items, delivery: 'courier' };
  return [cart, order];
};

export const wrongCalls = (tracker: Vitrina) => {
  // @ts-expect-error there is no such signal
  tracker.on('session', () => {});
  // @ts-expect-error a session is a text
  tracker.on('session-set', (session: number) => session);
  // @ts-expect-error nobody can take pending back
  tracker.consent('pending');
  // @ts-expect-error the session cannot be set
  tracker.session = 'abcdefgh';
  // @ts-expect-error a business id is a text
  void tracker.initialize(7, { endpoint: '/' });
  // @ts-expect-error flushAfter is a number
  void tracker.initialize('xy76ks', { flushAfter: '1000' });
  // @ts-expect-error there is no such option
  void tracker.initialize('xy76ks', { flushafter: 1000 });
  // @ts-expect-error consent is one of three words
  void tracker.initialize('xy76ks', { consent: 'yes' });
  // @ts-expect-error createTracker cannot do without an endpoint or a destination
  createTracker('xy76ks', {});
  // @ts-expect-error neither is there
  createTracker('xy76ks', { clicks: false });
  // @ts-expect-error a destination is made by hellotext()
  createTracker('xy76ks', { destination: 'hellotext' });
  // @ts-expect-error a path is a text, also beside a destination
  createTracker('xy76ks', { endpoint: 7, destination: hellotext() });
  // @ts-expect-error there is no such option, with a destination neither
  createTracker('xy76ks', { destination: hellotext(), flushafter: 1000 });
  // @ts-expect-error createTracker cannot do without options
  createTracker('xy76ks');
  // @ts-expect-error a transform returns an event or nothing
  void tracker.initialize('xy76ks', { transform: () => 'text' });
  // @ts-expect-error a second tracker is started by createTracker, so it has no initialize
  void createTracker('xy76ks', { endpoint: '/' }).initialize('other');
};
