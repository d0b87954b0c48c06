import { toDocument } from '../support/page-server.ts';
import type { PageServer } from '../support/page-server.ts';
import { noTraces, readTraces } from '../support/traces.ts';
import { scriptTag } from '../support/tracked-page.ts';
import type { Tab } from './support/driver.ts';
import { expect, test } from './support/fixtures.ts';
import type { RestartableCollector } from './support/restartable-collector.ts';
import {
  eventually,
  hasDelivered,
  isReady,
  NETWORK_NOISE,
  openTab,
  reload,
  roundTrip,
  track,
  trackOnly,
  visit,
} from './support/shop.ts';

/** Adds a shop whose consent is pending until the visitor answers. */
const openAskingShop = (site: PageServer, collector: RestartableCollector) => {
  const body =
    '<button data-vitrina-track="button.pressed" data-vitrina-object="button">Press</button>' +
    '<a href="/next?utm_source=mail" data-vitrina-track="link.followed" data-vitrina-object="link">Go on</a>';
  const html = toDocument({ head: scriptTag(collector, { consent: 'pending' }), body });
  site.add('/next', html);
  return site.add('/asking', html);
};

/** Does everything that the tracker would report with consent. */
const useEverything = async (tab: Tab) => {
  await tab.click('button');
  await trackOnly(tab, ['1', '2']);
  await tab.evaluate(() => void window.vitrina.identify('c-3307', { source: 'shop', first_name: 'Ana' }));
  await trackOnly(tab, ['3']);
  await tab.evaluate(() => history.pushState({}, '', '?page=2'));
};

/** Expects that nothing was stored or sent, even after the page had time for it. */
const expectNothing = async (tab: Tab, collector: RestartableCollector) => {
  await tab.evaluate(() => window.vitrina.flush());
  await roundTrip(tab, collector);
  expect(await tab.evaluate(readTraces)).toEqual(noTraces());
  expect(await tab.evaluate(() => Boolean(window.vitrina.session ?? window.vitrina.user))).toBe(false);
  expect(collector.requests().recent, 'no request at all').toEqual([]);
};

const answer = (tab: Tab, consent: 'granted' | 'denied') =>
  tab.evaluate((value) => window.vitrina.consent(value), consent);

test('a visitor who has not answered leaves no trace, whatever is done and wherever the visitor goes', async ({
  driver,
  site,
  collector,
}) => {
  const tab = await openTab(driver, openAskingShop(site, collector));
  await expectNothing(tab, collector);
  await useEverything(tab);
  await expectNothing(tab, collector);
  await tab.click('a');
  await eventually(() => tab.url().then((url) => new URL(url).pathname)).toBe('/next');
  await isReady(tab);
  await expectNothing(tab, collector);
  await useEverything(tab);
  await reload(tab);
  await expectNothing(tab, collector);
  await tab.close();
  await expectNothing(await openTab(driver, site.toUrl('/next')), collector);
});

test('a grant sends what has waited, and a withdrawal removes everything that was stored', async ({
  driver,
  site,
  collector,
}) => {
  const tab = await openTab(driver, openAskingShop(site, collector));
  await useEverything(tab);
  await expectNothing(tab, collector);
  await answer(tab, 'granted');
  await eventually(() => collector.stored().objects()).toEqual(['1', '2', '3']);
  await eventually(() => collector.stored().views()).toHaveLength(1);
  const rows = await collector.stored().rows();
  const called = rows.filter(({ action }) => action !== 'page.viewed');
  expect(called.map(({ action, event, user_id }) => [action, event.object ?? null, user_id])).toEqual([
    ['test.done', '1', null],
    ['test.done', '2', null],
    ['user.identified', null, 'c-3307'],
    ['test.done', '3', 'c-3307'],
  ]);
  expect(new Set(rows.map(({ session }) => session)).size).toBe(1);
  expect(collector.requests().events, 'everything was sent once').toBe(rows.length);
  expect(await track(tab, '4')).toMatchObject({ succeeded: true });
  await tab.click('button');
  await eventually(() => collector.stored().objects('button.pressed')).toEqual(['button']);
  await tab.evaluate(() => history.pushState({}, '', '?utm_source=mail'));
  const cookies = ['consent', 'session', 'user', 'utm', 'visit'].map((name) => `vitrina_${name}`);
  // Wait for the view of the new address too, so that no request is in flight at the withdrawal.
  await hasDelivered(tab, collector, 2);
  await eventually(() => tab.evaluate(readTraces)).toMatchObject({ cookies });

  await answer(tab, 'denied');
  expect(await tab.evaluate(readTraces)).toEqual(noTraces('vitrina_consent'));
  const { posts } = collector.requests();
  expect(await track(tab, '5')).toMatchObject({ succeeded: false, failed: true });
  await useEverything(tab);
  await reload(tab);
  await useEverything(tab);
  await roundTrip(tab, collector);
  expect(await tab.evaluate(readTraces)).toEqual(noTraces('vitrina_consent'));
  expect(collector.requests().posts, 'nothing is sent any more').toBe(posts);
});

test('a denial removes events that are stored and not yet sent', async ({ driver, site, collector }) => {
  driver.console?.allow(NETWORK_NOISE);
  const tab = await openTab(driver, openAskingShop(site, collector));
  await answer(tab, 'granted');
  expect(await track(tab, '1')).toMatchObject({ succeeded: true });
  await collector.goAway();
  await trackOnly(tab, ['2', '3']);
  await tab.evaluate(() => void window.vitrina.identify('c-3307'));
  // Storage holds two events, an identification, and the identified user.
  await eventually(() => tab.evaluate(() => Object.keys(localStorage).length)).toBeGreaterThanOrEqual(4);
  await answer(tab, 'denied');
  expect(await tab.evaluate(readTraces)).toEqual(noTraces('vitrina_consent'));
  await collector.comeBack();
  await reload(tab);
  await tab.evaluate(() => void dispatchEvent(new Event('online')));
  await roundTrip(tab, collector);
  expect(await tab.evaluate(readTraces)).toEqual(noTraces('vitrina_consent'));
  expect(await collector.stored().objects()).toEqual(['1']);
});

test('the answer in one tab holds for the pages of every other tab', async ({ driver, site, collector }) => {
  const url = openAskingShop(site, collector);
  const first = await openTab(driver, url);
  const second = await openTab(driver, url);
  await expectNothing(second, collector);
  await answer(first, 'granted');
  expect(await track(first, '1')).toMatchObject({ succeeded: true });
  await visit(second, url);
  expect(await track(second, '2')).toMatchObject({ succeeded: true });

  await answer(first, 'denied');
  await visit(second, site.toUrl('/next'));
  const { posts } = collector.requests();
  expect(await track(second, '3')).toMatchObject({ succeeded: false, failed: true });
  await useEverything(second);
  await roundTrip(second, collector);
  expect(await second.evaluate(readTraces)).toEqual(noTraces('vitrina_consent'));
  expect(collector.requests().posts).toBe(posts);

  await answer(second, 'granted');
  expect(await track(second, '4')).toMatchObject({ succeeded: true });
  await visit(first, url);
  expect(await track(first, '5')).toMatchObject({ succeeded: true });
  await eventually(() => collector.stored().objects()).toEqual(['1', '2', '4', '5']);
});

test('a grant makes two open tabs one visitor, and what waited in both arrives', async ({
  driver,
  site,
  collector,
}) => {
  const url = openAskingShop(site, collector);
  const first = await openTab(driver, url);
  const second = await openTab(driver, url);
  await trackOnly(first, ['1']);
  await trackOnly(second, ['2']);
  await answer(first, 'granted');
  await eventually(() => collector.stored().objects()).toEqual(['1', '2']);
  const sessions = await Promise.all([first, second].map((tab) => tab.evaluate(() => window.vitrina.session)));
  expect(sessions[1]).toBe(sessions[0]);
  const stored = await collector.stored().rows();
  expect([...new Set(stored.map(({ session }) => session))]).toEqual([sessions[0]]);
});
