// @vitest-environment node
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { expectAllowed, hostile } from '../support/hostile.ts';
import { advance } from '../support/sandbox.ts';
import { openNube } from './support/fake-nube.ts';
import { item, paid, productPage, SECRETS, toState } from './support/samples.ts';

const NAMES = (
  'location url page type data step product id name es canonical_url images src variants price sku brand tags store domain ' +
  'currency currency_details code language cart items product_id variant_id quantity thumbnail prices total subtotal ' +
  'shipping coupon selected options method payment method_type eventPayload title referrer'
).split(' ');
const EVENTS = [
  ...['page:loaded', 'location:updated', 'cart:update', 'cart:add:success', 'cart:remove:success', 'cart:view'],
  ...['checkout:ready', 'checkout:success', 'page:visibility_change', 'page:exit_intent'],
];

it('whatever the states of NubeSDK hold, nothing throws and only the listed fields are sent', async () => {
  const { tell, events, actions } = openNube();
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...EVENTS), hostile(NAMES), fc.nat(5), async (event, give, form) => {
      const given = give();
      const states = [
        () => given,
        () => ({ ...toState(), ...(given as object) }),
        () => ({ ...paid(), cart: given, shipping: given, payment: given }),
        () => ({ ...paid(), cart: { ...paid().cart, items: [given, item({ id: 1 })], coupon: given, prices: given } }),
        () => ({ ...toState({ page: productPage }), eventPayload: given }),
        () =>
          toState({ url: 'https://tienda.example/p/', page: { type: 'product', data: { product: given } } as never }),
      ];
      let state: unknown;
      try {
        state = states[form]?.();
      } catch {
        return;
      }
      tell(event, state as never);
      await advance(0);
    }),
    { numRuns: 300, seed: Number(process.env.HOSTILE_SEED ?? 1) },
  );
  tell('checkout:success', paid({ url: 'https://tienda.example/checkout/v3/success/99001/x' }));
  await advance(60_000);
  expect(actions().length).toBeGreaterThan(20);
  expect(events().map(({ object_parameters }) => object_parameters?.reference)).toContain('99001');
  for (const event of events()) expectAllowed(event);
  const text = JSON.stringify(events());
  for (const secret of SECRETS) expect(text, secret).not.toContain(secret);
  expect(text).not.toMatch(/<img|NaN/);
});
