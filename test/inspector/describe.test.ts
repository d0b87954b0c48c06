import { expect, it } from 'vitest';
import { summaryOf } from '../../collector/inspector/describe.js';

const told = (action: string, object_parameters: object) =>
  summaryOf({ action, page_url: null, event: { object_parameters } } as unknown as Parameters<typeof summaryOf>[0]);

it('a refund is named by its order, since the number of a refund tells nobody anything', () => {
  expect(told('refund.received', { reference: '93021', source: 'mercadolibre', order: '4711' })).toBe('Order 4711');
  expect(told('refund.received', { reference: '93021' })).toBe('93021');
});
