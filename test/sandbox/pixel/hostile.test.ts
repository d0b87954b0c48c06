// @vitest-environment node
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { anything, expectAllowed, hostile } from '../support/hostile.ts';
import { advance } from '../support/sandbox.ts';
import { openShopify } from './support/fake-shopify.ts';
import { checkout, completed, context, SECRETS } from './support/samples.ts';

const NAMES = (
  'productVariant cartLine cart checkout element lines lineItems merchandise variant product id title sku price amount ' +
  'currencyCode image src url vendor type cost totalAmount quantity order token totalPrice totalTax shippingLine ' +
  'discountApplications delivery selectedDeliveryOptions transactions paymentMethod gateway'
).split(' ');
const EVENTS = (
  'page_viewed product_viewed product_added_to_cart product_removed_from_cart cart_viewed checkout_started ' +
  'checkout_completed form_submitted'
).split(' ');

it('whatever the events of Shopify hold, nothing throws and only the listed fields are sent', async () => {
  const { publish, events, actions } = openShopify({ options: { forms: ['7', 'success'] } });
  const value = anything(NAMES);
  const personal = {
    email: SECRETS[0],
    phone: SECRETS[1],
    firstName: SECRETS[2],
    address1: SECRETS[4],
    customer: { id: SECRETS[7] },
  };
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...EVENTS), hostile(NAMES), fc.nat(4), value, async (name, give, form, odd) => {
      const given = give();
      const data = [
        () => given,
        () => ({ checkout: given, cart: given, cartLine: given, productVariant: given, element: given, ...personal }),
        () => ({ checkout: { ...checkout(), ...(given as object), ...personal } }),
        () => ({
          checkout: { ...checkout(), order: given, lineItems: [given, { ...personal, variant: given, quantity: 1 }] },
        }),
        () => ({ cart: { lines: given }, cartLine: { merchandise: given, quantity: 2, ...personal } }),
      ][form];
      let event: { name: string };
      try {
        event = {
          id: odd,
          timestamp: odd,
          seq: odd,
          context: form ? context('/') : odd,
          data: data?.(),
          name,
        } as never;
      } catch {
        return;
      }
      publish(event);
      publish(given as never, name);
      await advance(0);
    }),
    { numRuns: 300, seed: Number(process.env.HOSTILE_SEED ?? 1) },
  );
  publish(completed('99001'));
  await advance(60_000);
  expect(actions().length).toBeGreaterThan(3);
  expect(events().map(({ object_parameters }) => object_parameters?.reference)).toContain('99001');
  for (const event of events()) expectAllowed(event);
  const text = JSON.stringify(events());
  for (const secret of SECRETS) expect(text, secret).not.toContain(secret);
  expect(text).not.toMatch(/<img|NaN/);
});
