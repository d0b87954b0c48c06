import { expect, it } from 'vitest';
import { redact } from '../../../src/debug/panel/report.ts';

it('what is copied has neither the values of a customer nor secrets, and keeps what a supporter needs', () => {
  const copied = redact({
    action: 'order.placed',
    amount: 1250,
    object_parameters: { reference: 'CO-7', items: [{ product: { name: 'Mate imperial' }, quantity: 2 }] },
    user_parameters: { id: 'c-3307', source: 'tiendanube' },
    traits: { email: 'ana@shop.example', address: { street: 'Rambla 12' }, tags: ['club'], age: 41 },
    metadata: { first_name: 'Ana', note: 'ask ana@shop.example', apiKey: 'k-1' },
    page: { url: 'https://shop.example/orders?token=abc&color=red', path: '/orders' },
  });
  expect(copied).toEqual({
    action: 'order.placed',
    amount: 1250,
    object_parameters: { reference: 'CO-7', items: [{ product: { name: 'Mate imperial' }, quantity: 2 }] },
    user_parameters: { id: '…', source: '…' },
    traits: { email: '…', address: { street: '…' }, tags: ['…'], age: '…' },
    metadata: { first_name: '…', note: 'ask …', apiKey: '…' },
    page: { url: 'https://shop.example/orders?color=red', path: '/orders' },
  });
});

it('a cycle and a function are copied as far as a text can hold them', () => {
  const cycle: Record<string, unknown> = { run() {} };
  cycle.self = cycle;
  expect(JSON.stringify(redact(cycle))).toContain('"run":"function"');
});
