import { expect, it } from 'vitest';
import { consentByName } from '../../../src/privacy/consent-sources/by-name.ts';
import type { ConsentSource } from '../../../src/types/tracker.ts';
import { choice, createCmp } from './support/fake-cmp.ts';
import { put, recordAnswers } from './support/record-answers.ts';

const hearByName = (...named: Parameters<typeof consentByName>) =>
  recordAnswers(consentByName(...named) as ConsentSource).answers;

it('each consent source is found by the name that the option gives it', () => {
  put('globalPrivacyControl', true, navigator);
  expect(hearByName('gpc')).toEqual(['denied']);
  put('__tcfapi', createCmp(choice('tcloaded', 1, 8)).api);
  expect(hearByName('tcf', { dataLayer: 'dataLayer' })).toEqual(['granted']);
  put('Shopify', { customerPrivacy: { analyticsProcessingAllowed: () => true } });
  expect(hearByName('shopify')).toEqual(['granted']);
  put('dataLayer', [['consent', 'default', { analytics_storage: 'granted', ad_user_data: 'granted' }]]);
  expect(hearByName('google-consent-mode')).toEqual(['granted']);
});

it('the source google-consent-mode reads the data layer that the options name', () => {
  put('dataLayer', []);
  put('shopLayer', [['consent', 'update', { analytics_storage: 'denied' }]]);
  expect(hearByName('google-consent-mode', { dataLayer: 'shopLayer' })).toEqual(['denied']);
});

it.each(['', 'GPC', 'granted', 'constructor', 'toString', '__proto__', undefined, null, 4, {}, ['gpc']])(
  'no consent source has the name %j',
  (name) => {
    expect(consentByName(name)).toBeUndefined();
  },
);
