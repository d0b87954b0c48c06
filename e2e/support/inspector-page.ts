import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import type { Collector, EventRecord } from '../../collector/src/index.ts';
import { record } from '../../test/collector/support/records.ts';
import { BUSINESS } from './fixtures.ts';

/** The lines of the inspector's list. */
export const lines = (inspector: Page) => inspector.locator('li[data-event-id]');

/** Opens the inspector in a page of its own and waits until it is connected. */
export const openInspector = async (page: Page, { inspectorUrl }: Collector, hash = '') => {
  const inspector = await page.context().newPage();
  await inspector.goto(inspectorUrl);
  if (hash !== '') await inspector.goto(`${inspector.url().split('#')[0]}${hash}`);
  await expect(inspector.locator('#connection')).toHaveAttribute('data-status', 'live');
  await expect(inspector.locator('#list')).toHaveAttribute('aria-busy', 'false');
  return inspector;
};

/** An event as the collector stores it. */
export const aRecord = ({ content = {}, ...columns }: Partial<EventRecord> & { content?: object } = {}): EventRecord =>
  record({
    business: BUSINESS,
    session: '5b1f3c9e-2a77-4d0e-9c43-0f6a1d2b7e11',
    action: 'product.viewed',
    amount: null,
    currency: null,
    event: JSON.stringify(content),
    ...columns,
  });

/** The number that stands beside a heading, whatever the separator of thousands. */
export const numberOf = async (inspector: Page, selector: string) =>
  Number(((await inspector.locator(selector).textContent()) ?? '').replace(/\D/g, ''));
