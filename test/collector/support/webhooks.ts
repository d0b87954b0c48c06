import type { Business, Webhook } from '../../../collector/src/index.ts';
import { business, shop } from './collector-harness.ts';

/** Two secrets of 32 bytes. */
export const secret = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
export const nextSecret = `whsec_${Buffer.alloc(32, 2).toString('base64')}`;

export const webhook = (more: Partial<Webhook> & { url: string }): Webhook => ({
  id: 'mails',
  secrets: [secret],
  actions: ['cart.abandoned'],
  ...more,
});

export const withWebhooks = (...webhooks: Webhook[]): Record<string, Business> => ({
  [business]: { name: 'Demo', origins: [shop], webhooks },
});
