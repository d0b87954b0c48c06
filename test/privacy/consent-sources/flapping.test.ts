import { beforeEach, expect, it, vi } from 'vitest';
import { googleConsentMode } from '../../../src/privacy/consent-sources/google-consent-mode.ts';
import { actionsOf, advance, cookies, start, useClock } from '../../support/harness.ts';
import { put, recordAnswers } from './support/record-answers.ts';

beforeEach(() => void useClock());

const kept = (names: string[]) => names.filter((name) => name.startsWith('vitrina') && name !== 'vitrina_consent');

it('consent that changes ten times a second throws nothing, and the last answer holds', async () => {
  const layer: unknown[] = [];
  put('dataLayer', layer);
  const { tracker, track, sent, env } = start({ consent: 'pending' });
  const { stop } = recordAnswers((report) =>
    googleConsentMode()((answer) => {
      report(answer);
      if (answer !== 'pending') tracker.consent(answer);
    }),
  );
  const say = (state: 'granted' | 'denied') =>
    layer.push(['consent', 'update', { analytics_storage: state, ad_user_data: state }]);

  for (let count = 0; count < 100; count++) {
    say(count % 2 ? 'denied' : 'granted');
    expect(() => void track('a.flap')).not.toThrow();
    await advance(100);
    if (count % 2) {
      expect(kept(Object.keys(cookies()))).toEqual([]);
      expect(kept(env.storage.keys())).toEqual([]);
      expect(tracker.session).toBeUndefined();
    }
  }
  const whileDenied = sent.length;
  void track('a.denied');
  await advance(60_000);
  expect(sent).toHaveLength(whileDenied);
  say('granted');
  void track('a.granted');
  await advance(3000);
  expect(actionsOf(sent.slice(whileDenied))).toEqual(['a.granted']);
  stop();
  tracker.stop();
  await advance(60_000);
  expect(vi.getTimerCount()).toBe(0);
});
