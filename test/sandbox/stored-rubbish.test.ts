// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { createSandboxTracker } from '../../src/sandbox/tracker.ts';
import { nameOf, RUBBISH, spoil } from '../support/rubbish.ts';
import { openNube } from './nube/support/fake-nube.ts';
import { paid, productPage, toState } from './nube/support/samples.ts';
import { ACCOUNT, advance, areaStore, fakeArea, fakeNetwork, KEY, notedIds, storedIds } from './support/sandbox.ts';
import type { FakeArea } from './support/sandbox.ts';

const PAGE = { url: 'https://shop.example/p/mate', title: 'Mate' };
const EARLIER = '019aa0e8-4000-7000-a000-000000000001';
const NOW = Date.UTC(2026, 10, 21, 12);

const open = (area: FakeArea) => {
  const network = fakeNetwork();
  const tracker = createSandboxTracker(
    { area, visitor: areaStore(area), env: network.env, platform: 'platform', landing: PAGE.url },
    ACCOUNT,
    'granted',
  );
  return { ...network, tracker };
};

/** What is stored besides events, in the form that a page has left. */
const RECORDS: Record<string, object> = {
  [`${KEY}~ids`]: { ids: [EARLIER] },
  [`${KEY}~wait`]: { since: NOW, until: NOW - 1, asked: NOW - 1, failures: 0, off: 0 },
  [`${KEY}~left:${EARLIER}`]: { [EARLIER]: NOW },
  vitrina_visit: { id: 'visit-0001', number: 2, started_at: NOW / 1000, at: NOW },
  vitrina_utm: {
    utm_params: { source: 'mail' },
    click_ids: { gclid: 'x' },
    first_touch: { referrer: 'https://a.example/' },
  },
  vitrina_user: { id: '7', source: 'erp' },
};
const NAMES = [...Object.keys(RECORDS), 'vitrina_session', 'vitrina_consent', `${KEY}${EARLIER}`];

describe('rubbish in the storage of a sandbox', () => {
  it.each(NAMES)('an event is sent and settled whatever is stored under %s', async (name) => {
    const texts = RUBBISH.map((text) => [nameOf(text), text]);
    const faults: string[] = [];
    for (const [place, text] of [...texts, ...spoil(RECORDS[name] ?? {})]) {
      // A wait that began now may be real; it ends after a day.
      if (place === 'until = 8.64e15') continue;
      const area = fakeArea(
        new Map([[name, name.endsWith('~ids') ? String(text).replace(/^{"ids":(.*)}$/, '$1') : String(text)]]),
      );
      const { tracker, actions } = open(area);
      tracker.observe({ page: PAGE, actions: () => [['test.done', {}]] });
      await advance(5_000);
      if (actions().join() !== 'test.done') faults.push(`${place}: ${actions().join()}`);
      else if (storedIds(area)[0] && !name.endsWith(EARLIER)) faults.push(`${place}: not settled`);
      tracker.stop();
    }
    expect(faults).toEqual([]);
  });

  it('the list of ids is taken for the events that it names, whatever stands beside them', async () => {
    const event = JSON.stringify({ id: EARLIER, action: 'a.earlier' });
    const area = fakeArea(
      new Map([
        [`${KEY}${EARLIER}`, event],
        [
          `${KEY}~ids`,
          `[{"toString":null},null,7,"~wait","__proto__","",${JSON.stringify('x'.repeat(5_000))},"${EARLIER}"]`,
        ],
      ]),
    );
    const { tracker, actions } = open(area);
    tracker.observe({ page: PAGE, actions: () => [['test.done', {}]] });
    await advance(120_000);
    expect(actions().sort()).toEqual(['a.earlier', 'test.done']);
    expect(notedIds(area)).toEqual([]);
    expect(
      area.looks.filter((look) => /x{9}|__proto__/.test(look)),
      'what is no id is not looked up',
    ).toEqual([]);
  });

  it('the actions of a shop are sent whatever is remembered of it', async () => {
    const texts = RUBBISH.map((text) => [nameOf(text), text]);
    const faults: string[] = [];
    for (const [place, text] of texts) {
      const { tell, actions, stop } = openNube({ area: fakeArea(new Map([[`${KEY}~shop`, String(text)]])) });
      tell('page:loaded', toState({ url: 'https://tienda.example/p/', page: productPage as never }));
      tell('checkout:success', paid({ url: 'https://tienda.example/checkout/v3/success/99001/x' }));
      await advance(5_000);
      for (const needed of ['product.viewed', 'order.placed'])
        if (!actions().includes(needed)) faults.push(`${place}: no ${needed}`);
      stop?.();
    }
    expect(faults).toEqual([]);
  });
});
